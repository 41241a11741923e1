package summary

import (
	"fmt"

	"example.com/toeline/harness/result"
)

// Notice is what a reader must know of a run before its results: Label says
// what it is, Text all of it.
type Notice struct {
	Label, Text string
	// Grave means that results are missing, or mean less than they seem to.
	Grave bool
}

// Notices returns what every format says of how a run went.
func Notices(r *result.Report) []Notice {
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
	return all
}

// ReplayText says that nothing was sent, and how old the responses are; empty:
// the run is not a replay.
func ReplayText(run *result.Run) string {
	if run.Replay == nil {
		return ""
	}
	text := fmt.Sprintf("of a run of %s; nothing was sent: %s",
		run.Started.Format("2006-01-02 15:04:05 UTC"), run.Replay.File)
	if run.Replay.DocumentSHA256 != run.Document.SHA256 {
		text += ". The document has changed since."
	}
	return text
}
