package clients

import (
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
