package reproduce

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
)

// sentTo are lines of a run whose only request is given.
func sentTo(url string, run result.Invocation, requests ...cases.Sent) *Lines {
	return New(run, Settings{
		Target: cases.Target{URL: url}, TokenEnv: "T", Secrets: []string{"hush"},
		Requests: func(string, int, int, int) []cases.Sent { return requests },
	})
}

// one is a request; fields are name, value, …
func one(method, target, body string, fields ...string) *cases.Request {
	r := &cases.Request{}
	r.Method, r.Target, r.Body = method, target, []byte(body)
	for i := 0; i < len(fields); i += 2 {
		r.Header = append(r.Header, exchange.Field{Name: fields[i], Value: fields[i+1]})
	}
	return r
}

// TestCurl: the line sends the request byte for byte, and nothing that curl adds by itself.
func TestCurl(t *testing.T) {
	t.Parallel()
	plain := []string{"Accept", "*/*", "User-Agent", "toeline"}
	const head, tail = "curl -sSi ", "-H 'Accept: */*' -A toeline "
	with := func(more ...string) []string { return append(more, plain...) }
	for _, tt := range []struct {
		name string
		r    *cases.Request
		want string
	}{
		{"GET", one("GET", "/a?b=1", "", plain...), head + tail + "'http://t/a?b=1'"},
		{"HEAD", one("HEAD", "/a", "", plain...), "curl -sSI " + tail + "http://t/a"},
		{"DELETE", one("DELETE", "/a", "", plain...), head + "-X DELETE " + tail + "http://t/a"},
		{"POST without content", one("POST", "/a", "", plain...), head + tail +
			"-d '' -H Content-Type: http://t/a"},
		{
			"content", one("POST", "/a", `{"it's":1}`, with("Content-Type", "a/b")...),
			head + "-H 'Content-Type: a/b' " + tail +
				`--data-binary '{"it'\''s":1}' http://t/a`,
		},
		{"content of GET", one("GET", "/a", "x", plain...), head + "-X GET " + tail +
			"--data-binary x -H Content-Type: http://t/a"},
		{"bytes", one("PUT", "/a", "\x00%\xff", plain...), `printf '\000%%\377' | ` + head +
			"-X PUT " + tail + "--data-binary @- -H Content-Type: http://t/a"},
		{"no header", one("GET", "/a", ""), head + "-H Accept: -H User-Agent: http://t/a"},
		{
			"an empty field", one("GET", "/a", "", with("X", "")...),
			head + "-H 'X;' " + tail + "http://t/a",
		},
		{
			"compressed", one("GET", "/a", "", with("Accept-Encoding", "gzip")...),
			head + "-H 'Accept-Encoding: gzip' " + tail + "--compressed http://t/a",
		},
		{
			"dots", one("GET", "/a/..", "", plain...),
			head + "--path-as-is " + tail + "http://t/a/..",
		},
		{"encoded dots", one("GET", "/a/%2E", "", plain...), head + "--path-as-is " + tail +
			"http://t/a/%2E"},
		{"brackets", one("GET", "/a[1]", "", plain...), head + "--globoff " + tail +
			"'http://t/a[1]'"},
		{
			"a secret", one("GET", "/hush", "", plain...),
			head + tail + "http://t/[redacted]",
		},
	} {
		lines := sentTo("http://t/v1", result.Invocation{}, cases.Sent{Request: tt.r})
		request, got := lines.Finding("c", &result.Finding{}, nil)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if want := tt.r.Method + " "; len(request) < len(want) || request[:len(want)] != want {
			t.Errorf("%s: the request is %q", tt.name, request)
		}
	}
}

