package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// SARIF is the report for code scanning, in version 2.1.0: a rule a
// requirement, a result a cause, at its place in a file of the user.
// Fingerprints are the same in each run, so that a scanner knows a result
// again.
type SARIF struct{}

// waiverRule is the rule of waivers that fail a run.
const waiverRule = "waiver"

// Write implements Handler.
func (SARIF) Write(w io.Writer, r *result.Report) error {
	made := sarif.NewReport()
	run := sarif.NewRun()
	run.Tool = sarif.NewTool().
		WithDriver(sarif.NewToolComponent().WithName(r.Tool.Name).WithVersion(r.Tool.Version))
	name := strings.ReplaceAll(text.Visible(documentName(r)), ".", "/")
	run.WithAutomationDetails(sarif.NewRunAutomationDetails().WithID("toeline/" + name + "/"))
	run.WithProperties(sarif.NewPropertyBag().Add("target", text.Visible(r.Run.Target)))
	if d := &r.Run.Document; !d.Embedded {
		run.AddDistinctArtifact(sarifURI(d.File)).
			WithHashes(map[string]string{"sha-256": d.SHA256})
	}
	for i := range r.Requirements {
		sarifRule(run, &r.Requirements[i])
	}
	for i := range r.Causes {
		sarifCause(run, r, &r.Causes[i])
	}
	for _, waiver := range r.FailingWaivers() {
		sarifWaiver(run, waiver)
	}
	run.AddInvocation(sarifInvocation(r))
	made.AddRun(run)
	var b bytes.Buffer
	if err := made.PrettyWrite(&b); err != nil {
		return err
	}
	_, err := w.Write(text.JSON(b.Bytes()))
	return err
}

// sarifLevel returns the severity of a failed requirement of a level.
func sarifLevel(level string) string {
	switch level {
	case "must":
		return sarif.LevelError
	case "should":
		return sarif.LevelWarning
	}
	return sarif.LevelNote
}

// sarifRule adds the rule of a requirement. Its help is the requirement.
func sarifRule(run *sarif.Run, known *result.Requirement) {
	demand, source := text.Unlinked(known.Text), summary.Source(known)
	help := fmt.Sprintf("%s\n\nLevel: %s. Source: %s.", demand, known.Level, text.Unlinked(source))
	markdown := fmt.Sprintf("%s\n\n**Level**: %s. **Source**: %s.",
		text.Markdown(known.Text), known.Level, text.Markdown(source))
	if known.Note != "" {
		help += "\n\n" + text.Unlinked(known.Note)
		markdown += "\n\n" + text.Markdown(known.Note)
	}
	run.AddRule(text.Visible(known.ID)).
		WithShortDescription(sarif.NewMultiformatMessageString().WithText(demand)).
		WithFullDescription(sarif.NewMultiformatMessageString().WithText(demand)).
		WithHelp(sarif.NewMultiformatMessageString().WithText(help).WithMarkdown(markdown)).
		WithDefaultConfiguration(
			sarif.NewReportingConfiguration().WithLevel(sarifLevel(known.Level))).
		WithProperties(sarif.NewPropertyBag().Add("level", known.Level).
			Add("basis", known.Basis).Add("standing", known.Status).
			WithTags([]string{"contract", known.Level}))
}

// sarifCause adds the result of a cause. What fails the run is an error, what
// is known to fail is suppressed.
func sarifCause(run *sarif.Run, r *result.Report, c *result.Cause) {
	level := sarifLevel(c.Level)
	if c.Gating {
		level = sarif.LevelError
	} else if level == sarif.LevelError {
		level = sarif.LevelWarning
	}
	file, line := summary.PlaceOfCause(r, c)
	message := fmt.Sprintf("%s: %s: expected %s, got %s; %s",
		c.Where, result.SaidReason(c.Reason), c.Example.Expected, c.Example.Got, summary.Seen(r, c))
	prints := fingerprint(r.Run.Document.Name(), c.Requirement, strings.ToLower(c.Where), c.Reason)
	result := run.CreateResultForRule(text.Visible(c.Requirement)).
		WithLevel(level).WithKind("fail").WithMessage(sarif.NewTextMessage(text.Unlinked(message))).
		WithOccurrenceCount(c.Findings).
		WithPartialFingerprints(prints).
		WithProperties(sarif.NewPropertyBag().Add("cases", c.Cases).
			Add("expected", text.Visible(c.Example.Expected)).
			Add("got", text.Visible(c.Example.Got)).Add("verify", text.Visible(c.Verify)))
	if lines := c.Lines(); len(lines) > 1 {
		result.Properties.Add("curl", text.Visible(lines[0]))
	}
	result.AddLocation(sarifLocation(file, line))
	if example, ok := r.Case(c.Cases[0]); ok {
		sarifExchange(result, example.Exchange(&c.Example))
	}
	if waiver := r.WaiverOf(c.Waiver); waiver != nil {
		result.AddSuppression(sarif.NewSuppression().WithKind("external").WithStatus("accepted").
			WithJustification(text.Unlinked(waiver.Reason + " (" + summary.Terms(waiver) + ")")).
			WithLocation(sarifLocation(waiver.File, waiver.Line)))
	}
}

