package cases

import (
	"math/rand/v2"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// TestOneWrongCredential holds that one scheme of several is wrong, and the others are right: those
// of the first alternative of which the user gave them.
func TestOneWrongCredential(t *testing.T) {
	three := together(headerKey, queryKey, bearer)
	cookies := Credentials{
		Headers: exchange.Header{{Name: "Cookie", Value: "sid=1"}}, Keys: all().Keys[:1],
	}
	for _, test := range []struct {
		auth  spec.RequestAuth
		ways  []openapi.Alternative
		given Credentials
		want  string
	}{
		{
			spec.RequestAuth{All: spec.NoAuth, Scheme: "k"},
			three, all(),
			"Authorization: Bearer tok, ?api%20key=que%26y",
		},
		{
			spec.RequestAuth{All: spec.WrongToken, Scheme: "k"},
			three, all(),
			"X-Key: made, Authorization: Bearer tok, ?api%20key=que%26y",
		},
		{
			spec.RequestAuth{All: spec.WrongToken, Scheme: "b"},
			three, documented,
			"Authorization: Bearer made, X-Key: toeline, ?api%20key=toeline",
		},
		{
			spec.RequestAuth{All: spec.EmptyAuth, Scheme: "q"},
			three, all(),
			"X-Key: key, Authorization: Bearer tok, ?api%20key=",
		},
		{
			spec.RequestAuth{All: spec.NoAuth, Scheme: "k"},
			[]openapi.Alternative{{headerKey, login}, {headerKey, queryKey}},
			Credentials{Keys: all().Keys},
			"?api%20key=que%26y",
		},
		{
			spec.RequestAuth{All: spec.WrongToken, Scheme: "c"},
			together(cookieKey, headerKey),
			cookies, "X-Key: key, cookie sid=made",
		},
	} {
		made := described(test.given, test.ways).credentials(
			&spec.Operation{Security: test.ways}, test.auth, 0, rand.New(rand.NewPCG(1, 1)))
		if got := madeUp.ReplaceAllString(shown(made), "made"); got != test.want {
			t.Errorf("%s: got %q, want %q", test.auth, got, test.want)
		}
		for _, one := range made.of {
			if one.Scheme == test.auth.Scheme {
				t.Errorf("%s: the user's own is sent: %+v", test.auth, one)
			}
		}
	}
	o := described(Credentials{Keys: all().Keys[:1]}, three)
	why := o.lacking(&spec.Operation{Security: three}, "q")
	if !strings.HasPrefix(why, "no token") {
		t.Errorf("without a token: %q", why)
	}
}
