package defects

import (
	"bytes"
	"net/http"
	"slices"
	"sync/atomic"
)

// edit spoils a response.
type Edit func(*Answer)

// wrap makes a handler of the reference server.
type Wrap func(*Base) http.Handler

// answers decorates the reference: the responses that w chooses are edited, in
// turn by each edit, and the others go out as they are.
func Answers(w where, edits ...Edit) Wrap {
	return Handle(func(b *Base, r *http.Request) *Answer {
		a := b.Answer(r)
		if w(a) {
			for _, e := range edits {
				e(a)
			}
		}
		return a
	})
}

// handle makes a handler that sends what f answers.
func Handle(f func(*Base, *http.Request) *Answer) Wrap {
	return func(b *Base) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f(b, r).send(w) })
	}
}

// nowAndThen is answers for every fifth of the responses that w chooses. The
// count makes it show in each run, whatever the order of the requests.
func nowAndThen(w where, edits ...Edit) Wrap {
	return func(b *Base) http.Handler {
		var count atomic.Int64
		fifth := func(a *Answer) bool { return w(a) && count.Add(1)%5 == 0 }
		return Answers(fifth, edits...)(b)
	}
}

func Status(code int) Edit { return func(a *Answer) { a.status = code } }

// redirect is a status with a Location that names the target itself.
func redirect(code int) Edit {
	return func(a *Answer) {
		a.status = code
		a.Header.Set("Location", "http://"+a.Request.Host+"/login")
	}
}

func Header(name, value string) Edit { return func(a *Answer) { a.Header.Set(name, value) } }

func NoHeader(name string) Edit { return func(a *Answer) { a.Header.Del(name) } }

// content replaces the content by a text.
func Content(text string) Edit { return func(a *Answer) { a.Body = []byte(text) } }

// rewritten changes the bytes of the content.
func Rewritten(f func([]byte) []byte) Edit {
	return func(a *Answer) { a.Body = f(bytes.Clone(a.Body)) }
}

// document changes the content as a JSON object: what f returns is sent.
func Document(f func(envelope map[string]any) any) Edit {
	return func(a *Answer) {
		if all := a.Envelope(); all != nil {
			a.setBody(f(all))
		}
	}
}

// errorObject changes the members of error.
func errorObject(f func(a *Answer, members map[string]any)) Edit {
	return func(a *Answer) {
		all := a.Envelope()
		if members, ok := all["error"].(map[string]any); ok {
			f(a, members)
			a.setBody(all)
		}
	}
}

// innerError changes the members of innerError.
func InnerError(f func(a *Answer, members map[string]any)) Edit {
	return errorObject(func(a *Answer, members map[string]any) {
		if inner, ok := members["innerError"].(map[string]any); ok {
			f(a, inner)
		}
	})
}

// member sets a member of error, or one of innerError.
func Member(name string, value any) Edit {
	set := func(_ *Answer, members map[string]any) { members[name] = value }
	if isInner(name) {
		return InnerError(set)
	}
	return errorObject(set)
}

func noMember(name string) Edit {
	drop := func(_ *Answer, members map[string]any) { delete(members, name) }
	if isInner(name) {
		return InnerError(drop)
	}
	return errorObject(drop)
}

func renamed(name, to string) Edit {
	rename := func(_ *Answer, members map[string]any) {
		members[to] = members[name]
		delete(members, name)
	}
	if isInner(name) {
		return InnerError(rename)
	}
	return errorObject(rename)
}

func isInner(name string) bool {
	return slices.Contains([]string{"date", "request-id", "client-request-id"}, name)
}

// message changes the message.
func Message(f func(a *Answer, text string) any) Edit {
	return errorObject(func(a *Answer, members map[string]any) {
		text, _ := members["message"].(string)
		members["message"] = f(a, text)
	})
}

// raw changes the bytes of the whole message.
func Raw(f func([]byte) []byte) Edit { return func(a *Answer) { a.wire = f } }

// line adds a line to the end of the header section.
func Line(text string) Edit {
	return Raw(func(m []byte) []byte {
		return bytes.Replace(m, []byte("\r\n\r\n"),
			[]byte("\r\n"+text+"\r\n\r\n"), 1)
	})
}

// replaced replaces the first of a text in the message.
func Replaced(old, by string) Edit {
	return Raw(func(m []byte) []byte { return bytes.Replace(m, []byte(old), []byte(by), 1) })
}

// behind adds bytes to the end of the message.
func behind(text string) Edit {
	return Raw(func(m []byte) []byte { return append(m, text...) })
}
