package check

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/content"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Save adds what is kept of an exchange to values, which it does not change. missing says what
// the response does not have and later steps need; empty: all is there.
func Save(
	saves []strict.Entry[spec.Save], e *exchange.Exchange, values map[string]any,
) (saved map[string]any, missing string) {
	if len(saves) == 0 {
		return values, ""
	}
	saved = maps.Clone(values)
	if saved == nil {
		saved = map[string]any{}
	}
	read := content.Of(e)
	for _, one := range saves {
		value, ok := valueToSave(&one.Value, e, &read)
		if !ok {
			if missing == "" && !one.Value.Optional {
				missing = fmt.Sprintf("the response has no %s to be saved as %s",
					describeSave(&one.Value), one.Key)
			}
			if one.Value.Optional && !one.Value.Append {
				delete(saved, one.Key)
			}
			continue
		}
		if one.Value.Append {
			value = appended(saved[one.Key], value)
		}
		saved[one.Key] = value
	}
	return saved, missing
}

// Seen returns the values that the checks of a step see: those of the steps before it, and what
// the step itself saves under new names, or adds to lists.
func Seen(
	saves []strict.Entry[spec.Save], e *exchange.Exchange, before map[string]any,
) map[string]any {
	saved, _ := Save(saves, e, before)
	for _, one := range saves {
		if was, known := before[one.Key]; known && !one.Value.Append {
			saved[one.Key] = was
		}
	}
	return saved
}

// maxAppended bounds the items of a saved list, which pages add to.
const maxAppended = 10_000

func appended(list, value any) any {
	items, _ := list.([]any)
	more, isList := value.([]any)
	if !isList {
		more = []any{value}
	}
	made := slices.Concat(items, more)
	return made[:min(len(made), maxAppended)]
}

func describeSave(s *spec.Save) string {
	what := "content"
	switch {
	case s.Header != "":
		what = s.Header + " header"
	case s.Pointer != nil && *s.Pointer != "":
		what = *s.Pointer + " in its content"
	case s.XPath != "":
		what = s.XPath + " in its content"
	case s.Sent != nil:
		return fmt.Sprintf("%s that was sent", *s.Sent)
	}
	if s.Match != "" {
		what += " that matches " + s.Match
	}
	return what
}

func valueToSave(s *spec.Save, e *exchange.Exchange, read *content.Content) (value any, ok bool) {
	switch {
	case s.Sent != nil:
		mediaType, _ := e.Request.Header.Get("Content-Type")
		sent, wrong, _ := content.ReadJSON(e.Request.Body)
		name, isMember := strings.CutPrefix(*s.Sent, "/")
		switch {
		case isMember && !openapi.IsJSON(mediaType):
			value, ok = formPart(mediaType, e.Request.Body, name)
		case wrong != "" || !openapi.IsJSON(mediaType):
			value, ok = string(e.Request.Body), *s.Sent == "" && len(e.Request.Body) > 0
		default:
			value, ok = jsonpointer.Lookup(sent, *s.Sent)
		}
	case e.Response == nil:
		return nil, false
	case s.Header != "":
		values := e.Response.Header.Values(s.Header)
		value, ok = strings.Join(values, ", "), len(values) > 0
	case read.Unread != "":
		return nil, false
	case s.Content:
		value, ok = string(e.Response.Body), true
	case s.Pointer != nil:
		if read.NotJSON == "" {
			value, ok = jsonpointer.Lookup(read.Value, *s.Pointer)
		}
	case s.XPath != "":
		selected, _ := read.Select(s.XPath)
		value, ok = selected.Value, selected.Found
		if s.Append && ok {
			value = selected.Items
		}
	}
	if !ok || s.Match == "" {
		return value, ok
	}
	return matched(s.Match, value)
}

// matched returns the part of a text that a regular expression picks.
func matched(pattern string, value any) (any, bool) {
	text, isText := spec.TextOf(value)
	re, err := regexp.Compile(pattern)
	if !isText || err != nil {
		return nil, false
	}
	found := re.FindStringSubmatch(text)
	if found == nil {
		return nil, false
	}
	return found[len(found)-1], true
}

// Holds reports whether an exchange ends the repetitions of a step.
func Holds(u *spec.Until, in Input) bool {
	e := in.Exchange
	if e.Response == nil || len(u.Status) > 0 && !u.Status.Has(e.Response.Status) {
		return false
	}
	in.Rules, in.Always, in.Checks = nil, "", nil
	const id = "until"
	if u.Body != nil {
		in.Checks = append(in.Checks, spec.Check{ID: id, Body: u.Body})
	}
	if u.Header != nil {
		in.Checks = append(in.Checks, spec.Check{ID: id, Header: u.Header})
	}
	if len(in.Checks) == 0 {
		return true
	}
	j := Judge(in)
	return len(j.Findings) == 0 && j.Exercised[id]
}

// NeverHeld returns the finding of a step that was sent as often as may be, and whose response
// never had what it waits for.
func NeverHeld(u *spec.Until, times int, e *exchange.Exchange) result.Finding {
	f := result.Finding{
		Requirement: u.ID, Reason: "did not come", Where: WhereStatus,
		Expected: "what until says", Got: "no response",
	}
	if e.Response != nil {
		f.Got = describeStatus(e.Response.Status)
	}
	switch {
	case e.Response == nil || len(u.Status) > 0 && !u.Status.Has(e.Response.Status):
		if len(u.Status) > 0 {
			f.Expected = u.Status.String()
		}
	case u.Body != nil && u.Body.XPath != "":
		f.Where, f.Got = whereXPath(u.Body.XPath), "something else"
	case u.Body != nil:
		f.Where, f.Got = u.Body.Pointer, "something else"
	case u.Header != nil:
		f.Where = whereHeader(u.Header.Name)
		f.Got, _ = e.Response.Header.Get(u.Header.Name)
	}
	f.Expected = fmt.Sprintf("%s within %d requests", f.Expected, times)
	if f.Where == "" {
		f.Where = whereContent
	}
	f.Came = &result.Came{Text: f.Got}
	return f
}

// formPart returns the content of a part of a multipart form that was sent.
func formPart(mediaType string, body []byte, name string) (any, bool) {
	base, parameters, err := mime.ParseMediaType(mediaType)
	if err != nil || !strings.HasPrefix(base, "multipart/") {
		return nil, false
	}
	parts := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err != nil {
			return nil, false
		}
		if part.FormName() == name {
			content := make([]byte, len(body)) // a part is shorter
			n, err := io.ReadFull(part, content)
			ended := errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
			return string(content[:n]), ended
		}
	}
}
