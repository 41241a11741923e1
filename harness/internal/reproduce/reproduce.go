// Package reproduce writes command lines that repeat what a run sent. No secret
// is in them: the shell fills it in from the variable that the run took it from.
package reproduce

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/result"
)

// Settings are those of a run of a server that its lines repeat.
type Settings struct {
	Target cases.Target
	// TokenEnv is the variable that holds the token unless another is named.
	TokenEnv string
	// Profile is set where it is not the contract's first; Strict and Seed are
	// the run's.
	Profile string
	Strict  bool
	Seed    uint64
	// Replayed has what a replayed run was recorded with; nil: nothing is
	// replayed.
	Replayed *Replayed
	Secrets  []string
	// Requests returns the requests of an instance that were sent until one of a step, which is the
	// last; nil: they are not known.
	Requests func(caseID string, instance, step, turn int) []cases.Sent
}

// Replayed is what a recorded run was judged with.
type Replayed struct {
	Profile string
	Strict  bool
}

// Lines implements result.Lines.
type Lines struct {
	run      result.Invocation
	settings Settings
	origin   string // scheme://host[:port], empty when not known
	https    bool
	redactor *redact.Redactor
	verify   string
}

// New returns the lines of a run.
func New(run result.Invocation, s Settings) *Lines {
	r := &Lines{run: run, settings: s}
	if base, err := url.Parse(s.Target.URL); err == nil && base.Host != "" {
		r.origin, r.https = base.Scheme+"://"+base.Host, base.Scheme == "https"
	}
	// The lines are made without secrets. Where a user wrote one into a URL or
	// a file's name, this takes it out again.
	r.redactor = redact.New(s.Secrets...)
	r.verify = r.verifyLine()
	return r
}

// Finding implements result.Lines.
func (r *Lines) Finding(
	caseID string, f *result.Finding, evidence *result.Exchange,
) (request, line string) {
	if r.run.Client != nil { // it sends by itself: a line has it make the call again
		if evidence != nil {
			request = r.redactor.String(evidence.Request.Method + " " + evidence.Request.Target)
		}
		return request, r.Cases(append([]string{caseID}, f.With...))
	}
	all := r.settings.Requests(caseID, f.Instance, f.Step, f.Turn)
	if len(all) == 0 {
		return "", ""
	}
	origin := ""
	if evidence != nil {
		origin = evidence.Origin
	}
	sent := all[len(all)-1]
	target, _ := sent.Shown(func(p cases.Presented) (string, bool) {
		if names := p.Variables(r.variables()); len(names) > 0 {
			return "$" + names[0], true
		}
		return p.Value, true
	})
	if !r.run.Gone {
		line = r.chain(all, origin)
	}
	return r.redactor.String(sent.Method + " " + target), line
}

// verifyLine is the run's own command line, without what only narrows or
// reports it.
func (r *Lines) verifyLine() string {
	f, o := r.run, r.settings
	words := []string{"toeline", "verify"}
	flag := func(name, value string) {
		if value != "" {
			words = append(words, name, Word(value))
		}
	}
	if f.Replay != "" {
		return r.redactor.String(replayLine(o, f))
	}
	flag("--target", f.Target)
	flag("--document", f.Document)
	for _, overlay := range f.Overlays {
		flag("--overlay", overlay)
	}
	flag("--fixtures", f.Fixtures)
	if r.variables().TokenEnv != o.TokenEnv {
		flag("--token-env", f.TokenEnv)
	}
	if f.UserEnv != "" {
		flag("--basic-env", "USER="+f.UserEnv+",PASS="+f.PasswordEnv)
	}
	each := func(name string, variables map[string]string) {
		for _, key := range slices.Sorted(maps.Keys(variables)) {
			flag(name, key+"="+variables[key])
		}
	}
	each("--api-key-env", f.KeyEnv)
	each("--header-env", f.HeaderEnv)
	each("--query-env", f.QueryEnv)
	if f.AllowEffects {
		words = append(words, "--allow-effects")
	}
	flag("--profile", o.Profile)
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
		words = append(words, Word(more))
	}
	line := strings.Join(words, " ")
	if f.AuthCommand {
		line += " --auth-command " + variable("AUTH_COMMAND")
	}
	return r.redactor.String(line)
}

// replayLine returns the line that judges a recording again: the recording has all else.
func replayLine(o Settings, f result.Invocation) string {
	line := "toeline verify --replay " + Word(f.Replay)
	if f.Document != "" {
		line += " --document " + Word(f.Document)
	}
	for _, overlay := range f.Overlays {
		line += " --overlay " + Word(overlay)
	}
	if o.Profile != o.Replayed.Profile {
		line += " --profile " + Word(o.Profile)
	}
	if o.Strict != o.Replayed.Strict {
		line += " --strict=" + strconv.FormatBool(o.Strict)
	}
	return line
}

