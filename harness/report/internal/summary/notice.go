package summary

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// Notice is what a reader must know of a run before its results: Label says
// what it is, Text all of it.
type Notice struct {
	Label, Text string
	// Grave means that results are missing, or mean less than they seem to.
	Grave bool
}

// MostNotJudged is how many lines of what is not judged a text shows; the JSON and HTML reports
// have all.
const MostNotJudged = 10

// NotJudged returns so many lines of what of the contract was not judged, and one more that says
// how many are left out.
func NotJudged(r *result.Report, most int) []string {
	lines := slices.Clone(r.Run.NotJudged)
	if more := len(lines) - most; more > 0 {
		lines = append(lines[:most], fmt.Sprintf("%d more: the JSON and HTML reports list them",
			more))
	}
	if came := r.Run.NeverCame; len(came) > 0 {
		line := "documented responses that never came: " +
			strings.Join(came[:min(len(came), most)], "; ")
		if more := len(came) - most; more > 0 {
			line += fmt.Sprintf("; and of %d more operations", more)
		}
		lines = append(lines, line)
	}
	return lines
}

// fewNotJudged is how many parts of a contract that were not judged a reader is shown unasked.
const fewNotJudged = 3

// NotJudgedBriefly returns what of the contract was not judged in few lines, for people: what is
// many is counted, and the last words of a line say which other place lists it.
func NotJudgedBriefly(r *result.Report, place string) []string {
	lines := slices.Clone(r.Run.NotJudged)
	if more := len(lines) - fewNotJudged; more > 1 {
		lines = append(lines[:fewNotJudged],
			fmt.Sprintf("%d more parts of the contract: %s", more, place))
	}
	responses := 0
	for _, operation := range r.Run.NeverCame { // "GET /books 404, 410"
		responses += 1 + strings.Count(operation, ", ")
	}
	if responses > 0 {
		lines = append(lines, text.Plural(responses, "documented response")+" that never came: "+
			place)
	}
	return lines
}

// Notices returns what every format says of how a run went, with so many lines of what was not
// judged; zero: briefly.
func Notices(r *result.Report, most int) []Notice {
	var all []Notice
	for _, n := range []Notice{
		{"Replay", ReplayText(&r.Run), false},
		{"Cut short", r.Run.CutShort, true},
		{"Stopped before further effects", r.Run.Stopped, true},
		{"Identical responses", r.Identical, true},
	} {
		if n.Text != "" {
			all = append(all, n)
		}
	}
	for _, note := range r.Run.Notes {
		all = append(all, Notice{Label: "Note", Text: note})
	}
	lines := NotJudged(r, most)
	if most == 0 {
		lines = NotJudgedBriefly(r, "the HTML and JSON reports list them")
	}
	for _, line := range lines {
		all = append(all, Notice{Label: "Not judged", Text: line})
	}
	return all
}

// ReplayText says that nothing was sent, and how old the responses are; empty:
// the run is not a replay.
func ReplayText(run *result.Run) string {
	if run.Replay == nil {
		return ""
	}
	said := fmt.Sprintf("of a run of %s; nothing was sent: %s",
		run.Started.Format("2006-01-02 15:04:05 UTC"), run.Replay.File)
	if run.Replay.DocumentSHA256 != run.Document.SHA256 {
		said += ". The document has changed since."
	}
	return said
}