// sarifWaiver adds the result of a waiver that fails the run, at its line.
func sarifWaiver(run *sarif.Run, w *result.Waiver) {
	run.AddRule(waiverRule).
		WithShortDescription(sarif.NewMultiformatMessageString().
			WithText("A waiver names what is known to fail, and nothing else.")).
		WithHelp(sarif.NewMultiformatMessageString().
			WithText("A waiver that no longer fails, has expired or matches nothing is to be" +
				" taken out of its file, or mended.")).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarif.LevelError))
	about := summary.About(w)
	run.CreateResultForRule(waiverRule).WithLevel(sarif.LevelError).WithKind("fail").
		WithMessage(sarif.NewTextMessage(text.Unlinked(about + ": " + w.Why))).
		WithPartialFingerprints(fingerprint(waiverRule, string(w.State), about)).
		AddLocation(sarifLocation(w.File, w.Line))
}

// fingerprint returns the fingerprint of parts that stay the same between runs,
// by its version.
func fingerprint(parts ...string) map[string]string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return map[string]string{"toeline/v1": hex.EncodeToString(sum[:])}
}

func sarifLocation(file string, line int) *sarif.Location {
	place := sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewSimpleArtifactLocation(sarifURI(file)))
	if line > 0 {
		place.WithRegion(sarif.NewRegion().WithStartLine(line))
	}
	return sarif.NewLocationWithPhysicalLocation(place)
}

// sarifURI returns a file's name as a URI, relative where the name is.
func sarifURI(file string) string {
	made := url.URL{Path: filepath.ToSlash(file)}
	if filepath.IsAbs(file) {
		made.Scheme = "file"
	}
	return made.String()
}

// sarifInvocation says how the run ended, and what it left untested.
func sarifInvocation(r *result.Report) *sarif.Invocation {
	run := &r.Run
	made := sarif.NewInvocation().WithExecutionSuccessful(run.ExitCode <= 1).
		WithExitCode(run.ExitCode).
		WithExitCodeDescription(text.Unlinked(summary.VerdictOf(r).Line))
	if !run.Started.IsZero() {
		end := run.Started.Add(time.Duration(run.Milliseconds * float64(time.Millisecond)))
		made.WithStartTimeUtc(run.Started.UTC().Format(time.RFC3339Nano)).
			WithEndTimeUtc(end.UTC().Format(time.RFC3339Nano))
	}
	if settings := summary.Settings(run, nil); len(settings) > 0 {
		for i, line := range settings {
			settings[i] = text.Visible(line)
		}
		made.WithProperties(sarif.NewPropertyBag().Add("settings", settings))
	}
	notify := func(level, message string) {
		made.AddToolExecutionNotification(sarif.NewNotification().WithLevel(level).
			WithMessage(sarif.NewTextMessage(text.Unlinked(message))))
	}
	if run.Preflight != "" {
		notify(sarif.LevelError, run.Preflight)
	}
	for _, n := range summary.Notices(r, summary.MostNotJudged) {
		level := sarif.LevelNote
		if n.Grave {
			level = sarif.LevelError
		}
		notify(level, n.Label+": "+n.Text)
	}
	for _, group := range summary.UntestedGroups(r) {
		for _, known := range group.Requirements {
			level := sarif.LevelWarning
			if run.FailsUntested(known) {
				level = sarif.LevelError
			}
			notify(level, known.ID+" is untested: "+text.Some(group.Why, 3))
		}
	}
	return made
}
