package diagnose

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/spec"
)

// A run whose target is set up wrongly ends in one line with advice, and not in a list
// of failures: they would say nothing about the target.

// Run is the run whose target is diagnosed, and how the target is asked for more.
type Run struct {
	Contract *spec.Contract
	Fixtures *fixtures.Set
	// URL is the base URL of the target, and BasePath its path.
	URL, BasePath string
	// TokenExpires is when the token ends, where that is known. Documented is the token
	// that everybody knows, if it was sent because none was given, and HowToken says how
	// one is given.
	TokenExpires         time.Time
	Documented, HowToken string
	// Ask sends a request without effect on a connection of its own; nil: it was not sent.
	Ask    func(*cases.Request) *exchange.Exchange
	Redact Redact
}

// SetUp says in one line what is wrong with the set-up, and what to do; empty: nothing that
// what was answered so far shows. Resources that are not there are found when everything
// was sent.
func (r *Run) SetUp(all []Answered, everything bool) string {
	why := r.tokenRefused(all)
	if why == "" {
		why = r.otherBase(all)
	}
	if why == "" && everything && Identical(all, r.Redact) == "" {
		why = r.fixturesMissing(all)
	}
	return why
}

// ofToken are the responses to requests with the run's token, by the operation's method.
func ofToken(all []Answered) []Answered {
	var some []Answered
	for _, a := range all {
		own := a.Request.Method == a.Step.Operation.Method
		if own && a.Step.Operation.Secured && a.Request.Auth.NeedsToken() {
			some = append(some, a)
		}
	}
	return some
}

// status is that of the response.
func (a Answered) status() int { return a.Exchange.Response.Status }

// unexpected reports whether no check of the step takes a status.
func (a Answered) unexpected(status int) bool {
	return !a.Step.Allows(status) && a.Step.Forbids(status)
}

