package runner

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/spec"
)

// A run whose target is set up wrongly ends in one line with advice, and not in a list
// of failures: they would say nothing about the target.

// diagnose looks for mistakes of the set-up in what was answered so far, and notes the
// first. Resources that are not there are found when everything was sent.
func (r *Run) diagnose(everything bool) {
	if r.ctx.Err() != nil || r.setUpWrongly() != "" {
		return
	}
	all := r.allAnswered()
	if status, same := sameStatus(all); same && isThrottled(status) {
		return // the target asks to come back later, which says nothing of it
	}
	why := r.tokenRefused(all)
	if why == "" {
		why = r.otherBase(all)
	}
	if why == "" && everything && r.identical() == "" {
		why = r.fixturesMissing(all)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.setup = r.redactor.String(why)
}

// setUpWrongly says what is wrong with the set-up; empty: nothing that is known.
func (r *Run) setUpWrongly() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.setup
}

// ofToken are the responses to requests with the run's token, by the operation's method.
func ofToken(all []answered) []answered {
	var some []answered
	for _, a := range all {
		own := a.request.Method == a.step.Operation.Method
		if own && a.step.Operation.Secured && a.request.Auth.NeedsToken() {
			some = append(some, a)
		}
	}
	return some
}

// status is that of the response.
func (a answered) status() int { return a.exchange.Response.Status }

// unexpected reports whether no check of the step takes a status.
func (a answered) unexpected(status int) bool {
	return !a.step.Allows(status) && a.step.Forbids(status)
}

// sameStatus returns the one status that all responses have; false: they differ, or there
// is none.
func sameStatus(all []answered) (int, bool) {
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
func (r *Run) tokenRefused(all []answered) string {
	own := ofToken(all)
	status, same := sameStatus(own)
	if !same || status != http.StatusUnauthorized || !slices.ContainsFunc(own, func(a answered) bool {
		return a.unexpected(status)
	}) {
		return ""
	}
	line := "every request with the token is answered " + describeStatus(status) + ": is the token right?"
	switch t := r.Target; {
	case !t.TokenExpires.IsZero() && time.Now().After(t.TokenExpires):
		line += " It expired at " + t.TokenExpires.UTC().Format(time.RFC3339)
	case t.Token == LoopbackToken && t.Tokens == nil:
		line += fmt.Sprintf(" None was given, and %q was sent: %s", LoopbackToken, t.HowToken)
	}
	return line
}

// otherBase: a target that has the contract's paths below another base path. Each place
// is asked once, where all that the contract's own method was answered is one status.
func (r *Run) otherBase(all []answered) string {
	own := ofToken(all)
	if len(own) == 0 {
		own = slices.DeleteFunc(slices.Clone(all), func(a answered) bool {
			return a.request.Method != a.step.Operation.Method
		})
	}
	status, same := sameStatus(own)
	wrong := slices.ContainsFunc(all, func(a answered) bool { return a.unexpected(a.status()) })
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
		origin := strings.TrimSuffix(r.Target.URL, r.Target.BasePath)
		return fmt.Sprintf("the contract's paths are not below %s, where every request is answered %s: try %s",
			r.Target.URL, describeStatus(status), origin+base)
	}
	return ""
}

// askedElsewhere returns what asks whether a base path is the right one: by a request
// without effect that is answered there as its case wants, and was not here; or, without
// credentials, by a 401 that did not come here. A 404 shows nothing. Nil: no request can
// show it.
func (r *Run) askedElsewhere(all []answered) func(base string) bool {
	harmless := func(a answered) bool {
		return a.request.Effect == spec.None && a.request.Method == a.step.Operation.Method
	}
	i := slices.IndexFunc(all, func(a answered) bool {
		return harmless(a) && a.unexpected(a.status()) && a.unexpected(http.StatusNotFound)
	})
	if i >= 0 {
		return func(base string) bool {
			came := r.askBelow(base, all[i].request)
			return came != nil && came.Response != nil && !all[i].unexpected(came.Response.Status)
		}
	}
	i = slices.IndexFunc(all, func(a answered) bool { return harmless(a) && a.step.Operation.Secured })
	if i < 0 {
		return nil
	}
	bare := *all[i].request
	bare.Auth = spec.NoAuth
	bare.Header = without(bare.Header, "Authorization")
	refused := func(base string) bool {
		came := r.askBelow(base, &bare)
		return came != nil && came.Response != nil && came.Response.Status == http.StatusUnauthorized
	}
	if refused(r.Target.BasePath) {
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

// otherBases are the base paths that may be meant: that of the contract's server, below
// the one that was given or instead of it, and none.
func (r *Run) otherBases() []string {
	given := r.Target.BasePath
	server := ""
	if u, err := url.Parse(r.Set.Options.Contract.Server); err == nil {
		server = strings.TrimRight(path.Clean("/"+u.EscapedPath()), "/")
	}
	var all []string
	for _, base := range []string{given + server, server, ""} {
		if base != given && base != given+given && !slices.Contains(all, base) {
			all = append(all, base)
		}
	}
	return all
}

// askBelow sends a request without effect below another base path, without its correlation
// id: it is another request. Nil: it was not sent.
func (r *Run) askBelow(base string, from *cases.Request) *exchange.Exchange {
	request, _, err := r.signed(r.ctx, from)
	if err != nil || !r.shared.limit.wait(r.ctx) {
		return nil
	}
	request.Target = base + strings.TrimPrefix(request.Target, r.Target.BasePath)
	request.Header = without(request.Header, r.correlation().Request)
	request.Alone = true
	return r.Target.Sender.Send(r.ctx, request)
}

// fixturesMissing: a target that finds none of the resources that requests with the
// token name.
func (r *Run) fixturesMissing(all []answered) string {
	kinds := map[string]bool{}
	n, status := 0, 0
	for _, a := range all {
		named := len(a.request.Named) > 0 && a.request.Method == a.step.Operation.Method
		if !named || !a.request.Auth.NeedsToken() || a.step.Allows(http.StatusNotFound) {
			continue
		}
		if status = a.status(); status != http.StatusNotFound && status != http.StatusGone {
			return ""
		}
		n++
		for _, id := range a.request.Named {
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
	from := r.Set.Options.Fixtures.File
	if r.Set.Options.Fixtures.Embedded || from == "" {
		from = "the fixtures"
	}
	return fmt.Sprintf("the target holds none of the %s of %s: %s for them, and each is answered %s; "+
		"load the %s of %s into the target", what, from, text.Plural(n, "request"), describeStatus(status), what, from)
}

// kindOf returns the kind of a resource of the fixtures.
func (r *Run) kindOf(id string) string {
	for _, kind := range r.Set.Options.Contract.Kinds {
		for _, item := range r.Set.Options.Fixtures.Items(kind.Name) {
			if item.ID == id {
				return kind.Name
			}
		}
	}
	return "resources"
}
