package cases

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// The schemes of the tests.
var (
	bearer    = openapi.Scheme{Name: "b", Type: "http", Scheme: "bearer"}
	oauth     = openapi.Scheme{Name: "o", Type: "oauth2"}
	openID    = openapi.Scheme{Name: "i", Type: "openIdConnect"}
	headerKey = openapi.Scheme{Name: "k", Type: "apiKey", In: "header", Parameter: "X-Key"}
	queryKey  = openapi.Scheme{Name: "q", Type: "apiKey", In: "query", Parameter: "api key"}
	cookieKey = openapi.Scheme{Name: "c", Type: "apiKey", In: "cookie", Parameter: "sid"}
	login     = openapi.Scheme{Name: "l", Type: "http", Scheme: "basic"}
	digest    = openapi.Scheme{Name: "d", Type: "http", Scheme: "digest"}
	tls       = openapi.Scheme{Name: "t", Type: "mutualTLS"}
)

// all is every kind of credentials that a user can give.
func all() Credentials {
	return Credentials{
		Token: "tok", Given: true, Basic: "me:word", Keys: exchange.Header{
			{Name: "k", Value: "key"}, {Name: "q", Value: "que&y"}, {Name: "c", Value: "cookie"},
		},
	}
}

// documented is what is presented on loopback where the user gave nothing.
var documented = Credentials{Token: "toeline"}

func together(all ...openapi.Scheme) []openapi.Alternative { return []openapi.Alternative{all} }

// described are options whose contract declares all schemes, and states that an operation takes
// these.
func described(given Credentials, ways []openapi.Alternative) *Options {
	contract := &spec.Contract{}
	contract.Security.Declared = []openapi.Scheme{
		bearer, oauth, openID, headerKey, queryKey, cookieKey, login, digest, tls,
	}
	contract.Security.Stated = ways != nil
	for _, way := range ways {
		contract.Security.Asked = append(contract.Security.Asked, way...)
	}
	return &Options{Contract: contract, Target: Target{Credentials: given}}
}

// shown are the credentials of a request as text, with what is left out.
func shown(p presented) string {
	var got []string
	for _, f := range p.header {
		got = append(got, f.Name+": "+f.Value)
	}
	for _, pair := range p.query {
		got = append(got, "?"+pair)
	}
	for _, pair := range p.cookie {
		got = append(got, "cookie "+pair)
	}
	for _, one := range p.of {
		if one.By == ByField && one.In == "header" { // which others add
			got = append(got, "own "+one.Name+": "+one.Value)
		}
	}
	return strings.Join(got, ", ")
}