// variables are the names of those that the credentials are from.
func (r *Lines) variables() *result.Variables {
	names := r.run.Variables
	names.TokenEnv = cmp.Or(names.TokenEnv, r.settings.TokenEnv)
	return &names
}

// Cases implements result.Lines: a toeline line for cases.
func (r *Lines) Cases(ids []string) string {
	if r.run.Test {
		quoted := make([]string, len(ids))
		for i, id := range ids {
			quoted[i] = strconv.Quote(id)
		}
		return "suites.Options{Only: []string{" + strings.Join(quoted, ", ") + "}}"
	}
	var narrowed []string
	for _, id := range ids {
		narrowed = append(narrowed, "--only", id)
	}
	if r.run.Client != nil {
		words := slices.Concat([]string{"toeline", "client"}, r.run.More, narrowed)
		if len(r.run.Client) > 0 {
			words = slices.Concat(words, []string{"--"}, r.run.Client)
		}
		return r.redactor.String(Line(words))
	}
	return r.verify + " " + Line(narrowed)
}

// curl is a curl line for one request of a case, of which later fills in what is not known yet;
// nil: nothing is.
func (r *Lines) curl(p *cases.Request, origin string, later *later) string {
	words := []string{"curl", "-sSi"}
	switch {
	case p.Method == http.MethodHead: // -X HEAD would wait for content that never comes
		words[1] = "-sSI"
	case p.Method == http.MethodPost: // it has --data
	case p.Method != http.MethodGet || len(p.Body) > 0:
		words = append(words, "-X", Word(p.Method))
	}
	if lower := strings.ToLower(p.Target); strings.Contains(lower, "/.") ||
		strings.Contains(lower, "%2e") {
		words = append(words, "--path-as-is")
	}
	if strings.ContainsAny(p.Target, "[]{}") {
		words = append(words, "--globoff")
	}
	words = append(words, r.curlTLS()...)
	filled, request, encoded := r.filled(p)
	filled = later.fill(filled, &request)
	for _, f := range request.Header {
		if f.Name == "User-Agent" && f.Value != "" {
			words = append(words, "-A", filled.quote(f.Value))
			continue
		}
		words = append(words, "-H", filled.quote(field(f)))
	}
	words = append(words, withoutDefaults(request.Request)...)
	words = append(words, content(request.Request, filled)...)
	words = append(words, encoded...)
	words = append(words, filled.quote(cmp.Or(r.origin, origin)+request.Target))
	line := strings.Join(words, " ")
	if filled.isBytes(request.Body) {
		line = filled.printed(request.Body) + " | " + line
	}
	return r.redactor.String(line)
}

func (r *Lines) curlTLS() []string {
	if !r.https {
		return nil
	}
	words := []string{"--http1.1"}
	for _, f := range [][2]string{
		{"--cacert", r.run.TLS.CAFile},
		{"--cert", r.run.TLS.ClientCert},
		{"--key", r.run.TLS.ClientKey},
	} {
		if f[1] != "" {
			words = append(words, f[0], Word(f[1]))
		}
	}
	if r.run.TLS.Insecure {
		words = append(words, "--insecure")
	}
	return words
}

// field is a header field as curl takes it: "Name:" leaves a field out, and "Name;" sends it empty.
func field(f exchange.Field) string {
	if f.Value == "" {
		return f.Name + ";"
	}
	return f.Name + ": " + f.Value
}

// withoutDefaults leaves out what curl sends by itself and the run did not.
func withoutDefaults(req exchange.Request) []string {
	var words []string
	for _, name := range []string{"Accept", "User-Agent"} {
		if _, given := req.Header.Get(name); !given {
			words = append(words, "-H", name+":")
		}
	}
	if _, given := req.Header.Get("Accept-Encoding"); given {
		words = append(words, "--compressed") // shows what came in plain
	}
	return words
}

// content sends the same content, and the Content-Length: 0 that a POST
// without any has and curl by itself would not send.
func content(req exchange.Request, filled filled) []string {
	var words []string
	switch {
	case filled.isBytes(req.Body):
		words = []string{"--data-binary", "@-"}
	case len(req.Body) > 0:
		words = []string{"--data-binary", filled.quote(string(req.Body))}
	case req.Method == http.MethodPost || req.Method == http.MethodPut ||
		req.Method == http.MethodPatch:
		words = []string{"-d", "''"}
	default:
		return nil
	}
	if _, given := req.Header.Get("Content-Type"); !given {
		words = append(words, "-H", "Content-Type:")
	}
	return words
}
