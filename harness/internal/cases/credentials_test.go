package cases

import (
	"math/rand/v2"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// TestCredentials holds that the token goes where the description says, and nowhere else.
func TestCredentials(t *testing.T) {
	bearer := openapi.Scheme{Name: "b", Type: "http", Scheme: "bearer"}
	key := openapi.Scheme{Name: "k", Type: "apiKey", In: "header", Parameter: "X-Key"}
	inQuery := openapi.Scheme{Name: "q", Type: "apiKey", In: "query", Parameter: "api key"}
	inCookie := openapi.Scheme{Name: "c", Type: "apiKey", In: "cookie", Parameter: "sid"}
	login := openapi.Scheme{Name: "l", Type: "http", Scheme: "basic"}
	of := func(all ...openapi.Scheme) []openapi.Alternative {
		return []openapi.Alternative{all}
	}
	given := exchange.Header{{Name: "x-key", Value: "mine"}}
	for name, test := range map[string]struct {
		security []openapi.Alternative
		auth     spec.Auth
		target   Target
		want     string
	}{
		"bearer": {
			of(bearer), spec.ValidToken, Target{Token: "t"}, "Authorization: Bearer t",
		},
		"bearer before others": {
			[]openapi.Alternative{{key}, {bearer}},
			spec.ValidToken,
			Target{Token: "t"},
			"Authorization: Bearer t",
		},
		"basic": {
			of(login), spec.ValidToken, Target{Token: "a:b"}, "Authorization: Basic YTpi",
		},
		"key in a header": {of(key), spec.ValidToken, Target{Token: "t"}, "X-Key: t"},
		"key in the query": {
			of(inQuery), spec.ValidToken, Target{Token: "t&u"}, "?api%20key=t%26u",
		},
		"key in a cookie": {
			of(inCookie), spec.ValidToken, Target{Token: "t"}, "cookie sid=t",
		},
		"the user's own header": {of(key), spec.ValidToken, Target{Token: "t", Headers: given}, ""},
		"none, of the user's": {
			of(key), spec.NoAuth, Target{Token: "t", Headers: given}, "without X-Key",
		},
		"none":           {of(bearer), spec.NoAuth, Target{Token: "t"}, ""},
		"empty key":      {of(key), spec.EmptyToken, Target{Token: "t"}, "X-Key: "},
		"not documented": {nil, spec.ValidToken, Target{Token: "t"}, ""},
		"not documented, given": {
			nil, spec.ValidToken, Target{Token: "t", Given: true}, "Authorization: Bearer t",
		},
		"mutual TLS alone": {
			of(openapi.Scheme{Type: "mutualTLS"}), spec.ValidToken, Target{Token: "t"}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			op := &spec.Operation{Security: test.security}
			made := credentials(op, test.auth, &test.target, rand.New(rand.NewPCG(1, 1)))
			var got []string
			for _, f := range made.header {
				got = append(got, f.Name+": "+f.Value)
			}
			for _, pair := range made.query {
				got = append(got, "?"+pair)
			}
			for _, pair := range made.cookie {
				got = append(got, "cookie "+pair)
			}
			for _, name := range made.hidden {
				got = append(got, "without "+name)
			}
			if all := strings.Join(got, ", "); all != test.want {
				t.Errorf("got %q, want %q", all, test.want)
			}
		})
	}
	wrong := credentials(&spec.Operation{Security: of(key)}, spec.WrongToken, &Target{Token: "t"},
		rand.New(rand.NewPCG(1, 1)))
	if v := wrong.header[0].Value; !strings.HasPrefix(v, "nobody-issued-") {
		t.Errorf("a wrong key: %s", v)
	}
}
