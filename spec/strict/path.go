package strict

import (
	"slices"
	"strconv"
	"strings"
)

// maxPathBytes bounds a printed path: deep nesting times many problems must not fill the memory.
// The beginning is cut off, because the line shows where it is.
const maxPathBytes = 1 << 10

// path is the way from the root to a node, linked upwards so that a step costs
// one small allocation and text is made only for problems. nil is the root.
type path struct {
	up   *path
	step string // ready to print: .key, ["odd key"] or [3]
}

func (p *path) key(name string) *path { return &path{up: p, step: keyStep(name)} }

func (p *path) index(i int) *path { return &path{up: p, step: "[" + strconv.Itoa(i) + "]"} }

// String joins the steps: cases[3].checks["/a b"].status.
func (p *path) String() string {
	var steps []string
	size := 0
	for ; p != nil; p = p.up {
		if size += len(p.step); size > maxPathBytes {
			steps = append(steps, "…")
			break
		}
		steps = append(steps, p.step)
	}
	slices.Reverse(steps)
	return strings.TrimPrefix(strings.Join(steps, ""), ".")
}

// keyStep writes plain keys bare and quotes those that would make the path
// ambiguous or break the line.
func keyStep(name string) string {
	plain := name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			strings.ContainsRune("_-$", r))
	})
	if plain && len(name) <= maxQuoted {
		return "." + name
	}
	return "[" + quote(name) + "]"
}

// maxQuoted is how many characters of a value a message repeats.
const maxQuoted = 60

// quote returns s in quotes, cut to what a line of output can bear.
func quote(s string) string { return strconv.Quote(clip(s)) }

func clip(s string) string {
	n := 0
	for i := range s {
		if n == maxQuoted {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
