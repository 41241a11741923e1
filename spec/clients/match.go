package clients

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/toeline/spec"
)

// Match is what a request target is to the operation.
type Match struct {
	// Path says that it is one of the operation's spellings below the base,
	// with nothing after it; Segment is then the id's, as on the wire.
	Path    bool
	Segment string
}

// MatchTarget holds a request target against the operation's paths below a
// base path. Segments are those on the wire, compared exactly.
func (d *Contract) MatchTarget(base, target string) Match {
	if d.Parameter == "" {
		_, ok := d.Split(base, target)
		return Match{Path: ok}
	}
	rest, below := strings.CutPrefix(target, base)
	if !below {
		return Match{}
	}
	got := strings.Split(rest, "/")
	for _, op := range d.Operations {
		want := strings.Split(op.Path, "/")
		if len(want) != len(got) {
			continue
		}
		m := Match{Path: true}
		for i := range want {
			if want[i] == "{"+d.Parameter+"}" {
				m.Segment = got[i]
			} else if want[i] != got[i] {
				m.Path = false
			}
		}
		// Dot segments are taken out of a path on its way (RFC 3986 5.2.4).
		if m.Path && !strings.ContainsAny(m.Segment, "?#") && m.Segment != "." &&
			m.Segment != ".." {
			return m
		}
	}
	return Match{}
}

// Succeeds says whether a status is the documented one for success.
func (d *Contract) Succeeds(status int) bool {
	for _, key := range d.Operations[0].Statuses {
		if m, ok := spec.ParseStatus(key); ok && m.Has(status) && status/100 == 2 {
			return true
		}
	}
	return false
}

// Parts are what a request target has where an operation has parameters: as on the wire.
type Parts struct {
	Path  map[string]string // by name
	Query string
}

var inTemplate = regexp.MustCompile(`\{([^{}]+)\}`)

// Split takes a request target apart by the path of the operation. It is false for another path.
// A character may be percent-encoded wherever the path has it as it is.
func (d *Contract) Split(base, target string) (Parts, bool) {
	path, query, _ := strings.Cut(target, "?")
	parts := Parts{Path: map[string]string{}, Query: query}
	path, below := strings.CutPrefix(path, base)
	if !below {
		return parts, false
	}
	found := d.template.FindStringSubmatch(path)
	if found == nil {
		return parts, false
	}
	for i, names := 0, spec.PathParameters(d.Operations[0].Path); i < len(names); i++ {
		if value := found[i+1]; value == "." || value == ".." {
			return parts, false // taken out of a path on its way (RFC 3986 5.2.4)
		}
		parts.Path[names[i]] = found[i+1]
	}
	return parts, true
}

// templateOf is a regular expression for the paths of a template, with a group for each parameter.
func templateOf(path string) *regexp.Regexp {
	var b strings.Builder
	end := 0
	for _, at := range inTemplate.FindAllStringIndex(path, -1) {
		b.WriteString(anyEncoding(path[end:at[0]]) + "([^/]+?)")
		end = at[1]
	}
	return regexp.MustCompile("^" + b.String() + anyEncoding(path[end:]) + "$")
}

// anyEncoding is a regular expression for a text, each character of which may be percent-encoded.
func anyEncoding(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		switch {
		case c == '/':
			b.WriteByte(c)
		case c >= 0x80:
			fmt.Fprintf(&b, "(?i:%%%02x)", c)
		default:
			fmt.Fprintf(&b, "(?:%s|(?i:%%%02x))", regexp.QuoteMeta(string(rune(c))), c)
		}
	}
	return b.String()
}
