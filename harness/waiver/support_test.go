package waiver_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/harness/verify"
	"example.com/toeline/harness/waiver"
)

// run judges the reference server with a defect; empty: as it is.
func run(t *testing.T, defect string, edit func(*verify.Config)) *result.Report {
	t.Helper()
	if defect == "" {
		return judge(t, rig.Reference(t, ""), edit)
	}
	return judge(t, defective(t, defect), edit)
}

func defective(t *testing.T, defect string) http.Handler {
	t.Helper()
	h, err := defects.Defective(defect, rig.Holding(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// judge judges any handler.
func judge(t *testing.T, h http.Handler, edit func(*verify.Config)) *result.Report {
	t.Helper()
	return rig.Run(t, h, verify.Target{}, edit)
}

// waivers reads entries, each given in YAML's flow style without its owner and
// reason.
func waivers(t *testing.T, entries ...string) *waiver.File {
	t.Helper()
	text := "waivers:\n"
	for _, e := range entries {
		text += "  - {owner: me, reason: known, fingerprints: any, " + e + "}\n"
	}
	if len(entries) == 0 {
		text = "waivers: []\n"
	}
	text += "version: 2\n"
	f, err := waiver.Load("known.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// with is an edit, and the waivers of a file.
func with(f *waiver.File, edit func(*verify.Config)) func(*verify.Config) {
	return func(c *verify.Config) {
		if edit != nil {
			edit(c)
		}
		c.Waivers = f.Rules()
	}
}

// offLoopback names the target by another host, so that nothing with an effect
// is sent.
func offLoopback(c *verify.Config) {
	c.Target.RoundTripper = renamed(strings.TrimPrefix(c.Target.URL, "http://"))
	c.Target.URL, c.Target.Token = "http://graph.example/beta", verify.LoopbackToken
}

// renamed is the base URL, without scheme, that requests go to instead.
type renamed string

func (base renamed) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Host, _, _ = strings.Cut(string(base), "/")
	return http.DefaultTransport.RoundTrip(r)
}

func only(patterns ...string) func(*verify.Config) {
	return func(o *verify.Config) { o.Only = patterns }
}

func has(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s does not say %q:\n%s", what, part, text)
		}
	}
}
