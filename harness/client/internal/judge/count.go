package judge

import (
	"fmt"
	"net/http"
	"slices"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// requests evaluates how many requests for the operation the call had.
func (j *judge) requests() {
	n := len(j.asking())
	switch {
	case n == 0 && (j.call.Answer == nil || len(j.call.Requests) > 0):
		return // what is wrong with others is reported of them
	case j.check.Requests.Has(n):
		if !j.silent() {
			j.hold()
		}
		return
	case n > 0 && j.strayed():
		return // one of them may be that of another call
	}
	f := result.Finding{
		Reason: "wrong number", Where: "requests", Instance: j.last(),
		Expected: rangeText(j.check.Requests), Got: fmt.Sprint(n),
	}
	if n == 0 {
		f.Reason, f.Got = "no request", "none; the answer is "+j.call.Answer.String()
		if j.call.Answer.Outcome == driver.Success {
			f.Reason = "success without a request"
		}
	}
	j.found(f)
	if j.isRule() && f.Reason == "success without a request" {
		// No connection that has ended explains it.
		j.out.Findings[len(j.out.Findings)-1].PartOf = ""
	}
}

// executed evaluates how often the action would have been carried out, by redirected requests too.
func (j *judge) executed() {
	n := 0
	for _, r := range j.call.Requests {
		if r.Answer != nil && r.Answer.Carries && r.Kind != lab.Elsewhere {
			n++
		}
	}
	switch {
	case !j.check.Executed.Has(n):
		j.found(result.Finding{
			Reason: "wrong number", Where: "executions", Instance: j.last(),
			Expected: rangeText(j.check.Executed),
			Got:      fmt.Sprintf("%d: each of these requests carries the action out", n),
		})
	case !j.silent() && !j.unplayed() && !j.misused():
		j.hold()
	}
}

// followed evaluates how redirects are followed, on the same origin and to another.
func (j *judge) followed() {
	var all []*lab.Request
	for _, r := range j.call.Requests {
		if r.Kind != lab.Direct && !j.reads(r) {
			all = append(all, r)
		}
	}
	rule := j.check.Followed
	f := result.Finding{Where: "redirects", Instance: j.last()}
	switch i := slices.IndexFunc(all, func(r *lab.Request) bool { return !r.HasMethod(j.Doc) }); {
	case rule.AtMost != nil && len(all) > *rule.AtMost:
		f.Reason, f.Got = "too many", fmt.Sprintf("%d are followed", len(all))
		f.Expected = fmt.Sprintf("%d at most", *rule.AtMost)
	case rule.SameMethod && i >= 0:
		f.Reason, f.Instance = "another method", j.index(all[i])
		f.Expected = j.Doc.Operations[0].Method + ", or no request"
		f.Got = text.Cut(all[i].Method + " " + all[i].Target)
	case rule.SameMethod && j.withoutContent(all) >= 0:
		f.Reason, f.Instance = "missing content", j.index(all[j.withoutContent(all)])
		f.Expected, f.Got = "the content, or no request", "no content"
	case len(j.call.Requests) > 0 && !j.unplayed() && !j.misused():
		j.hold()
		return
	default:
		return
	}
	j.found(f)
}

// withoutContent is the first of the requests that has no content, though the call has; below 0:
// each has what it needs.
func (j *judge) withoutContent(all []*lab.Request) int {
	return slices.IndexFunc(all, func(r *lab.Request) bool {
		return len(r.Body) == 0 && len(j.call.Requests[0].Body) > 0
	})
}

// reads reports whether a request reads what the operation has made, or is still making.
func (j *judge) reads(r *lab.Request) bool {
	first := j.call.Requests[0].Answer
	return first != nil && r.Method == http.MethodGet && !r.HasMethod(j.Doc) &&
		(first.Status == http.StatusCreated || first.Status == http.StatusAccepted)
}

func rangeText(r *clients.Range) string {
	switch {
	case r.AtMost == nil:
		return fmt.Sprintf("%d at least", r.AtLeast)
	case r.AtLeast == *r.AtMost:
		return fmt.Sprint(r.AtLeast)
	case r.AtLeast > 0:
		return fmt.Sprintf("%d to %d", r.AtLeast, *r.AtMost)
	}
	return fmt.Sprintf("%d at most", *r.AtMost)
}
