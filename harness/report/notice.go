package report

import (
	"fmt"

	"example.com/toeline/harness/result"
)

// notice is what a reader must know of a run before its results: Label says
// what it is, Text all of it.
type notice struct {
	Label, Text string
	// Grave says that results are missing, or mean less than they seem to.
	Grave bool
}

// notices are what every format tells of how a run went.
func notices(r *result.Report) []notice {
	var all []notice
	for _, n := range []notice{
		{"Replay", replayText(&r.Run), false},
		{"Cut short", r.Run.CutShort, true},
		{"Stopped before further effects", r.Run.Stopped, true},
		{"Identical responses", r.Identical, true},
	} {
		if n.Text != "" {
			all = append(all, n)
		}
	}
	for _, note := range r.Run.Notes {
		all = append(all, notice{Label: "Note", Text: note})
	}
	return all
}

// replayText says that nobody was asked, and how old the answers are; empty:
// the run is no replay.
func replayText(run *result.Run) string {
	if run.Replay == nil {
		return ""
	}
	text := fmt.Sprintf("of a run of %s; nothing was sent: %s", run.Started.Format("2006-01-02 15:04:05 UTC"), run.Replay.File)
	if run.Replay.DocumentSHA256 != run.Document.SHA256 {
		text += ". The document has changed since."
	}
	return text
}
