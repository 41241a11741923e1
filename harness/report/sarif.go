package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"example.com/toeline/harness/result"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

// SARIF is the report for code scanning, in version 2.1.0: a rule a
// requirement, a result a cause, at the requirement's line in the document.
// Fingerprints are the same in each run, so that a scanner knows a result
// again.
type SARIF struct{}

// waiverRule is the rule of waivers that fail a run.
const waiverRule = "waiver"

// Write implements Handler.
func (SARIF) Write(w io.Writer, r *result.Report) error {
	made := sarif.NewReport()
	run := sarif.NewRun()
	run.Tool = sarif.NewTool().WithDriver(sarif.NewToolComponent().WithName(r.Tool.Name).WithVersion(r.Tool.Version))
	run.WithAutomationDetails(sarif.NewRunAutomationDetails().WithID("toeline/" + strings.ReplaceAll(visible(documentName(r)), ".", "/") + "/"))
	run.WithProperties(sarif.NewPropertyBag().Add("target", visible(r.Run.Target)))
	run.AddDistinctArtifact(sarifURI(r.Run.Document.File)).WithHashes(map[string]string{"sha-256": r.Run.Document.SHA256})
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
	return made.PrettyWrite(w)
}

// sarifLevel is what an unmet requirement of a level is to a scanner.
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
	help := fmt.Sprintf("%s\n\nLevel: %s. Source: %s.", visible(known.Text), known.Level, visible(sourceOf(known)))
	markdown := fmt.Sprintf("%s\n\n**Level**: %s. **Source**: %s.", MarkdownText(known.Text), known.Level, MarkdownText(sourceOf(known)))
	if known.Note != "" {
		help += "\n\n" + visible(known.Note)
		markdown += "\n\n" + MarkdownText(known.Note)
	}
	run.AddRule(visible(known.ID)).
		WithShortDescription(sarif.NewMultiformatMessageString().WithText(visible(known.Text))).
		WithFullDescription(sarif.NewMultiformatMessageString().WithText(visible(known.Text))).
		WithHelp(sarif.NewMultiformatMessageString().WithText(help).WithMarkdown(markdown)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(known.Level))).
		WithProperties(sarif.NewPropertyBag().Add("level", known.Level).Add("basis", known.Basis).Add("standing", known.Status).WithTags([]string{"contract", known.Level}))
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
	line := 0
	if known, ok := r.Requirement(c.Requirement); ok {
		line = known.Line
	}
	message := fmt.Sprintf("%s: %s: expected %s, got %s; %s", c.Where, c.Reason, c.Example.Expected, c.Example.Got, seen(r, c))
	result := run.CreateResultForRule(visible(c.Requirement)).
		WithLevel(level).WithKind("fail").WithMessage(sarif.NewTextMessage(visible(message))).
		WithOccurrenceCount(c.Findings).
		WithPartialFingerprints(map[string]string{"toeline/v1": fingerprint(r.Run.Document.Name(), c.Requirement, strings.ToLower(c.Where), c.Reason)}).
		WithProperties(sarif.NewPropertyBag().Add("cases", c.Cases).Add("expected", visible(c.Example.Expected)).Add("got", visible(c.Example.Got)).Add("verify", visible(c.Verify)))
	if lines := c.Lines(); len(lines) > 1 {
		result.Properties.Add("curl", visible(lines[0]))
	}
	result.AddLocation(sarifLocation(r.Run.Document.File, line))
	if example, ok := r.Case(c.Cases[0]); ok {
		sarifExchange(result, example.ExchangeOf(&c.Example))
	}
	if waiver := r.WaiverOf(c.Waiver); waiver != nil {
		result.AddSuppression(sarif.NewSuppression().WithKind("external").WithStatus("accepted").
			WithJustification(visible(waiver.Reason + " (" + termsOf(waiver) + ")")).
			WithLocation(sarifLocation(waiver.File, waiver.Line)))
	}
}

// sarifWaiver adds the result of a waiver that fails the run, at its line.
func sarifWaiver(run *sarif.Run, w *result.Waiver) {
	run.AddRule(waiverRule).
		WithShortDescription(sarif.NewMultiformatMessageString().WithText("A waiver names what is known to fail, and nothing else.")).
		WithHelp(sarif.NewMultiformatMessageString().WithText("A waiver that no longer fails, has expired or matches nothing is to be taken out of its file, or mended.")).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarif.LevelError))
	about := aboutWaiver(w)
	run.CreateResultForRule(waiverRule).WithLevel(sarif.LevelError).WithKind("fail").
		WithMessage(sarif.NewTextMessage(visible(about + ": " + w.Why))).
		WithPartialFingerprints(map[string]string{"toeline/v1": fingerprint(waiverRule, string(w.State), about)}).
		AddLocation(sarifLocation(w.File, w.Line))
}

// fingerprint is that of parts which stay the same between runs.
func fingerprint(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

func sarifLocation(file string, line int) *sarif.Location {
	place := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewSimpleArtifactLocation(sarifURI(file)))
	if line > 0 {
		place.WithRegion(sarif.NewRegion().WithStartLine(line))
	}
	return sarif.NewLocationWithPhysicalLocation(place)
}

// sarifURI is a file's name as a URI: relative where the name is.
func sarifURI(file string) string {
	made := url.URL{Path: filepath.ToSlash(file)}
	if filepath.IsAbs(file) {
		made.Scheme = "file"
	}
	return made.String()
}

// sarifInvocation says how the run ended, and what it could not tell.
func sarifInvocation(r *result.Report) *sarif.Invocation {
	run := &r.Run
	made := sarif.NewInvocation().WithExecutionSuccessful(run.ExitCode <= 1).WithExitCode(run.ExitCode).WithExitCodeDescription(visible(newVerdict(r).Line))
	if !run.Started.IsZero() {
		end := run.Started.Add(time.Duration(run.Milliseconds * float64(time.Millisecond)))
		made.WithStartTimeUtc(run.Started.UTC().Format(time.RFC3339Nano)).WithEndTimeUtc(end.UTC().Format(time.RFC3339Nano))
	}
	if settings := settingTexts(run, anySetting); len(settings) > 0 {
		for i, text := range settings {
			settings[i] = visible(text)
		}
		made.WithProperties(sarif.NewPropertyBag().Add("settings", settings))
	}
	notify := func(level, text string) {
		made.AddToolExecutionNotification(sarif.NewNotification().WithLevel(level).WithMessage(sarif.NewTextMessage(visible(text))))
	}
	if run.Preflight != "" {
		notify(sarif.LevelError, run.Preflight)
	}
	for _, n := range notices(r) {
		level := sarif.LevelNote
		if n.Grave {
			level = sarif.LevelError
		}
		notify(level, n.Label+": "+n.Text)
	}
	for _, group := range unprovenGroups(r) {
		for _, known := range group.Requirements {
			notify(sarif.LevelWarning, known.ID+" is untested: "+some(group.Why, 3))
		}
	}
	return made
}
