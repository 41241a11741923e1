package selftest

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
)

var replayAll = flag.Bool("replay-all", false, "record and replay every defect and hostile target, and not a part of them")

// TestReplayTellsTheSame records runs as HAR files, judges these again, and
// demands the same report: verdicts, findings, reasons, counts and exchanges.
func TestReplayTellsTheSame(t *testing.T) {
	l, err := newLab()
	if err != nil {
		t.Fatal(err)
	}
	l.record = true
	hostile, err := hostileTargets()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]func(context.Context) (*plan.Outcome, error){
		"reference": func(ctx context.Context) (*plan.Outcome, error) { return l.outcome(ctx, site{}) },
	}
	for i, d := range Defects() {
		family, _, _ := strings.Cut(d.Name, "/")
		if *replayAll || i%9 == 0 || family == "framing" || family == "bytes" || family == "now-and-then" {
			all[d.Name] = func(ctx context.Context) (*plan.Outcome, error) { return l.outcome(ctx, site{wrap: d.Wrap}) }
		}
	}
	for i, v := range Variations() {
		if *replayAll || i%5 == 0 || v.TLS || v.Moved {
			all[v.Name] = func(ctx context.Context) (*plan.Outcome, error) {
				return l.outcome(ctx, site{wrap: v.Wrap, tls: v.TLS, moved: v.Moved, basePath: v.BasePath, strict: v.Strict})
			}
		}
	}
	for _, n := range nullTargets() {
		all[n.name] = func(ctx context.Context) (*plan.Outcome, error) { return l.answerNothing(ctx, n) }
	}
	for i, h := range hostile {
		// Those that echo the token are judged whole and recorded redacted.
		floods := strings.HasPrefix(h.name, "flood.") || strings.HasPrefix(h.name, "content.") // seconds each
		if *replayAll || i%6 == 0 && !floods || strings.HasPrefix(h.name, "robber.") {
			all[h.name] = func(ctx context.Context) (*plan.Outcome, error) {
				o, _, err := l.endure(ctx, h)
				return o, err
			}
		}
	}
	if len(all) < 120 {
		t.Fatalf("only %d targets", len(all))
	}
	limit := make(chan struct{}, 6) // most of them wait
	for name, record := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit <- struct{}{}
			defer func() { <-limit }()
			o, err := record(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			demandSameReplay(t, l, o)
		})
	}
}

func demandSameReplay(t *testing.T, l *lab, live *plan.Outcome) {
	t.Helper()
	told := report.New(live, report.Facts{})
	var har bytes.Buffer
	if err := (report.HAR{}).Write(&har, told); err != nil {
		t.Fatal(err)
	}
	if spelling := leaked(har.String()); spelling != "" {
		t.Errorf("the recording tells the token: %s", spelling)
	}
	recording, _, err := report.ReadHAR(bytes.NewReader(har.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	options, err := recording.Options(l.doc)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.New(options)
	if err != nil {
		t.Fatal(err)
	}
	again := p.Unreached(recording.CutShort)
	if !recording.Unreached {
		if again, err = p.Replay(t.Context()).Outcome(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	again.Started = live.Started
	if diff := cmp.Diff(reportLines(t, told), reportLines(t, report.New(again, report.Facts{}))); diff != "" {
		t.Errorf("the replay tells something else (-live +replay):\n%s", diff)
	}
}

// reportLines are the lines of a JSON report, without what only a replay has.
func reportLines(t *testing.T, r *report.Report) []string {
	t.Helper()
	told := *r
	told.Run.Replay = nil
	text, err := json.MarshalIndent(told, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.ReplaceAll(string(text), redact.Mark, "*"), "\n")
}
