package selftest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/report/har"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest"
	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/harness/selftest/hostile"
	"example.com/toeline/harness/selftest/null"
	"example.com/toeline/harness/selftest/variations"
	"example.com/toeline/harness/verify"
)

var replayAll = flag.Bool("replay-all", false,
	"record and replay every defect and hostile target, and not a part of them")

// TestReplayTellsTheSame records runs as HAR files, judges these again, and
// demands the same report: verdicts, findings, reasons, counts and exchanges.
func TestReplayTellsTheSame(t *testing.T) {
	t.Parallel()
	l, err := selftest.NewLab()
	if err != nil {
		t.Fatal(err)
	}
	l.Record = true
	hostile, err := hostile.Targets()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]func(context.Context) (*result.Report, error){
		"reference": func(ctx context.Context) (*result.Report,
			error,
		) {
			return l.Outcome(ctx, selftest.Site{})
		},
	}
	for i, d := range defects.Defects() {
		family, _, _ := strings.Cut(d.Name, "/")
		if *replayAll || i%9 == 0 || family == "framing" || family == "bytes" ||
			family == "now-and-then" {
			all[d.Name] = func(ctx context.Context) (*result.Report,
				error,
			) {
				return l.Outcome(ctx, selftest.Site{Wrap: d.Wrap})
			}
		}
	}
	for i, v := range variations.Variations() {
		if *replayAll || i%5 == 0 || v.TLS || v.Moved {
			all[v.Name] = func(ctx context.Context) (*result.Report,
				error,
			) {
				return l.Outcome(ctx, selftest.SiteOf(v))
			}
		}
	}
	for _, n := range null.Targets() {
		all[n.Name] = func(ctx context.Context) (*result.Report, error) { return n.Judge(ctx, l) }
	}
	for i, h := range hostile {
		// Those that echo the token are judged whole and recorded redacted.
		floods := strings.HasPrefix(h.Name, "flood.") || strings.HasPrefix(h.Name,
			"content.") // seconds each
		if *replayAll || i%6 == 0 && !floods || strings.HasPrefix(h.Name, "robber.") {
			all[h.Name] = func(ctx context.Context) (*result.Report, error) {
				o, _, err := h.Judge(ctx, l)
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

func demandSameReplay(t *testing.T, l *selftest.Lab, live *result.Report) {
	t.Helper()
	var archive bytes.Buffer
	if err := (har.Writer{}).Write(&archive, live); err != nil {
		t.Fatal(err)
	}
	if spelling := hostile.Leaked(archive.String()); spelling != "" {
		t.Errorf("the recording shows the token: %s", spelling)
	}
	recorded, err := har.Read(bytes.NewReader(archive.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	again, err := replay(t.Context(), l, &recorded)
	if err != nil {
		t.Fatal(err)
	}
	again.Run.Started = live.Run.Started
	if diff := cmp.Diff(reportLines(t, live), reportLines(t, again)); diff != "" {
		t.Errorf("the replay shows something else (-live +replay):\n%s", diff)
	}
}

// replay judges a recording as it was judged.
func replay(ctx context.Context, l *selftest.Lab, r *har.Recorded) (*result.Report, error) {
	s, err := verify.Prepare(verify.Config{
		Contract: l.Doc, Replay: r.Run, Invocation: r.Invocation, Strict: r.Strict,
		RequireAll: r.RequireAll, Profile: r.Profile, Only: r.Only, Skip: r.Skip, Level: r.Level,
	})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	s.Start(ctx)
	return s.Report(ctx)
}

// reportLines are the lines of a JSON report, without what only a replay has.
func reportLines(t *testing.T, r *result.Report) []string {
	t.Helper()
	reported := *r
	reported.Run.Replay = nil
	text, err := json.MarshalIndent(reported, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.ReplaceAll(string(text), redact.Mark, "*"), "\n")
}
