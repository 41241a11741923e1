package waiver

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// Schema is the JSON Schema (2020-12) of the file of known failures, for editors.
//
//go:embed waivers.schema.json
var Schema []byte

// Unfilled begins a text that is not written yet. Update writes it where a person must add
// something, and Load refuses it.
const Unfilled = "FILL IN"

// File is a file of known failures. Its zero value waives nothing.
type File struct {
	Name    string  `yaml:"-"` // as the user gave it
	Version int     `yaml:"version,required"`
	Waivers []Entry `yaml:"waivers,required"`
}

// Version is the version of the files that this package reads and writes. In version 2 an entry
// names the failures that it waives.
const Version = 2

// Entry is a known failure. It names requirements, cases, or both: then a finding must match both.
type Entry struct {
	strict.Pos
	// Requirement and Case are patterns of ids: * matches one dotted component (or a part of one),
	// ** any number.
	Requirement Patterns `yaml:"requirement"`
	Case        Patterns `yaml:"case"`
	// Fingerprints are the failures that it waives of what it names.
	Fingerprints Fingerprints `yaml:"fingerprints,required"`
	// Target is a pattern of base URLs: * matches anything but a slash, ** anything; empty: every
	// target.
	Target Target `yaml:"target"`
	// Reason says why it fails, and why that is accepted.
	Reason Text `yaml:"reason,required"`
	// Owner is who will fix it.
	Owner Text `yaml:"owner,required"`
	// Link is the URL of an issue about it.
	Link Link `yaml:"link"`
	// Expires is the last day (UTC) of the waiver, as 2026-12-31.
	Expires Date `yaml:"expires"`
	// Flaky reports whether it fails only at times.
	Flaky bool `yaml:"flaky"`
}

// Load reads a file of known failures. The error is strict.Problems, each with its line.
func Load(name string, data []byte) (*File, error) {
	f, problems := read(name, data)
	for i, e := range f.Waivers {
		for _, text := range []struct {
			key string
			Text
		}{{"reason", e.Reason}, {"owner", e.Owner}} {
			if text.unfilled() {
				problems = append(problems, strict.Problem{
					File: name, Pos: text.Pos, Path: fmt.Sprintf("waivers[%d].%s", i, text.key),
					Message: fmt.Sprintf("this is not filled in yet: write it in place of %q",
						text.Text.Text),
				})
			}
		}
	}
	problems.Sort()
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return f, nil
}

// read reads a file in which texts may be unfilled.
func read(name string, data []byte) (*File, strict.Problems) {
	f := &File{Name: name}
	if old := otherVersion(name, data); len(old) > 0 {
		return f, old
	}
	if len(bytes.TrimSpace(data)) == 0 { // as touch makes it: it waives nothing
		f.Version = Version
		return f, nil
	}
	problems := strict.Unmarshal(name, data, f)
	if len(f.Waivers) > mostWaivers {
		return f, strict.Problems{{
			File: name, Pos: f.Waivers[mostWaivers].Pos, Path: "waivers",
			Message: fmt.Sprintf("%d entries, of which %d can be applied: join some by patterns, "+
				"as case: [not-found.**]", len(f.Waivers), mostWaivers),
		}}
	}
	return f, append(problems, f.duplicates()...)
}

// mostWaivers bounds the work of a run: each entry is looked up in each case.
const mostWaivers = 10_000

// duplicates returns a problem for each entry that waives the same as one before it.
func (f *File) duplicates() strict.Problems {
	var all strict.Problems
	first := map[string]strict.Pos{}
	for i, e := range f.Waivers {
		key := fmt.Sprint(e.Requirement.texts(), e.Case.texts(), e.Target, e.Fingerprints.List)
		if known, ok := first[key]; ok {
			all = append(all, strict.Problem{
				File: f.Name, Pos: e.Pos, Path: fmt.Sprintf("waivers[%d]", i),
				Message: fmt.Sprintf("waives the same as the entry on line %d: keep one",
					known.Line),
			})
			continue
		}
		first[key] = e.Pos
	}
	return all
}

// UnmarshalStrict implements strict.Unmarshaler.
func (e *Entry) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain Entry // without this method
	if d.Decode(n, (*plain)(e)) && len(e.Requirement)+len(e.Case) == 0 {
		d.Problem(n, "names nothing that is waived: give requirement, case, or both")
	}
}

// Patterns are one pattern of ids, or a list of them.
type Patterns []result.WaiverPattern

// UnmarshalStrict reads a text as a list of one.
func (p *Patterns) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		if nodes = n.Content; len(nodes) == 0 {
			d.Problem(n, "is empty: name at least one id, or leave the key out")
		}
	}
	seen := map[string]bool{}
	for i, node := range nodes {
		at := d
		if node != n {
			at = d.Index(i)
		}
		var text string
		if !at.Decode(node, &text) {
			continue
		}
		parsed, err := spec.ParsePattern(text)
		switch {
		case err != nil:
			at.Problem(node, "%v", err)
		case seen[text]:
			at.Problem(node, "%q is here twice: keep one", text)
		}
		seen[text] = true
		*p = append(*p, result.WaiverPattern{Pattern: parsed, Line: node.Line})
	}
}

func (p Patterns) texts() []string {
	var all []string
	for _, one := range p {
		all = append(all, one.String())
	}
	return all
}

// Text is a text that a person must write.
type Text struct {
	strict.Pos
	Text string
}

// UnmarshalStrict refuses an empty text.
func (t *Text) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	t.Pos = strict.PosOf(n)
	if d.Decode(n, &t.Text) && strings.TrimSpace(t.Text) == "" {
		d.Problem(n, "is empty: a waiver says why, and who will mend it")
	}
	t.Text = strings.Join(strings.Fields(t.Text), " ") // it is one line in reports
}

func (t Text) unfilled() bool { return strings.HasPrefix(t.Text, Unfilled) }

// Link is an absolute http or https URL.
type Link string

// UnmarshalStrict refuses what is not such a URL.
func (l *Link) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	var text string
	if !d.Decode(n, &text) {
		return
	}
	if !isLink(text) {
		d.Problem(n, "is not a link: write the whole URL, with https://")
	}
	*l = Link(text)
}

func isLink(text string) bool {
	return strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
}
