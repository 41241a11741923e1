package judge

import (
	"slices"
	"strings"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// result compares the result that the client reports of a success with what was sent. A client
// that reports none is not judged.
func (j *judge) result() {
	answer, last := j.call.Answer, j.response()
	if answer == nil || answer.Outcome != driver.Success || last == nil || last.Value == nil {
		return
	}
	got := decoded(answer.Result)
	if got == nil {
		return
	}
	if _, isText := last.Value.(string); isText && style.Text(got) != got {
		return // the client has read more of it than its text
	}
	where, reason := loses(last.Value, got, j.schemaOf(last.Status), "")
	if reason == "" {
		j.hold()
		return
	}
	j.found(result.Finding{
		Reason: reason, Where: strings.TrimRight("reported result "+where, " "), Instance: j.last(),
		Expected: text.Quote(style.Text(last.Value)), Got: text.Cut(string(answer.Result)),
	})
}

// schemaOf is the schema of a documented response; nil: none is given.
func (j *judge) schemaOf(status int) *openapi.Schema {
	for _, response := range j.Doc.Described.Responses {
		m, ok := spec.ParseStatus(response.Status)
		if !ok || !m.Has(status) {
			continue
		}
		for _, media := range response.Content {
			if openapi.IsJSON(media.Type) || strings.Contains(media.Type, "*") {
				return media.Schema
			}
		}
	}
	return nil
}

// headers compares the headers that the client reports with those that the case plays. A client
// that reports none is not judged.
func (j *judge) headers() {
	answer, last := j.call.Answer, j.response()
	if answer == nil || answer.Headers == nil || last == nil || len(j.call.Play) == 0 {
		return
	}
	got := map[string]any{}
	for name, value := range answer.Headers {
		got[strings.ToLower(name)] = value
	}
	looked := false
	for _, h := range j.call.Play[0].Headers.Entries {
		name := strings.ToLower(h.Key)
		want, sent := last.Header.Get(h.Key)
		if name == "content-type" || !sent {
			continue
		}
		looked = true
		f := result.Finding{
			Where: "reported header " + name, Instance: j.last(), Expected: text.Quote(want),
		}
		switch value, ok := got[name]; {
		case !ok:
			f.Reason, f.Got = "not reported", "no "+name+" among the headers"
		case !slices.Contains(listOf(value), want):
			f.Reason, f.Got = "wrong value", text.Quote(style.Text(value))
		default:
			continue
		}
		j.found(f)
		return
	}
	for _, name := range j.notSent(last) {
		looked = true
		if value := got[strings.ToLower(name)]; value != nil && value != "" {
			j.found(result.Finding{
				Reason: "not sent", Where: "reported header " + strings.ToLower(name),
				Instance: j.last(), Expected: "no " + name, Got: text.Quote(style.Text(value)),
			})
			return
		}
	}
	if looked {
		j.hold()
	}
}

// notSent are the headers that the operation documents, and a response has not.
func (j *judge) notSent(last *lab.Response) (names []string) {
	for _, response := range j.Doc.Described.Responses {
		for _, h := range response.Headers {
			if _, sent := last.Header.Get(h.Name); !sent {
				names = append(names, h.Name)
			}
		}
	}
	return names
}

// listOf are the texts of a header that is reported.
func listOf(value any) (all []string) {
	if list, ok := value.([]any); ok {
		for _, item := range list {
			all = append(all, style.Text(item))
		}
		return all
	}
	return []string{strings.TrimSpace(style.Text(value))}
}
