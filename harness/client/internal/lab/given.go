package lab

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/spec/clients"
)

// Asked is the call as the driver gets it.
func (c *Call) Asked() driver.Call {
	if c.Given == nil {
		return driver.Call{Case: c.ID, TaskID: c.TaskID}
	}
	return driver.Call{
		Case: c.ID, Operation: c.Given.Operation, Parameters: c.Given.Parameters,
		Body: c.Given.Body, MediaType: c.Given.MediaType,
	}
}

// renumber gives a call the number that its values may have. The lock is held.
func (l *Lab) renumber(c *Call, guid string) {
	if c.Call == nil {
		return
	}
	delete(l.numbered, c.number)
	digits, _ := strconv.ParseUint(guid[:min(8, len(guid))], 16, 64) // else it begins at the least
	const size = clients.MaxNumber - clients.MinNumber
	for n := int(digits % size); ; n = (n + 1) % size {
		if c.number = clients.MinNumber + n; l.numbered[c.number] == nil {
			break
		}
	}
	l.numbered[c.number] = c
}

var number = regexp.MustCompile(`\b[1-9][0-9]{8}\b`)

// giving finds the call whose values a request has, anywhere but in the values of headers that
// are the client's own. The lock is held.
func (l *Lab) giving(r *Request) *Call {
	if l.doc.Described == nil || len(l.numbered) == 0 {
		return nil
	}
	texts := []string{r.Target, asciiOf(string(r.Content()))}
	for _, p := range l.doc.Described.Parameters {
		if p.In == "header" {
			texts = append(texts, r.Header.Values(p.Name)...)
		}
	}
	for _, text := range append(texts, l.givenCookies(r)...) {
		plain, err := url.QueryUnescape(strings.ReplaceAll(text, "+", "%2B"))
		if err != nil {
			plain = text
		}
		for _, id := range guid.FindAllString(plain, -1) {
			if c := l.byID[strings.ToLower(id)]; c != nil && !c.Opened.IsZero() {
				return c
			}
		}
		for _, digits := range number.FindAllString(plain, -1) {
			n, _ := strconv.Atoi(digits) // nine digits
			if c := l.numbered[n]; c != nil && !c.Opened.IsZero() {
				return c
			}
		}
	}
	return nil
}

// givenCookies are the cookies of a request without those that a response has set: these may have
// the value of another call.
func (l *Lab) givenCookies(r *Request) (all []string) {
	for _, line := range r.Header.Values("Cookie") {
		for pair := range strings.SplitSeq(line, ";") {
			if name, _, _ := strings.Cut(strings.TrimSpace(pair), "="); !l.set[name] {
				all = append(all, pair)
			}
		}
	}
	return all
}

var asciiEscape = regexp.MustCompile(`\\u00[2-7][0-9A-Fa-f]`)

// asciiOf is content with the characters of ASCII that JSON may write as escapes.
func asciiOf(content string) string {
	return asciiEscape.ReplaceAllStringFunc(content, func(escape string) string {
		code, _ := strconv.ParseUint(escape[2:], 16, 8)
		return string(rune(code))
	})
}