// TestCredentials holds that each scheme has what the user gave for it, where the description says,
// and that nothing is sent that it does not ask for.
func TestCredentials(t *testing.T) {
	for name, test := range map[string]struct {
		ways  []openapi.Alternative
		given Credentials
		turn  int
		want  string
	}{
		"bearer":              {together(bearer), all(), 0, "Authorization: Bearer tok"},
		"OAuth 2":             {together(oauth), all(), 0, "Authorization: Bearer tok"},
		"OpenID Connect":      {together(openID), all(), 0, "Authorization: Bearer tok"},
		"another HTTP scheme": {together(digest), all(), 0, "Authorization: Digest tok"},
		"Basic":               {together(login), all(), 0, "Authorization: Basic bWU6d29yZA=="},
		"key in a header":     {together(headerKey), all(), 0, "X-Key: key"},
		"key in the query":    {together(queryKey), all(), 0, "?api%20key=que%26y"},
		"key in a cookie":     {together(cookieKey), all(), 0, "cookie sid=cookie"},
		"several at once": {
			together(headerKey, queryKey, bearer), all(), 0,
			"X-Key: key, Authorization: Bearer tok, ?api%20key=que%26y",
		},
		"alternatives, first": {
			[]openapi.Alternative{{headerKey}, {bearer}}, all(), 0, "X-Key: key",
		},
		"alternatives, in turn": {
			[]openapi.Alternative{{headerKey}, {bearer}}, all(), 1, "Authorization: Bearer tok",
		},
		"the alternative that was given": {
			[]openapi.Alternative{{queryKey, headerKey}, {bearer}},
			Credentials{Keys: exchange.Header{{Name: "k", Value: "key"}}, Token: "t", Given: true},
			0, "Authorization: Bearer t",
		},
		"optional, given": {
			[]openapi.Alternative{{}, {bearer}}, all(), 0, "Authorization: Bearer tok",
		},
		"optional, not given": {[]openapi.Alternative{{bearer}, {}}, documented, 0, ""},
		"a scheme of its own": {
			together(bearer), Credentials{
				Token: "t", Given: true, Keys: exchange.Header{{Name: "b", Value: "admin"}},
			}, 0, "Authorization: Bearer admin",
		},
		"Basic of one scheme": {
			together(login),
			Credentials{Keys: exchange.Header{{Name: "l", Value: "a:b"}}},
			0,
			"Authorization: Basic YTpi",
		},
		"the user's own header": {
			together(headerKey),
			Credentials{Headers: exchange.Header{{Name: "x-key", Value: "mine"}}},
			0, "own x-key: mine",
		},
		"the user's own query": {
			together(queryKey),
			Credentials{Query: exchange.Header{{Name: "api key", Value: "mi&ne"}}},
			0, "?api%20key=mi%26ne",
		},
		"the user's own cookie": {
			together(cookieKey),
			Credentials{Headers: exchange.Header{{Name: "Cookie", Value: "sid=1"}}},
			0, "own Cookie: sid=1",
		},
		"the documented token": {together(headerKey), documented, 0, "X-Key: toeline"},
		"a token first": {
			[]openapi.Alternative{{headerKey}, {oauth}},
			documented, 0,
			"Authorization: Bearer toeline",
		},
		"no scheme beside the key": {
			together(headerKey),
			Credentials{Token: "t", Given: true, Keys: all().Keys},
			0,
			"X-Key: key",
		},
		"none needed": {[]openapi.Alternative{}, all(), 0, ""},
		"nothing stated": {
			nil, Credentials{Token: "t", Given: true}, 0, "Authorization: Bearer t",
		},
		"nothing stated, Basic": {
			nil, Credentials{Basic: "me:word"}, 0, "Authorization: Basic bWU6d29yZA==",
		},
		"nothing stated, key":            {nil, Credentials{Keys: all().Keys[:1]}, 0, "X-Key: key"},
		"nothing stated, nothing given":  {nil, documented, 0, ""},
		"mutual TLS has no place":        {together(tls), all(), 0, ""},
		"mutual TLS beside another":      {together(tls, headerKey), all(), 0, "X-Key: key"},
		"a scheme that is not described": {together(openapi.Scheme{Name: "x"}), all(), 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := described(test.given, test.ways)
			op := &spec.Operation{}
			if len(test.ways) > 0 {
				op.Security = test.ways
			}
			made := o.credentials(op, spec.RequestAuth{}, test.turn, rand.New(rand.NewPCG(1, 1)))
			if got := shown(made); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestWrongCredentials holds what a case sends instead of credentials, for each kind of scheme.
// What is made up is shown as "made".
func TestWrongCredentials(t *testing.T) {
	ways := map[string][]openapi.Alternative{
		"bearer": together(bearer), "Basic": together(login), "header": together(headerKey),
		"query": together(queryKey), "cookie": together(cookieKey),
		"all": together(headerKey, queryKey, bearer), "or": {{headerKey}, {bearer}},
		"optional": {{}, {cookieKey}},
	}
	const anotherScheme = "Authorization: Basic bm9ib2R5Om5vdGhpbmc="
	for auth, wants := range map[spec.Auth]map[string]string{
		spec.NoAuth: {
			"bearer": "", "Basic": "", "header": "", "query": "", "cookie": "", "all": "", "or": "",
			"optional": "",
		},
		spec.EmptyAuth: {
			"bearer": "Authorization: ", "Basic": "Authorization: ", "header": "X-Key: ",
			"query": "?api%20key=", "cookie": "cookie sid=",
			"all": "X-Key: , Authorization: , ?api%20key=", "or": "Authorization: ",
			"optional": "cookie sid=",
		},
		spec.EmptyToken: {
			"bearer": "Authorization: Bearer", "Basic": "Authorization: Basic",
			"header": "X-Key: ", "query": "?api%20key=", "cookie": "cookie sid=",
			"all": "X-Key: , Authorization: Bearer, ?api%20key=", "or": "Authorization: Bearer",
			"optional": "cookie sid=",
		},
		spec.WrongToken: {
			"bearer": "Authorization: Bearer made", "Basic": "Authorization: Basic made",
			"header": "X-Key: made", "query": "?api%20key=made", "cookie": "cookie sid=made",
			"all": "X-Key: made, Authorization: Bearer made, ?api%20key=made",
			"or":  "Authorization: Bearer made", "optional": "cookie sid=made",
		},
		spec.BasicAuth: {
			"bearer": anotherScheme, "Basic": "Authorization: Bearer made", "header": anotherScheme,
			"query": anotherScheme, "cookie": anotherScheme, "all": anotherScheme,
			"or": anotherScheme, "optional": anotherScheme,
		},
	} {
		for name, want := range wants {
			o := described(all(), ways[name])
			made := o.credentials(&spec.Operation{Security: ways[name]},
				spec.RequestAuth{All: auth}, 0,
				rand.New(rand.NewPCG(1, 1)))
			if got := madeUp.ReplaceAllString(shown(made), "made"); got != want {
				t.Errorf("%s, %s: got %q, want %q", auth, name, got, want)
			}
			if len(made.of) > 0 {
				t.Errorf("%s, %s: the user's own is sent: %+v", auth, name, made.of)
			}
		}
	}
}

// madeUp is what is made up, as it is and in base64 behind a user.
var madeUp = regexp.MustCompile(`nobody-issued-[0-9a-f-]{36}|bm9ib2R5Om5vYm9keS1pc3N1ZWQt[\w+/=]+`)

// TestOwnFieldsLeftOut holds that a case without credentials leaves out the user's own fields that
// are such, and no others.
func TestOwnFieldsLeftOut(t *testing.T) {
	given := Credentials{
		Headers: exchange.Header{{Name: "x-key", Value: "1"}, {Name: "X-Gateway", Value: "2"}},
		Query:   exchange.Header{{Name: "api key", Value: "3"}, {Name: "tenant", Value: "4"}},
	}
	for auth, want := range map[spec.Auth]string{
		spec.ValidToken: "?api%20key=3, ?tenant=4, own x-key: 1, own X-Gateway: 2",
		spec.NoAuth:     "?tenant=4, own X-Gateway: 2",
	} {
		ways := []openapi.Alternative{{headerKey}, {queryKey}}
		made := described(given, ways).credentials(&spec.Operation{Security: ways},
			spec.RequestAuth{All: auth}, 0, rand.New(rand.NewPCG(1, 1)))
		if got := shown(made); got != want {
			t.Errorf("%s: got %q, want %q", auth, got, want)
		}
	}
}

// TestLacking holds which requests are not sent for want of credentials.
func TestLacking(t *testing.T) {
	given := Credentials{Keys: exchange.Header{{Name: "k", Value: "key"}}, Advice: Advice{
		Token: "set T", Basic: "give B", Key: "give {scheme}=VAR",
	}}
	local := given
	local.Token = "toeline"
	for name, test := range map[string]struct {
		ways  []openapi.Alternative
		given Credentials
		want  string
	}{
		"nothing asked": {[]openapi.Alternative{}, given, ""},
		"optional":      {[]openapi.Alternative{{bearer}, {}}, given, ""},
		"given":         {[]openapi.Alternative{{bearer}, {headerKey}}, given, ""},
		"token":         {together(oauth), given, "no token: set T"},
		"Basic": {
			together(login), given, "no user and password for l (http basic): give B",
		},
		"key": {
			together(queryKey), given, "no key for q (query api key): give q=VAR",
		},
		"one of two":           {together(headerKey, bearer), given, "no token: set T"},
		"on loopback":          {together(headerKey, bearer), local, ""},
		"a client certificate": {together(tls), given, ""},
	} {
		o := described(test.given, test.ways)
		if got := o.lacking(&spec.Operation{Security: test.ways}, ""); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// TestUnused holds which credentials are wrong usage: those that no operation asks for.
func TestUnused(t *testing.T) {
	token := Credentials{Token: "t", Given: true}
	user := Credentials{Basic: "me:word"}
	key := func(name string) Credentials {
		return Credentials{Keys: exchange.Header{{Name: name, Value: "v"}}}
	}
	both := Credentials{Token: "t", Given: true, Keys: exchange.Header{{Name: "b", Value: "v"}}}
	for name, test := range map[string]struct {
		ways  []openapi.Alternative
		given Credentials
		want  string
	}{
		"token":            {together(bearer), token, ""},
		"token of OAuth 2": {together(headerKey, oauth), token, ""},
		"token for digest": {
			together(digest), token,
			"Token is not used: no operation asks for a token, but for d (http digest)",
		},
		"Basic":                 {together(login), user, ""},
		"key":                   {together(headerKey), key("k"), ""},
		"nothing given":         {together(headerKey), documented, ""},
		"nothing stated":        {nil, token, ""},
		"nothing stated, Basic": {nil, user, ""},
		"nothing stated, key":   {nil, key("k"), ""},
		"token for a key": {
			together(headerKey), token,
			"Token is not used: no operation asks for a token, but for k (header X-Key)",
		},
		"token for Basic": {
			together(login), token,
			"Token is not used: no operation asks for a token, but for l (http basic)",
		},
		"token where none is needed": {
			[]openapi.Alternative{},
			token,
			"Token is not used: no operation asks for a token, but for no credentials at all",
		},
		"token beside one for the scheme": {
			together(bearer), both,
			"Token is not used: no operation asks for a token, but for b (http bearer)",
		},
		"Basic for a token": {
			together(bearer), user,
			"Basic is not used: no operation asks for HTTP Basic, but for b (http bearer)",
		},
		"key of a scheme that none asks for": {
			together(bearer), key("k"),
			"Keys k is not used: no operation asks for this scheme, but for b (http bearer)",
		},
		"nothing stated, two for one header": {
			nil,
			Credentials{Token: "t", Given: true, Basic: "me:word"},
			"Basic and a token are sent in one header, and the document does not say which it " +
				"asks for: give one of them",
		},
	} {
		got := ""
		if err := described(test.given, test.ways).Unused(); err != nil {
			got = err.Error()
		}
		if strings.ReplaceAll(got, "  ", " ") != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
	err := described(key("K"), together(headerKey)).Unused()
	if err == nil || !strings.Contains(err.Error(), "K is not a security scheme of the document") {
		t.Errorf("an unknown scheme: %v", err)
	}
}

// TestShown holds that credentials can be replaced and taken out wherever they are, and nothing
// else.
func TestShown(t *testing.T) {
	r := Request{}
	r.Target = "/a?q=1&k=%26x&api%20key=%26x&t=%26x"
	r.Header = exchange.Header{
		{Name: "Authorization", Value: "Bearer tok"},
		{Name: "Cookie", Value: "a=1; sid=s; b=2"},
		{Name: "X-Other", Value: "tok"},
		{Name: "x-key", Value: "key"},
	}
	r.Presented = []Presented{
		{In: "header", Name: "Authorization", Before: "Bearer ", Value: "tok", By: ByToken},
		{In: "cookie", Name: "sid", Value: "s", By: ByKey, Scheme: "c"},
		{In: "query", Name: "api key", Value: "&x", By: ByKey, Scheme: "q"},
		{In: "query", Name: "t", Value: "&x", By: ByField},
		{In: "header", Name: "X-Key", Value: "key", By: ByField},
	}
	given := &result.Variables{TokenEnv: "T", KeyEnv: map[string]string{"c": "C"}}
	target, header := r.Shown(func(p Presented) (string, bool) { return p.named(given), true })
	want := exchange.Header{
		{Name: "Authorization", Value: "Bearer $T"},
		{Name: "Cookie", Value: "a=1; sid=$C; b=2"},
		{Name: "X-Other", Value: "tok"},
		{Name: "x-key", Value: "$X-KEY"},
	}
	if target != "/a?q=1&k=%26x&api%20key=$Q&t=$T" || !slices.Equal(header, want) {
		t.Errorf("got %s %v", target, header)
	}
	bare := r.Bare()
	want = exchange.Header{{Name: "Cookie", Value: "a=1; b=2"}, {Name: "X-Other", Value: "tok"}}
	if bare.Target != "/a?q=1&k=%26x" || !slices.Equal(bare.Header, want) {
		t.Errorf("bare: got %s %v", bare.Target, bare.Header)
	}
	if r.Target != "/a?q=1&k=%26x&api%20key=%26x&t=%26x" || r.Header[1].Value != "a=1; sid=s; b=2" {
		t.Errorf("the request has changed: %+v", r.Request)
	}
}
