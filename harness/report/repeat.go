package report

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/plan"
)

// repeater writes the lines that repeat what a run sent. No secret stands in
// them: the shell fills it in from the variable that the run took it from.
type repeater struct {
	facts    Facts
	target   plan.Target
	origin   string // scheme://host[:port], empty when not known
	https    bool
	redactor *redact.Redactor
	verify   string
}

func newRepeater(o plan.Options, f Facts) *repeater {
	r := &repeater{facts: f, target: o.Target}
	if base, err := url.Parse(o.Target.URL); err == nil && base.Host != "" {
		r.origin, r.https = base.Scheme+"://"+base.Host, base.Scheme == "https"
	}
	// The lines are made without secrets. Where a user wrote one into a URL or
	// a file's name, this takes it out again.
	r.redactor = redact.New(o.Target.Secrets()...)
	r.verify = r.verifyLine(o)
	return r
}

// verifyLine is the run's own command line, without what only narrows or
// reports it.
func (r *repeater) verifyLine(o plan.Options) string {
	f := r.facts
	words := []string{"toeline", "verify"}
	flag := func(name, value string) {
		if value != "" {
			words = append(words, name, word(value))
		}
	}
	if f.Replay != "" {
		return r.redactor.String(replayLine(o, f))
	}
	flag("--target", f.Target)
	flag("--document", f.Document)
	flag("--fixtures", f.Fixtures)
	if f.tokenEnv() != DefaultTokenEnv {
		flag("--token-env", f.TokenEnv)
	}
	for _, name := range slices.Sorted(maps.Keys(f.HeaderEnv)) {
		flag("--header-env", name+"="+f.HeaderEnv[name])
	}
	if f.AllowEffects {
		words = append(words, "--allow-effects")
	}
	if names := o.Doc.Profiles.Keys(); len(names) > 0 && o.Profile != names[0] {
		flag("--profile", o.Profile)
	}
	if o.Strict {
		words = append(words, "--strict")
	}
	if o.Seed != 0 {
		flag("--seed", strconv.FormatUint(o.Seed, 10))
	}
	flag("--ca-file", f.TLS.CAFile)
	flag("--client-cert", f.TLS.ClientCert)
	flag("--client-key", f.TLS.ClientKey)
	if f.TLS.Insecure {
		words = append(words, "--insecure-skip-tls-verify")
	}
	for _, more := range f.More {
		words = append(words, word(more))
	}
	line := strings.Join(words, " ")
	if f.AuthCommand {
		line += " --auth-command " + variable("AUTH_COMMAND")
	}
	return r.redactor.String(line)
}

// replayLine judges the recording again: all else stands in it.
func replayLine(o plan.Options, f Facts) string {
	line := "toeline verify --replay " + word(f.Replay)
	if f.Document != "" {
		line += " --document " + word(f.Document)
	}
	if o.Profile != o.Replay.Profile {
		line += " --profile " + word(o.Profile)
	}
	if o.Strict != o.Replay.Strict {
		line += " --strict=" + strconv.FormatBool(o.Strict)
	}
	return line
}

// only is a toeline line for cases.
func (r *repeater) only(ids []string) string {
	var narrowed []string
	for _, id := range ids {
		narrowed = append(narrowed, "--only", id)
	}
	if r.facts.Client != nil {
		words := slices.Concat([]string{"toeline", "client"}, r.facts.More, narrowed)
		if len(r.facts.Client) > 0 {
			words = slices.Concat(words, []string{"--"}, r.facts.Client)
		}
		return r.redactor.String(line(words))
	}
	return r.verify + " " + line(narrowed)
}

// curl is a curl line for one request of a case.
func (r *repeater) curl(p plan.Probe, e *exchange.Exchange) string {
	words := []string{"curl", "-sS"}
	switch p.Request.Method {
	case http.MethodHead: // -X HEAD would wait for content that never comes
		words = append(words, "-I")
	case http.MethodGet:
		words = append(words, "-i")
	default:
		words = append(words, "-i", "-X", word(p.Request.Method))
	}
	words = append(words, "--path-as-is", "--globoff")
	words = append(words, r.curlTLS()...)
	for _, f := range p.Request.Header {
		words = append(words, "-H", r.field(p, f))
	}
	words = append(words, withoutDefaults(p.Request)...)
	words = append(words, content(p.Request)...)
	origin := r.origin
	if origin == "" && e != nil {
		origin = e.Origin
	}
	return r.redactor.String(strings.Join(append(words, quote(origin+p.Request.Target)), " "))
}

func (r *repeater) curlTLS() []string {
	if !r.https {
		return nil
	}
	words := []string{"--http1.1"}
	for _, f := range [][2]string{{"--cacert", r.facts.TLS.CAFile}, {"--cert", r.facts.TLS.ClientCert}, {"--key", r.facts.TLS.ClientKey}} {
		if f[1] != "" {
			words = append(words, f[0], word(f[1]))
		}
	}
	if r.facts.TLS.Insecure {
		words = append(words, "--insecure")
	}
	return words
}

// field is a header field as a word for curl, which takes "Name:" for leaving
// a field out and "Name;" for sending it empty.
func (r *repeater) field(p plan.Probe, f exchange.Field) string {
	if f.Value == "" {
		return quote(f.Name + ";")
	}
	if strings.EqualFold(f.Name, "Authorization") && p.Auth.NeedsToken() && r.target.Token != "" {
		if scheme, found := strings.CutSuffix(f.Value, r.target.Token); found && !r.documented() {
			return quote(f.Name+": "+scheme) + variable(r.facts.tokenEnv())
		}
	}
	for _, secret := range r.target.Headers {
		if strings.EqualFold(secret.Name, f.Name) && secret.Value == f.Value {
			return quote(f.Name+": ") + variable(r.headerEnv(f.Name))
		}
	}
	return quote(f.Name + ": " + f.Value)
}

// documented says whether the run's token is the one that everybody knows.
func (r *repeater) documented() bool {
	return r.target.OnLoopback && r.target.Token == plan.LoopbackToken
}

// headerEnv is the variable of a secret header; where nobody said which, a
// name that the user can set.
func (r *repeater) headerEnv(name string) string {
	for given, env := range r.facts.HeaderEnv {
		if strings.EqualFold(given, name) {
			return env
		}
	}
	return strings.ToUpper(name)
}

// withoutDefaults leaves out what curl sends by itself and the run did not.
func withoutDefaults(req exchange.Request) []string {
	var words []string
	for _, name := range []string{"Accept", "User-Agent"} {
		if _, given := req.Header.Get(name); !given {
			words = append(words, "-H", quote(name+":"))
		}
	}
	if _, given := req.Header.Get("Accept-Encoding"); given {
		words = append(words, "--compressed") // shows what came in plain
	}
	return words
}

// content sends the same content, and the Content-Length: 0 that a POST
// without any has and curl by itself would not send.
func content(req exchange.Request) []string {
	var words []string
	switch {
	case len(req.Body) > 0:
		words = []string{"--data-binary", quote(string(req.Body))}
	case req.Method == http.MethodPost || req.Method == http.MethodPut || req.Method == http.MethodPatch:
		words = []string{"--data", "''"}
	default:
		return nil
	}
	if _, given := req.Header.Get("Content-Type"); !given {
		words = append(words, "-H", "'Content-Type:'")
	}
	return words
}
