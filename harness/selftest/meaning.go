package selftest

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"example.com/toeline/spec"
)

// WriteMarkdown prints what a green run means: for each requirement, how many
// of the defects it found, how many of them it alone, and one of them.
func (s *Summary) WriteMarkdown(w io.Writer) error {
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("| requirement | level | defects that break it | it alone | such as " +
		"|\n|---|---|---|---|---|\n")
	for _, r := range doc.Requirements {
		all, alone, example := s.against(r.ID)
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %s |\n", r.ID, r.Level, all, alone, example)
	}
	found, defects := s.Count(KindDefect)
	quiet, variations := s.Count(KindVariation)
	fmt.Fprintf(&b, "\n%d of %d defects found, %d false alarms over %d variations.\n",
		found, defects, variations-quiet, variations)
	_, err = io.WriteString(w, b.String())
	return err
}

// against counts the defects that break a requirement, and those that break
// nothing else, and names one: of the latter if there is any.
func (s *Summary) against(id string) (all, alone int, example string) {
	for _, row := range s.Rows {
		if row.Kind != KindDefect || !slices.Contains(row.Got, id) {
			continue
		}
		all++
		if len(row.Got) == 1 {
			alone++
		}
		if example == "" || alone == 1 && len(row.Got) == 1 {
			example = row.Name
		}
	}
	return all, alone, example
}
