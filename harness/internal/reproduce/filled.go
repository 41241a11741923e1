package reproduce

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/redact"
)

// filled are what the shell fills in: expressions, by the marks that represent them in a text.
type filled []string

// mark begins and ends what represents an expression. No URL and no field has it, and content
// that has it is not written as a word.
const mark = "\x00"

var marked = regexp.MustCompile(mark + "[0-X]" + mark)

// filled returns a request whose credentials the shell fills in, and words for those that curl has
// to percent-encode.
func (r *Lines) filled(from *cases.Request) (all filled, request cases.Request, words []string) {
	request = *from
	request.Target, request.Header = from.Shown(func(p cases.Presented) (string, bool) {
		names := p.Variables(r.variables())
		if len(names) == 0 {
			return p.Value, true
		}
		expression := variable(names[0])
		if p.Encoded() {
			expression = encoded(names)
		}
		if plain := url.QueryEscape(p.Value) == p.Value || p.Value == redact.Mark; !plain &&
			p.In == "query" {
			words = append(words, "--url-query", Quote(url.QueryEscape(p.Name)+"=")+expression)
			return "", false
		}
		all = append(all, expression)
		return mark + string(rune('0'+len(all)-1)) + mark, true
	})
	return all, request, words
}

// encoded is what HTTP Basic sends of user and password.
func encoded(names []string) string {
	text := make([]string, len(names))
	for i, name := range names {
		text[i] = strings.Trim(variable(name), `"`)
	}
	return `"$(printf %s "` + strings.Join(text, ":") + `" | base64 | tr -d '\n')"`
}

// isBytes reports whether content is no word: a shell has none with a NUL in it, and what is not
// UTF-8 does not come through a report.
func (all filled) isBytes(content []byte) bool {
	return bytes.Contains(marked.ReplaceAll(content, nil), []byte(mark)) || !utf8.Valid(content)
}

// printed is a command that prints any bytes, with the expressions as its arguments.
func (all filled) printed(content []byte) string {
	var format strings.Builder
	var arguments []string
	for len(content) > 0 {
		if m := marked.Find(content); m != nil && bytes.HasPrefix(content, m) {
			format.WriteString("%s")
			arguments = append(arguments, " ", all[m[1]-'0'])
			content = content[len(m):]
			continue
		}
		switch c := content[0]; {
		case c == '%':
			format.WriteString("%%")
		case c < ' ', c > '~', c == '\\':
			fmt.Fprintf(&format, `\%03o`, c)
		default:
			format.WriteByte(c)
		}
		content = content[1:]
	}
	return "printf " + Quote(format.String()) + strings.Join(arguments, "")
}

// quote makes one word of a text, with the expressions outside of its quotes.
func (all filled) quote(s string) string {
	if !strings.Contains(s, mark) {
		return Word(s)
	}
	var word strings.Builder
	for i, part := range strings.Split(s, mark) {
		switch {
		case i%2 == 1:
			word.WriteString(all[part[0]-'0'])
		case part != "":
			word.WriteString(Quote(part))
		}
	}
	return word.String()
}
