package har

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"time"

	rec "example.com/toeline/harness/internal/recording"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// recordingVersion is the version of what toeline adds to a HAR. It changes
// when a reader of the former one would go wrong.
const recordingVersion = 3

// harVersion is the version of the format:
// http://www.softwareishard.com/blog/har-12-spec/
const harVersion = "1.2"

// Writer writes all requests of a run and their responses, redacted, as an HTTP archive of
// version 1.2. What the format has no place for is under _toeline, as the format allows: from it
// toeline judges the run again.
type Writer struct{}

// recording is what a HAR holds beyond its entries.
type recording struct {
	SchemaVersion int `json:"schemaVersion"`
	*rec.Recording
	Facts rec.Facts `json:"facts"`
	// Settings are those of the run that sent; a replay has its own.
	Settings []result.Setting `json:"settings,omitempty"`
	// Unsent are the requests of the plan that were not sent.
	Unsent []rec.Recorded `json:"unsent,omitempty"`
}

type harTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type harPage struct {
	Started time.Time `json:"startedDateTime"`
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	Timings struct{}  `json:"pageTimings"`
}

// Write writes a recorded run as a HAR, an entry a line.
func (Writer) Write(w io.Writer, r *result.Report) error {
	made, ok := r.Recording.(*rec.Recording)
	if !ok {
		return errors.New("har: the exchanges of this run were not recorded")
	}
	out := bufio.NewWriter(w)
	entries := slices.Clone(made.Entries)
	sort.SliceStable(entries, func(i, j int) bool {
		return startOf(entries[i], r).Before(startOf(entries[j], r))
	})
	mine := recording{
		SchemaVersion: recordingVersion, Recording: made, Facts: made.Facts,
		Settings: r.Run.Settings,
	}
	entries = slices.DeleteFunc(entries, func(e rec.Recorded) bool {
		if e.Exchange == nil {
			mine.Unsent = append(mine.Unsent, e)
		}
		return e.Exchange == nil
	})
	sort.SliceStable(mine.Unsent, func(i, j int) bool {
		a, b := &mine.Unsent[i], &mine.Unsent[j]
		return cmp.Or(strings.Compare(a.Case, b.Case), cmp.Compare(a.Instance, b.Instance),
			cmp.Compare(a.Step, b.Step), cmp.Compare(a.Turn, b.Turn)) < 0
	})
	fmt.Fprintf(out, "{\"log\": {\n\"version\": %q", harVersion)
	var failed error
	member := func(name string, v any) {
		value, err := compact(v)
		failed = errors.Join(failed, err)
		fmt.Fprintf(out, ",\n%q: %s", name, value)
	}
	member("creator", harTool(r.Tool))
	member("pages", pagesOf(entries, r))
	member("comment", commentOf(r))
	member("_toeline", mine)
	fmt.Fprint(out, ",\n\"entries\": [")
	separator := "\n"
	for _, e := range entries {
		value, err := compact(newEntry(e, startOf(e, r)))
		failed = errors.Join(failed, err)
		fmt.Fprintf(out, "%s%s", separator, value)
		separator = ",\n"
	}
	fmt.Fprint(out, "\n]\n}}\n")
	return errors.Join(failed, out.Flush())
}

// commentOf says how the run went.
func commentOf(r *result.Report) string {
	shown := []string{fmt.Sprintf("%s %s, judged by toeline at %s: exit %d, %s",
		r.Run.Document.Title, r.Run.Document.Version, r.Run.Target, r.Run.ExitCode, r.Run.Reason)}
	if r.Run.Stopped != "" {
		shown = append(shown, "stopped before further effects: "+r.Run.Stopped)
	}
	return strings.Join(append(shown, r.Run.Notes...), "; ")
}

// compact is JSON on one line, with < and > as they are.
func compact(v any) (string, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return strings.TrimRight(string(text.JSON([]byte(b.String()))), "\n"), err
}

// startOf is when an exchange began; one of which nothing was sent has no time
// of its own, and the format wants one.
func startOf(e rec.Recorded, r *result.Report) time.Time {
	if e.Exchange == nil || e.Exchange.Start.IsZero() {
		return r.Run.Started
	}
	return e.Exchange.Start.UTC()
}

// pagesOf groups the entries by situation, as viewers show them.
func pagesOf(entries []rec.Recorded, r *result.Report) []harPage {
	pages := []harPage{}
	seen := map[string]bool{}
	for _, e := range entries {
		situation := situationOf(e.Case)
		if !seen[situation] {
			seen[situation] = true
			pages = append(pages, harPage{Started: startOf(e, r), ID: situation, Title: situation})
		}
	}
	return pages
}

func situationOf(caseID string) string {
	situation, _, _ := strings.Cut(caseID, ".")
	return situation
}
