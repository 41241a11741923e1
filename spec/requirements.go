package spec

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"example.com/toeline/spec/strict"
)

// What contracts of servers and of clients have in common.

// validID is the form of ids of requirements and cases.
var validID = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)

// ValidID reports whether an id of a requirement or case has the right form.
func ValidID(id string) bool { return validID.MatchString(id) }

// Digest returns the SHA-256 of a file, in hexadecimal.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Requirements are the requirements of a contract, in its order.
type Requirements []Requirement

// Find returns the requirement of an id.
func (rs Requirements) Find(id string) (Requirement, bool) {
	for i := range rs { // by index: copying each costs more than the comparison
		if r := &rs[i]; r.ID == id {
			return *r, true
		}
	}
	return Requirement{}, false
}

// Requirement returns the requirement of an id.
func (d *Contract) Requirement(id string) (Requirement, bool) {
	at, ok := d.RequirementAt(id)
	if !ok {
		return Requirement{}, false
	}
	return d.Requirements[at], true
}

// RequirementAt returns the index in Requirements of an id.
func (d *Contract) RequirementAt(id string) (int, bool) {
	d.indexed.Do(func() {
		d.index = make(map[string]int, len(d.Requirements))
		for i := range d.Requirements {
			if _, twice := d.index[d.Requirements[i].ID]; !twice {
				d.index[d.Requirements[i].ID] = i
			}
		}
	})
	at, ok := d.index[id]
	return at, ok
}

// IDs returns the ids.
func (rs Requirements) IDs() []string {
	ids := make([]string, len(rs))
	for i, r := range rs {
		ids[i] = r.ID
	}
	return ids
}

// known returns the ids as a set, with the empty one, which names none.
func (rs Requirements) known() map[string]bool {
	known := map[string]bool{"": true}
	for i := range rs {
		known[rs[i].ID] = true
	}
	return known
}

// LintIDs reports ids that are used twice or malformed, with the requirement's index.
func (rs Requirements) LintIDs(report func(i int, message string)) {
	seen := map[string]strict.Pos{}
	for i, r := range rs {
		if r.ID == "" {
			continue // the decoder reports it
		}
		if first, ok := seen[r.ID]; ok {
			report(i,
				fmt.Sprintf("requirement %q is there already, in %s; give each its own id",
					r.ID, first.There()))
		}
		if !ValidID(r.ID) {
			report(i,
				fmt.Sprintf("requirement id %q: use letters, digits, hyphens, underscores and dots",
					r.ID))
		}
		seen[r.ID] = r.Pos
	}
}

// LintCoverage reports requirements that none of the ids of checks names. An id that
// is probably a slip for a requirement counts for it: the slip is reported already.
func (rs Requirements) LintCoverage(checks []string, report func(i int, message string)) {
	known, checked := rs.known(), map[string]bool{}
	for _, id := range checks {
		if !known[id] && !checked[id] {
			checked[strict.Suggest(id, rs.IDs())] = true
		}
		checked[id] = true
	}
	for i, r := range rs {
		if r.ID != "" && !checked[r.ID] {
			report(i, fmt.Sprintf("requirement %q has no check: give a case one, "+
				"or move the sentence to excluded with its reason", r.ID))
		}
	}
}

// UnknownName words that a name is not known, and suggests one.
func UnknownName(what, got string, known []string) (message, suggestion string) {
	near := strict.Suggest(got, known)
	message = fmt.Sprintf("unknown %s %q", what, got)
	if near == "" && len(known) > 0 {
		message += "; known here: " + strings.Join(known, ", ")
	}
	return message, near
}

// NotEmbedded returns the error for a name of an embedded document of a kind, such as
// "document", that does not exist.
func NotEmbedded(kind, name string, known []string) error {
	if near := strict.Suggest(name, known); near != "" {
		return fmt.Errorf("no embedded %s %q (did you mean %q?)", kind, name, near)
	}
	return fmt.Errorf("no embedded %s %q; use one of %s, or the path of a file",
		kind, name, strings.Join(known, ", "))
}

// indexOperations finds the operations by their names, of several of one name the first.
func (d *Contract) indexOperations() {
	d.byName = map[string]int{}
	for i, op := range d.Operations {
		for _, name := range []string{op.Method + " " + op.Path, op.ID} {
			if _, known := d.byName[name]; !known && name != "" {
				d.byName[name] = i
			}
		}
	}
}