// TestCurlCredentials: the shell fills in what is secret, from the variables of the run.
func TestCurlCredentials(t *testing.T) {
	t.Parallel()
	run := result.Invocation{Variables: result.Variables{
		UserEnv: "U", PasswordEnv: "P", KeyEnv: map[string]string{"k": "K"},
		QueryEnv: map[string]string{"q": "2Q-x"},
	}}
	for _, tt := range []struct {
		name          string
		r             *cases.Request
		presented     cases.Presented
		request, want string
	}{
		{
			"a token", one("GET", "/a", "", "Authorization", "Bearer s"), cases.Presented{
				In: "header", Name: "Authorization", Before: "Bearer ", Value: "s",
				By: cases.ByToken,
			}, "GET /a", `-H 'Authorization: Bearer '"$T"`,
		},
		{
			"user and password", one("GET", "/a", "", "Authorization", "Basic dQ=="),
			cases.Presented{
				In: "header", Name: "Authorization", Before: "Basic ", Value: "dQ==",
				By: cases.ByBasic,
			},
			"GET /a",
			`-H 'Authorization: Basic '"$(printf %s "$U:$P" | base64 | tr -d '\n')"`,
		},
		{
			"the documented token", one("GET", "/a", "", "Authorization", "Bearer toeline"),
			cases.Presented{
				In: "header", Name: "Authorization", Before: "Bearer ", Value: "toeline",
			},
			"GET /a", `-H 'Authorization: Bearer toeline'`,
		},
		{
			"a key in a cookie", one("GET", "/a", "", "Cookie", "a=1; sid=s"),
			cases.Presented{In: "cookie", Name: "sid", Value: "s", By: cases.ByKey, Scheme: "k"},
			"GET /a", `-H 'Cookie: a=1; sid='"$K"`,
		},
		{
			"a key in the query", one("GET", "/a?k=s", ""),
			cases.Presented{In: "query", Name: "k", Value: "s", By: cases.ByKey, Scheme: "k"},
			"GET /a?k=$K", `'http://t/a?k='"$K"`,
		},
		{
			"a query that is encoded", one("GET", "/a?q=s%26t", ""),
			cases.Presented{In: "query", Name: "q", Value: "s&t", By: cases.ByField},
			"GET /a?q=$2Q-x", `--url-query 'q='"$_2Q_x" http://t/a`,
		},
	} {
		tt.r.Presented = []cases.Presented{tt.presented}
		request, line := sentTo("http://t", run, cases.Sent{Request: tt.r}).Finding("c",
			&result.Finding{}, nil)
		want := "curl -sSi " + tt.want + " -H Accept: -H User-Agent: http://t/a"
		if tt.presented.In == "query" {
			want = "curl -sSi -H Accept: -H User-Agent: " + tt.want
		}
		if diff := cmp.Diff([]string{tt.request, want}, []string{request, line}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestCurlOrigin: the line goes to the target of the run, or where its address was not known, to
// where the request went; over https with the files of the run.
func TestCurlOrigin(t *testing.T) {
	t.Parallel()
	const start, middle = "curl -sSi ", "-H Accept: -H User-Agent: "
	files := result.TLSFiles{
		CAFile: "ca.pem", ClientCert: "c d.pem", ClientKey: "k", Insecure: true,
	}
	for _, tt := range []struct {
		url      string
		evidence *result.Exchange
		want     string
	}{
		{"http://t:1/v1", &result.Exchange{Origin: "http://x"}, start + middle + "http://t:1/a"},
		{"", &result.Exchange{Origin: "http://x:2"}, start + middle + "http://x:2/a"},
		{"", nil, start + middle + "/a"},
		{
			"https://t", nil, start + "--http1.1 --cacert ca.pem --cert 'c d.pem' --key k " +
				"--insecure " + middle + "https://t/a",
		},
	} {
		lines := sentTo(tt.url, result.Invocation{TLS: files}, cases.Sent{
			Request: one("GET", "/a", ""),
		})
		if _, got := lines.Finding("c", &result.Finding{}, tt.evidence); got != tt.want {
			t.Errorf("%s (-want +got):\n%s", tt.url, cmp.Diff(tt.want, got))
		}
	}
	if request, line := sentTo("http://t", result.Invocation{}).Finding("c", &result.Finding{},
		nil); request+line != "" {
		t.Errorf("what was not sent: %s, %s", request, line)
	}
}

// TestVerifyLine: the line of cases repeats all that a run was invoked with, and no secret.
func TestVerifyLine(t *testing.T) {
	t.Parallel()
	replayed := &Replayed{Profile: "p"}
	for _, tt := range []struct {
		name string
		run  result.Invocation
		s    Settings
		want string
	}{
		{"nothing", result.Invocation{}, Settings{}, "toeline verify"},
		{
			"everything",
			result.Invocation{
				Target: "http://hush@t", Document: "a b.yaml", Overlays: []string{"o1", "o2"},
				Fixtures: "f.yaml", AllowEffects: true, AuthCommand: true,
				Variables: result.Variables{
					TokenEnv: "OWN", UserEnv: "U", PasswordEnv: "P",
					KeyEnv:    map[string]string{"b": "B", "a": "A"},
					HeaderEnv: map[string]string{"X": "H"}, QueryEnv: map[string]string{"q": "Q"},
				},
				TLS: result.TLSFiles{
					CAFile: "ca", ClientCert: "cert", ClientKey: "key", Insecure: true,
				},
				More: []string{"--timeout", "30s"},
			},
			Settings{TokenEnv: "T", Profile: "p", Strict: true, Seed: 7, Secrets: []string{"hush"}},
			"toeline verify --target http://[redacted]@t --document 'a b.yaml' --overlay o1 " +
				"--overlay o2 --fixtures f.yaml --token-env OWN --basic-env USER=U,PASS=P " +
				"--api-key-env a=A --api-key-env b=B --header-env X=H --query-env q=Q " +
				"--allow-effects --profile p --strict --seed 7 --ca-file ca --client-cert cert " +
				"--client-key key --insecure-skip-tls-verify --timeout 30s " +
				`--auth-command "$AUTH_COMMAND"`,
		},
		{
			"the usual variable",
			result.Invocation{Variables: result.Variables{TokenEnv: "T"}},
			Settings{TokenEnv: "T"},
			"toeline verify",
		},
		{
			"a replay",
			result.Invocation{Replay: "r.har", Target: "http://t"},
			Settings{Replayed: replayed, Profile: "p"},
			"toeline verify --replay r.har",
		},
		{
			"a replay with changes",
			result.Invocation{Replay: "r.har", Document: "d", Overlays: []string{"o"}},
			Settings{Replayed: replayed, Profile: "q", Strict: true},
			"toeline verify --replay r.har --document d --overlay o --profile q --strict=true",
		},
		{
			"a client",
			result.Invocation{More: []string{"-v"}, Client: []string{"./my client", "x"}},
			Settings{},
			"toeline client -v",
		},
		{"an attached client", result.Invocation{Client: []string{}}, Settings{}, "toeline client"},
	} {
		want := tt.want + " --only a --only b.c"
		if len(tt.run.Client) > 0 {
			want += " -- './my client' x"
		}
		if diff := cmp.Diff(want, New(tt.run, tt.s).Cases([]string{"a", "b.c"})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestFindingOfAClient: it is repeated by the calls that show it, and its request is what it sent.
func TestFindingOfAClient(t *testing.T) {
	t.Parallel()
	lines := New(result.Invocation{Client: []string{"./c"}}, Settings{Secrets: []string{"hush"}})
	f := &result.Finding{With: []string{"d"}}
	const want = "toeline client --only c --only d -- ./c"
	for _, evidence := range []*result.Exchange{
		nil, {Request: result.Request{Method: "GET", Target: "/hush"}},
	} {
		sent := ""
		if evidence != nil {
			sent = "GET /[redacted]"
		}
		if request, line := lines.Finding("c", f, evidence); request != sent || line != want {
			t.Errorf("got %q, %q", request, line)
		}
	}
	for name, words := range map[string][]string{
		"an attached client": {}, "": nil, "./c 'a b'": {"./c", "a b"},
	} {
		if got := ClientName(words); got != name {
			t.Errorf("%q: the name is %q", words, got)
		}
	}
}

// TestLinesOfATest: a test repeats a case by its options, and sends nothing again where the server
// that it judged ended with it.
func TestLinesOfATest(t *testing.T) {
	t.Parallel()
	request := cases.Sent{Request: one("GET", "/a", "")}
	const want = `suites.Options{Only: []string{"a.b", "c"}}`
	for gone, curl := range map[bool]string{
		true: "", false: "curl -sSi -H Accept: -H User-Agent: http://t/a",
	} {
		lines := sentTo("http://t", result.Invocation{Test: true, Gone: gone}, request)
		sent, line := lines.Finding("a.b", &result.Finding{}, nil)
		if sent != "GET /a" || line != curl {
			t.Errorf("gone %v: %q, %q", gone, sent, line)
		}
		if got := lines.Cases([]string{"a.b", "c"}); got != want {
			t.Errorf("gone %v: %s, want %s", gone, got, want)
		}
	}
}
