package summary

import (
	"cmp"
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// Narrowed says to which part of the contract a run was narrowed, as its flags
// do.
func Narrowed(run *result.Run) []string {
	var all []string
	for _, narrow := range []struct {
		flag  string
		words []string
	}{{"only", run.Only}, {"skip", run.Skip}, {"level", []string{run.Level}}} {
		if words := strings.Join(narrow.words, ", "); words != "" {
			all = append(all, narrow.flag+" "+words)
		}
	}
	return all
}

// Settings returns a line for each setting that which chooses: its name, value
// and origin. A nil which chooses all.
func Settings(run *result.Run, which func(result.Setting) bool) []string {
	var lines []string
	for _, s := range run.Settings {
		if which == nil || which(s) {
			lines = append(lines, fmt.Sprintf("%s %s (%s)", s.Name, s.Value, s.From))
		}
	}
	return lines
}

// Host returns the host and port of a URL.
func Host(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// Source says where a requirement comes from, and how firmly.
func Source(known *result.Requirement) string {
	source := strings.Join(known.Source, "; ")
	if known.Basis != "stated" {
		source += " (" + known.Basis + ")"
	}
	return source
}

// Place returns where the document has a requirement, as file:line; empty: it
// is not known.
func Place(r *result.Report, known *result.Requirement) string {
	if known.Line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d", FileOf(r, known), known.Line)
}

// FileOf returns the file that a requirement is in: the document, or an overlay.
func FileOf(r *result.Report, known *result.Requirement) string {
	return cmp.Or(known.File, r.Run.Document.File)
}

// Reach says how many requests, or calls of a client, showed a cause, of how many in which a check
// of it looked.
func Reach(c *result.Cause) string {
	if c.Looked >= c.Requests {
		return fmt.Sprintf("%d of %d", c.Requests, c.Looked)
	}
	return fmt.Sprint(c.Requests)
}

// SeenIn says how often a cause was seen. Of a case with random values a run
// keeps only the shortest that shows a cause: then the count of the requirement
// is higher.
func SeenIn(r *result.Report, c *result.Cause) string {
	known, kept := 0, 0
	if requirement, ok := r.Requirement(c.Requirement); ok {
		known = requirement.Broke
	}
	for i := range r.Causes {
		if r.Causes[i].Requirement == c.Requirement {
			kept += r.Causes[i].Requests
		}
	}
	seen := "in "
	if known > kept {
		seen = "in at least "
	}
	noun := "request"
	if r.Run.Client != "" { // its requests are judged call by call
		noun = "call"
	}
	if max(c.Looked, c.Requests) != 1 {
		noun += "s"
	}
	return seen + Reach(c) + " " + noun + ", " + text.Plural(len(c.Cases), "case")
}

// Seen says how often a cause was seen, in which cases, and how many other
// cases it explains.
func Seen(r *result.Report, c *result.Cause) string {
	seen := SeenIn(r, c) + ": " + text.Some(c.Cases, 4)
	if len(c.Subsumed) > 0 {
		seen += "; it subsumes findings of " + text.Plural(len(c.Subsumed), "other case")
	}
	return seen
}
