package diagnose

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/spec"
)

// Answered is a request with its response.
type Answered struct {
	Step     *cases.Step
	Request  *cases.Request
	Exchange *exchange.Exchange // with a response that came whole
	ID       string             // the correlation id of the request; empty: it has none
}

// Redact returns an exchange without secrets.
type Redact func(*exchange.Exchange) *exchange.Exchange

// Identical says in one line what a target answers, where all responses look the
// same although the cases ask for different statuses; empty: they do not. Such a
// target has one fault, and its hundred causes say nothing more.
// The one operation of a contract may have one response for all that it accepts, and then
// the findings on what it is to refuse say more.
func Identical(all []Answered, redact Redact) string {
	if succeeds(all) {
		return ""
	}
	if (sameAnswer(all) || sameByMethod(all)) && asksForMore(all) {
		return "all responses of the target are identical: " + described(all, redact)
	}
	if pages(all) && asksForMore(all) {
		return "all responses of the target are pages of one kind: " + described(all, redact)
	}
	// Servers of files and the like have another response for other methods.
	own := slices.DeleteFunc(slices.Clone(all), func(a Answered) bool {
		return a.Request.Method != a.Step.Operation.Method
	})
	if len(own) < len(all) && sameAnswer(own) && asksForMore(own) {
		return "the responses to every " + own[0].Request.Method + " are identical: " +
			described(own, redact)
	}
	return ""
}

// described shows identical responses, and says what to look at.
func described(all []Answered, redact Redact) string { return describe(all, redact) + advice(all) }

// succeeds reports whether all requests are of one operation that reads, by any method, and the
// response is one that a case demands of it as a success, without being a page of HTML.
func succeeds(all []Answered) bool {
	return !slices.ContainsFunc(all, func(a Answered) bool {
		first := all[0].Step.Operation
		return a.Step.Operation != first || first.Method != http.MethodGet ||
			a.Exchange.Response.Status/100 != 2 || isPage(a.Exchange.Response.Body)
	}) && slices.ContainsFunc(all, func(a Answered) bool {
		return slices.ContainsFunc(a.Step.Checks, func(c spec.Check) bool {
			return len(c.Status) > 0 && c.Status.Has(a.Exchange.Response.Status)
		})
	})
}

// advice follows a line about identical responses where their status says what to look at.
func advice(all []Answered) string {
	switch status, _ := sameStatus(all); {
	case status == http.StatusNotFound:
		return "; is the base URL right?"
	case status == http.StatusUnauthorized:
		return "; are the credentials right?"
	case status == http.StatusForbidden:
		return "; may whom the credentials are of do this?"
	case status == http.StatusProxyAuthRequired:
		return "; a proxy asks for credentials: give them in the URL of HTTP_PROXY, or reach the " +
			"target without it by NO_PROXY"
	case status == http.StatusTooManyRequests:
		return "; send fewer requests a second"
	case status/100 == 3:
		return "; redirects are not followed: give the URL of what answers, and the credentials " +
			"that a sign-in page asks for"
	case status/100 == 5:
		return "; does the service work, and what is behind it?"
	case pages(all):
		return "; is it a web site or a sign-in page, and not the service?"
	}
	return ""
}

// pages reports whether all responses have one status and are pages of HTML. What a page
// repeats of the request may be written in any way.
func pages(all []Answered) bool {
	if _, same := sameStatus(all); !same || len(all) < 2 {
		return false
	}
	return !slices.ContainsFunc(all, func(a Answered) bool {
		return a.Request.Method != http.MethodHead && !isPage(a.Exchange.Response.Body)
	})
}

// isPage reports whether content is a page of HTML.
func isPage(body []byte) bool {
	start := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 4096)]))
	return bytes.HasPrefix(start, []byte("<!doctype html")) ||
		bytes.HasPrefix(start, []byte("<html"))
}

// asksForMore says whether two of the cases ask for statuses that no response
// could have both.
func asksForMore(all []Answered) bool {
	var wanted []spec.Statuses
	seen := map[string]bool{}
	for _, a := range all {
		for i := range a.Step.Checks {
			if s := a.Step.Checks[i].Status; len(s) > 0 && !seen[s.String()] {
				seen[s.String()] = true
				wanted = append(wanted, s)
			}
		}
	}
	for i, s := range wanted {
		for _, other := range wanted[:i] {
			if disjoint(s, other) {
				return true
			}
		}
	}
	return false
}

func disjoint(a, b spec.Statuses) bool {
	for status := 100; status < 600; status++ {
		if a.Has(status) && b.Has(status) {
			return false
		}
	}
	return true
}

