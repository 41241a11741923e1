package selftest

import (
	"bytes"
	"net/http"
	"slices"
	"sync/atomic"
)

// edit spoils an answer.
type edit func(*answer)

// wrap makes a handler of the reference server.
type wrap func(*Base) http.Handler

// answers decorates the reference: the answers that w chooses are edited, in
// turn by each edit, and the others go out as they are.
func answers(w where, edits ...edit) wrap {
	return handle(func(b *Base, r *http.Request) *answer {
		a := b.answer(r)
		if w(a) {
			for _, e := range edits {
				e(a)
			}
		}
		return a
	})
}

// handle makes a handler that sends what f answers.
func handle(f func(*Base, *http.Request) *answer) wrap {
	return func(b *Base) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f(b, r).send(w) })
	}
}

// nowAndThen is answers for every fifth of the answers that w chooses. The
// count makes it show in each run, whatever the order of the requests.
func nowAndThen(w where, edits ...edit) wrap {
	return func(b *Base) http.Handler {
		var count atomic.Int64
		fifth := func(a *answer) bool { return w(a) && count.Add(1)%5 == 0 }
		return answers(fifth, edits...)(b)
	}
}

func status(code int) edit { return func(a *answer) { a.status = code } }

// redirect is a status with a Location that names the target itself.
func redirect(code int) edit {
	return func(a *answer) {
		a.status = code
		a.header.Set("Location", "http://"+a.request.Host+"/login")
	}
}

func header(name, value string) edit { return func(a *answer) { a.header.Set(name, value) } }

func noHeader(name string) edit { return func(a *answer) { a.header.Del(name) } }

// content replaces the content by a text.
func content(text string) edit { return func(a *answer) { a.body = []byte(text) } }

// rewritten changes the bytes of the content.
func rewritten(f func([]byte) []byte) edit {
	return func(a *answer) { a.body = f(bytes.Clone(a.body)) }
}

// document changes the content as a JSON object: what f returns is sent.
func document(f func(envelope map[string]any) any) edit {
	return func(a *answer) {
		if all := a.envelope(); all != nil {
			a.setBody(f(all))
		}
	}
}

// errorObject changes the members of error.
func errorObject(f func(a *answer, members map[string]any)) edit {
	return func(a *answer) {
		all := a.envelope()
		if members, ok := all["error"].(map[string]any); ok {
			f(a, members)
			a.setBody(all)
		}
	}
}

// innerError changes the members of innerError.
func innerError(f func(a *answer, members map[string]any)) edit {
	return errorObject(func(a *answer, members map[string]any) {
		if inner, ok := members["innerError"].(map[string]any); ok {
			f(a, inner)
		}
	})
}

// member sets a member of error, or one of innerError.
func member(name string, value any) edit {
	set := func(_ *answer, members map[string]any) { members[name] = value }
	if isInner(name) {
		return innerError(set)
	}
	return errorObject(set)
}

func noMember(name string) edit {
	drop := func(_ *answer, members map[string]any) { delete(members, name) }
	if isInner(name) {
		return innerError(drop)
	}
	return errorObject(drop)
}

func renamed(name, to string) edit {
	rename := func(_ *answer, members map[string]any) {
		members[to] = members[name]
		delete(members, name)
	}
	if isInner(name) {
		return innerError(rename)
	}
	return errorObject(rename)
}

func isInner(name string) bool {
	return slices.Contains([]string{"date", "request-id", "client-request-id"}, name)
}

// message changes the message.
func message(f func(a *answer, text string) any) edit {
	return errorObject(func(a *answer, members map[string]any) {
		text, _ := members["message"].(string)
		members["message"] = f(a, text)
	})
}

// raw changes the bytes of the whole message.
func raw(f func([]byte) []byte) edit { return func(a *answer) { a.wire = f } }

// line adds a line to the end of the header section.
func line(text string) edit {
	return raw(func(m []byte) []byte { return bytes.Replace(m, []byte("\r\n\r\n"), []byte("\r\n"+text+"\r\n\r\n"), 1) })
}

// replaced replaces the first of a text in the message.
func replaced(old, by string) edit {
	return raw(func(m []byte) []byte { return bytes.Replace(m, []byte(old), []byte(by), 1) })
}

// behind adds bytes to the end of the message.
func behind(text string) edit {
	return raw(func(m []byte) []byte { return append(m, text...) })
}
