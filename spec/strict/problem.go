package strict

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"

	"go.yaml.in/yaml/v4"
)

// MaxProblems is how many problems one Parse or Decode lists. One more says
// that the rest was left out, so that a hostile file cannot fill the memory.
const MaxProblems = 10_000

// Pos is a place in a file, both counted from 1, columns in characters. The
// zero value means unknown; Column alone may be 0 where only the line is known.
type Pos struct {
	Line, Column int
	// File is the file of the place, where a tree was put together from several; empty: the one
	// that the tree was read from.
	File string
}

// PosOf returns where n begins; unknown for nil.
func PosOf(n *yaml.Node) Pos {
	if n == nil {
		return Pos{}
	}
	pos := Pos{Line: n.Line, Column: n.Column}
	if n.Kind != yaml.AliasNode && n.Alias != nil {
		pos.File = n.Alias.Value
	}
	return pos
}

// Mark notes the file of every node of a tree, for PosOf: before the tree becomes part of another
// file's. A node has no field of its own for that, and Alias is free in all but aliases.
func Mark(n *yaml.Node, file string) { mark(n, &yaml.Node{Value: file}) }

func mark(n, file *yaml.Node) {
	if n.Kind == yaml.AliasNode || n.Alias != nil {
		return
	}
	n.Alias = file
	for _, child := range n.Content {
		mark(child, file)
	}
}

// Place puts every node of a tree at one place.
func Place(n *yaml.Node, pos Pos) {
	n.Line, n.Column = pos.Line, pos.Column
	if n.Kind != yaml.AliasNode && pos.File != "" {
		n.Alias = &yaml.Node{Value: pos.File}
	}
	for _, child := range n.Content {
		Place(child, pos)
	}
}

// Where returns "line:column", "line" where the column is unknown, or "". It is
// not called String, because then every type that embeds a Pos would print as one.
func (p Pos) Where() string {
	switch {
	case p.Line <= 0:
		return ""
	case p.Column <= 0:
		return fmt.Sprint(p.Line)
	}
	return fmt.Sprintf("%d:%d", p.Line, p.Column)
}

// There returns where else something is, for a message: "line 5", or "line 5 of FILE".
func (p Pos) There() string {
	if p.File != "" {
		return fmt.Sprintf("line %d of %s", p.Line, p.File)
	}
	return fmt.Sprintf("line %d", p.Line)
}

// Problem is one mistake in a file.
type Problem struct {
	File string // as the caller named it; "" if it has no name
	Pos
	Path       string // such as cases[3].checks[0].status; "" is the root
	Message    string // what is wrong, for a reader who sees File, Pos and Path beside it
	Suggestion string // what was perhaps meant, bare; "" when nothing is near
}

// String returns one line:
//
//	file:12:7: cases[3]: unknown key "sttaus" (did you mean "status"?)
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.In())
	if at := p.Where(); at != "" {
		if p.In() == "" {
			b.WriteString("line ")
		} else {
			b.WriteByte(':')
		}
		b.WriteString(at)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	if p.Path != "" {
		b.WriteString(p.Path + ": ")
	}
	b.WriteString(p.Message)
	if p.Suggestion != "" {
		fmt.Fprintf(&b, " (did you mean %q?)", p.Suggestion)
	}
	return strings.NewReplacer("\r", " ", "\n", " ").Replace(b.String())
}

// In returns the file of the mistake.
func (p Problem) In() string { return cmp.Or(p.Pos.File, p.File) }

// Error is String.
func (p Problem) Error() string { return p.String() }

// Problems are the mistakes found; nil means none. Return Err(), never the
// slice itself, where a function's result is an error.
type Problems []Problem

// Err returns the problems as an error; nil if the list is empty.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Error lists the problems by file and position, one a line.
func (ps Problems) Error() string {
	sorted := slices.Clone(ps)
	sorted.Sort()
	lines := make([]string, len(sorted))
	for i, p := range sorted {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Sort orders the problems by file, position, path and message.
func (ps Problems) Sort() {
	sort.SliceStable(ps, func(i, j int) bool {
		a, b := &ps[i], &ps[j]
		return cmp.Or(cmp.Compare(a.In(), b.In()), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Message, b.Message)) < 0
	})
}

// collector gathers the problems of one run, up to MaxProblems. It counts beyond that, so that a
// full list is not taken for all of them.
type collector struct {
	file  string
	list  Problems
	count int
}

func (c *collector) add(pos Pos, at *path, message, suggestion string) {
	c.count++
	if c.count > MaxProblems+1 {
		return
	}
	if c.count == MaxProblems+1 {
		c.list = append(c.list, Problem{
			File:    c.file,
			Message: fmt.Sprintf("more than %d problems: the rest is left out", MaxProblems),
		})
		return
	}
	c.list = append(c.list, Problem{
		File: c.file, Pos: pos, Path: at.String(), Message: message, Suggestion: suggestion,
	})
}

// full reports whether further problems are no longer worth wording.
func (c *collector) full() bool { return c.count > MaxProblems }

func (c *collector) sorted() Problems {
	c.list.Sort()
	return c.list
}