// sameAnswer says whether all responses have one status and one content, where
// what repeats the request, ids and dates count for nothing.
func sameAnswer(all []Answered) bool {
	if len(all) < 2 {
		return false
	}
	status := all[0].Exchange.Response.Status
	withContent := slices.DeleteFunc(
		slices.Clone(all),
		func(a Answered) bool { return a.Request.Method == http.MethodHead },
	)
	for _, a := range all {
		if a.Exchange.Response.Status != status {
			return false
		}
	}
	if sameBy(withContent, Answered.content) || sameBy(withContent, Answered.dateless) {
		return true
	}
	// A response may contain a short value by chance.
	telling := slices.DeleteFunc(withContent, Answered.hasShortValue)
	return asksForMore(telling) && sameBy(telling, Answered.essence)
}

// sameByMethod reports whether all responses have one status, and those to a method one
// content: a redirect has content for some methods alone.
func sameByMethod(all []Answered) bool {
	if _, same := sameStatus(all); !same {
		return false
	}
	methods := map[string][]Answered{}
	for _, a := range all {
		methods[a.Request.Method] = append(methods[a.Request.Method], a)
	}
	for _, some := range methods {
		if !sameBy(some, Answered.dateless) {
			return false
		}
	}
	return true
}

func sameBy(all []Answered, key func(Answered) string) bool {
	if len(all) == 0 {
		return true
	}
	first := key(all[0])
	return !slices.ContainsFunc(all[1:], func(a Answered) bool { return key(a) != first })
}

// content is the content as it came.
func (a Answered) content() string { return string(a.Exchange.Response.Body) }

var (
	anyGUID = regexp.MustCompile(`(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	anyDate = regexp.MustCompile(
		`[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{8,}(Z|[+-][0-9:]{4,6})?|` +
			`[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT`,
	)
)

// dateless is the content without ids and dates.
func (a Answered) dateless() string { return withoutDates(a.content()) }

func withoutDates(text string) string {
	return anyDate.ReplaceAllString(anyGUID.ReplaceAllString(text, ""), "\x00")
}

// essence is the content without what repeats the request, ids and dates.
func (a Answered) essence() string {
	body := a.content()
	if strings.Contains(body, a.Request.Target) && a.repeatsHeader(body) {
		return "the request itself"
	}
	for _, own := range a.echoes() {
		body = strings.ReplaceAll(body, own, "\x00")
	}
	return withoutDates(body)
}

// repeatsHeader reports whether a content repeats a header that no response has by chance: the
// request's id, or toeline's name without an id.
func (a Answered) repeatsHeader(body string) bool {
	agent, _ := a.Request.Header.Get("User-Agent")
	return strings.Contains(body, cmp.Or(a.ID, "User-Agent: "+agent))
}

func (a Answered) hasShortValue() bool {
	for _, b := range a.Request.Bound {
		if len(b.Value) < 8 {
			return true
		}
	}
	return false
}

// echoes are the texts of a request that a response may repeat, longest first,
// in the spellings of a JSON string and of HTML too.
func (a Answered) echoes() []string {
	path, _, _ := strings.Cut(a.Request.Target, "?")
	texts := []string{a.Request.Target, path, "Cannot " + a.Request.Method}
	if decoded, err := url.PathUnescape(path); err == nil {
		texts = append(texts, decoded)
	}
	for _, b := range a.Request.Bound {
		texts = append(texts, b.Value)
	}
	var all []string
	for _, text := range texts {
		all = append(
			all,
			text,
			inJSON(text),
			strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").
				Replace(text),
		)
	}
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	sort.Slice(all, func(i, j int) bool {
		return cmp.Or(len(all[j])-len(all[i]), strings.Compare(all[i], all[j])) < 0
	})
	return slices.Compact(all)
}

// inJSON returns a text as JSON writes it in a string, without the quotes.
func inJSON(text string) string {
	quoted, _ := json.Marshal(text) // a string always encodes
	return strings.Trim(string(quoted), `"`)
}

// describe shows the first response that has content, or else the first.
func describe(all []Answered, redact Redact) string {
	shown := all[0]
	for _, a := range all {
		if len(a.Exchange.Response.Body) > 0 {
			shown = a
			break
		}
	}
	// Redacted whole: a secret that was cut short would not be known again.
	e := redact(shown.Exchange)
	line := fmt.Sprint(e.Response.Status, " ", describeContent(e))
	if location, ok := e.Response.Header.Get("Location"); ok && e.Response.Status/100 == 3 {
		line += ", and leads to " + text.Line(location)
	}
	return line
}

var title = regexp.MustCompile(`(?is)<title[^>]*>\s*(.*?)\s*</title>`)

func describeContent(e *exchange.Exchange) string {
	body := e.Response.Body
	switch {
	case len(body) == 0:
		return "without content"
	case isPage(body):
		if m := title.FindSubmatch(body[:min(len(body), 4096)]); m != nil {
			return fmt.Sprintf("with a page of HTML %q", text.Line(string(m[1])))
		}
		return "with a page of HTML"
	case !utf8.Valid(body):
		return fmt.Sprintf("with %s that are no text", text.Plural(len(body), "byte"))
	case json.Valid(body):
		return "with " + text.Line(string(body))
	}
	return fmt.Sprintf("with %q", text.Line(string(body)))
}
