package selftest

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// The kinds of rows.
const (
	KindReference   = "reference" // the reference server itself
	KindDefect      = "defect"
	KindVariation   = "variation"
	KindNull        = "null"    // a server that knows no contract
	KindHostile     = "hostile" // a server that tries to stop, bloat or rob a run
	KindClient      = "wrong client"
	KindRightClient = "right client"
)

// Row is one target and what the suite reports of it.
type Row struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Want and Got are requirement ids, sorted: broken of a defect; broken and
	// gating of a variation.
	Want []string `json:"want"`
	Got  []string `json:"got"`
	OK   bool     `json:"ok"`
	// Detail is one line for people where OK is false; else mostly empty.
	Detail string `json:"detail,omitempty"`
}

// Summary is what the suite found in all targets.
type Summary struct {
	Rows    []Row         `json:"rows"`
	Elapsed time.Duration `json:"elapsed"` // nanoseconds in JSON
}

// OK reports whether every row is as it should be. Without a row it is false.
func (s *Summary) OK() bool {
	for _, r := range s.Rows {
		if !r.OK {
			return false
		}
	}
	return len(s.Rows) > 0
}

// Count returns how many rows of a kind are as they should be, of how many.
func (s *Summary) Count(kind string) (ok, all int) {
	for _, r := range s.Rows {
		if r.Kind == kind {
			all++
			if r.OK {
				ok++
			}
		}
	}
	return ok, all
}

// WriteText prints a line a target, and at the end what was found of all.
func (s *Summary) WriteText(w io.Writer) error {
	var b strings.Builder
	kind, width := "", s.width()
	for _, r := range s.Rows {
		if r.Kind != kind {
			kind = r.Kind
			fmt.Fprintf(&b, "%ss\n", kind)
		}
		line := fmt.Sprintf("  %-4s  %-*s  %s", mark(r.OK), width, r.Name, strings.Join(r.Got, " "))
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		if !r.OK {
			fmt.Fprintf(&b, "        %-*s  %s\n", width, "", r.Detail)
		}
	}
	found, defects := s.Count(KindDefect)
	quiet, variations := s.Count(KindVariation)
	fmt.Fprintf(&b, "selftest: %d/%d defects found, %d/%d false alarms\n", found, defects,
		variations-quiet, variations)
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *Summary) width() int {
	width := 0
	for _, r := range s.Rows {
		width = max(width, len(r.Name))
	}
	return width
}

func mark(ok bool) string {
	if ok {
		return "ok"
	}
	return "FAIL"
}

// WriteJSON prints the rows as JSON.
func (s *Summary) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(s)
}