// sameStatus returns the one status that all responses have; false: they differ, or there
// is none.
func sameStatus(all []Answered) (int, bool) {
	for _, a := range all {
		if a.status() != all[0].status() {
			return 0, false
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	return all[0].status(), true
}

// tokenRefused: a target that answers 401 to each request with the token, where the
// contract says otherwise.
func (r *Run) tokenRefused(all []Answered) string {
	own := ofToken(all)
	status, same := sameStatus(own)
	if !same || status != http.StatusUnauthorized ||
		!slices.ContainsFunc(own, func(a Answered) bool {
			return a.unexpected(status)
		}) {
		return ""
	}
	what := "token"
	if !slices.ContainsFunc(own, func(a Answered) bool {
		_, sent := a.Request.Header.Get("Authorization")
		return sent
	}) {
		what = "key"
	}
	line := fmt.Sprintf("every request with the %s is answered %s: is the %[1]s right?", what,
		text.Status(status))
	switch {
	case !r.TokenExpires.IsZero() && time.Now().After(r.TokenExpires):
		line += " It expired at " + r.TokenExpires.UTC().Format(time.RFC3339)
	case r.Documented != "":
		line += fmt.Sprintf(" None was given, and %q was sent: %s", r.Documented, r.HowToken)
	}
	return line
}

// otherBase: a target that has the contract's paths below another base path. Each place
// is asked once, where all that the contract's own method was answered is one status.
func (r *Run) otherBase(all []Answered) string {
	own := ofToken(all)
	if len(own) == 0 {
		own = slices.DeleteFunc(slices.Clone(all), func(a Answered) bool {
			return a.Request.Method != a.Step.Operation.Method
		})
	}
	status, same := sameStatus(own)
	wrong := slices.ContainsFunc(all, func(a Answered) bool { return a.unexpected(a.status()) })
	if !same || !wrong || status/100 == 2 || status == http.StatusUnauthorized {
		return ""
	}
	ask := r.askedElsewhere(all)
	if ask == nil {
		return ""
	}
	for _, base := range r.otherBases() {
		if !ask(base) {
			continue
		}
		origin := strings.TrimSuffix(r.URL, r.BasePath)
		return fmt.Sprintf("the contract's paths are not below %s, where every request is "+
			"answered %s: try %s", r.URL, text.Status(status), origin+base)
	}
	return ""
}

// askedElsewhere returns what asks whether a base path is the right one: by a request
// without effect that is answered there as its case wants, and was not here; or, without
// credentials, by a 401 that did not come here. A 404 shows nothing. Nil: no request can
// show it.
func (r *Run) askedElsewhere(all []Answered) func(base string) bool {
	harmless := func(a Answered) bool {
		return a.Request.Effect == spec.None && a.Request.Method == a.Step.Operation.Method
	}
	i := slices.IndexFunc(all, func(a Answered) bool {
		return harmless(a) && a.unexpected(a.status()) && a.unexpected(http.StatusNotFound)
	})
	if i >= 0 {
		return func(base string) bool {
			came := r.askBelow(base, all[i].Request)
			return came != nil && came.Response != nil && !all[i].unexpected(came.Response.Status)
		}
	}
	i = slices.IndexFunc(
		all,
		func(a Answered) bool { return harmless(a) && a.Step.Operation.Secured },
	)
	if i < 0 {
		return nil
	}
	bare := *all[i].Request
	bare.Auth = spec.RequestAuth{All: spec.NoAuth}
	bare.Request, bare.Presented = bare.Bare(), nil
	refused := func(base string) bool {
		came := r.askBelow(base, &bare)
		return came != nil && came.Response != nil &&
			came.Response.Status == http.StatusUnauthorized
	}
	if refused(r.BasePath) {
		return nil
	}
	return refused
}

// without returns a header without the fields of a name.
func without(h exchange.Header, name string) exchange.Header {
	return slices.DeleteFunc(slices.Clone(h), func(f exchange.Field) bool {
		return strings.EqualFold(f.Name, name)
	})
}

// otherBases are the base paths that may be meant: those of the contract's servers, below the one
// that was given or instead of it, and none.
func (r *Run) otherBases() []string {
	given := r.BasePath
	var all []string
	add := func(base string) {
		if base != given && base != given+given && !slices.Contains(all, base) {
			all = append(all, base)
		}
	}
	for _, server := range serverBases(r.Contract) {
		add(given + server)
		add(server)
	}
	add("")
	return all
}

// serverBases are the base paths of the contract's servers, without a slash at their end.
func serverBases(contract *spec.Contract) []string {
	var all []string
	for _, server := range contract.Servers {
		if u, err := url.Parse(server); err == nil {
			base := strings.TrimRight(path.Clean("/"+u.EscapedPath()), "/")
			if base != "" && !slices.Contains(all, base) {
				all = append(all, base)
			}
		}
	}
	return all
}

// BaseHint says that the target's base path is that of none of the contract's servers; empty: it
// is, or none has any.
func (r *Run) BaseHint() string {
	bases := serverBases(r.Contract)
	if len(bases) == 0 || slices.Contains(bases, r.BasePath) {
		return ""
	}
	return fmt.Sprintf("the document's servers have the base path %s, and the target has %s: "+
		"try %s", strings.Join(bases, " or "), cmp.Or(r.BasePath, "none"),
		strings.TrimSuffix(r.URL, r.BasePath)+r.otherBases()[0])
}

// askBelow sends a request without effect below another base path, without its correlation
// id: it is another request. Nil: it was not sent.
func (r *Run) askBelow(base string, from *cases.Request) *exchange.Exchange {
	request := *from
	request.Target = base + strings.TrimPrefix(request.Target, r.BasePath)
	request.Header = without(request.Header, r.Contract.Correlation.Request)
	request.Alone = true
	return r.Ask(&request)
}

// fixturesMissing: a target that finds none of the resources that requests with the
// token name.
func (r *Run) fixturesMissing(all []Answered) string {
	kinds := map[string]bool{}
	n, status := 0, 0
	for _, a := range all {
		named := len(a.Request.Named) > 0 && a.Request.Method == a.Step.Operation.Method
		if example, _ := a.Request.Example(); example != "" {
			continue // which the target need not hold
		}
		if !named || !a.Request.Auth.NeedsToken() || a.Step.Allows(http.StatusNotFound) {
			continue
		}
		if status = a.status(); status != http.StatusNotFound && status != http.StatusGone {
			return ""
		}
		n++
		for _, id := range a.Request.Named {
			kinds[r.kindOf(id)] = true
		}
	}
	if n == 0 {
		return ""
	}
	var names []string
	for name := range kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	what := strings.Join(names, ", ")
	from := r.Fixtures.File
	if r.Fixtures.Embedded || from == "" {
		from = "the fixtures"
	}
	return fmt.Sprintf("the target holds none of the %s of %s: %s for them, and each is answered "+
		"%s; load the %s of %s into the target", what, from, text.Plural(n, "request"),
		text.Status(status), what, from)
}

// kindOf returns the kind of a resource of the fixtures.
func (r *Run) kindOf(id string) string {
	for _, kind := range r.Contract.Kinds {
		for _, item := range r.Fixtures.Resources(kind.Name) {
			if item.ID == id {
				return kind.Name
			}
		}
	}
	return "resources"
}
