package verify_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

const loopback = "http://127.0.0.1:1/beta"

// config returns the embedded contract, narrowed to two cases without effect, for a target.
func config(t *testing.T, url string) verify.Config {
	t.Helper()
	contract, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	return verify.Config{
		Contract: contract, Target: verify.Target{URL: url},
		Only: []string{"invalid-guid.page-example", "not-found.absent-guid"},
	}
}

// prepared returns a session that is closed when the test ends.
func prepared(t *testing.T, c verify.Config) *verify.Session {
	t.Helper()
	s, err := verify.Prepare(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// serve returns the base URL of a reference server, and counts what it is sent.
func serve(t *testing.T) (url string, requests *atomic.Int64) {
	t.Helper()
	h, err := reference.New(reference.Options{})
	if err != nil {
		t.Fatal(err)
	}
	requests = &atomic.Int64{}
	counting := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		h.ServeHTTP(w, r)
	})
	return reference.StartTest(t, counting, reference.Listen{}).URL, requests
}

// TestOutline: a contract is looked at without a target, and sends nothing.
func TestOutline(t *testing.T) {
	t.Parallel()
	s, err := verify.Outline(config(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range s.Cases() {
		got = append(got, c.Situation+" "+c.ID)
	}
	want := []string{"not-found not-found.absent-guid", "invalid-guid invalid-guid.page-example"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cases (-want +got):\n%s", diff)
	}
	if planned := s.Planned(); planned.Contract != s.Contract() || len(planned.Requirements) == 0 {
		t.Errorf("%d requirements", len(planned.Requirements))
	}
	if _, err := verify.Outline(config(t, "ftp://host")); err == nil {
		t.Error("the URL of an outline is checked where there is one")
	}
}

// TestPrepareSendsNothing: only Start and Send do, and each case is sent once.
func TestPrepareSendsNothing(t *testing.T) {
	t.Parallel()
	url, requests := serve(t)
	s := prepared(t, config(t, url))
	s.Cases()
	s.Effects()
	if n := requests.Load(); n != 0 {
		t.Fatalf("%d requests before the start", n)
	}
	s.Begin(t.Context())
	for range 2 {
		if err := s.Send("invalid-guid.page-example"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Send("no-such-case"); err == nil {
		t.Error("a case that is not in the run was sent")
	}
	c, err := s.Wait(t.Context(), "invalid-guid.page-example")
	if err != nil || c.Verdict != result.Passed || c.Requests != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	if n := requests.Load(); n != 1 {
		t.Errorf("%d requests for one case", n)
	}
	report, err := s.Report(t.Context())
	if err != nil || len(report.Cases) != 1 {
		t.Errorf("a report of what was sent: %v, %v", report, err)
	}
}

func TestWaitEnds(t *testing.T) {
	t.Parallel()
	url, _ := serve(t)
	s := prepared(t, config(t, url))
	s.Begin(t.Context())
	if _, err := s.Wait(t.Context(), "no-such-case"); err == nil {
		t.Error("waited for a case that is not in the run")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Wait(ended, "invalid-guid.page-example"); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ended: %v", err)
	}
}

// TestAgain: the same cases run twice, with the same verdicts.
func TestAgain(t *testing.T) {
	t.Parallel()
	url, requests := serve(t)
	first := prepared(t, config(t, url))
	var verdicts [2][]string
	for i, s := range []*verify.Session{first, first.Again()} {
		s.Start(t.Context())
		report, err := s.Report(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range report.Cases {
			verdicts[i] = append(verdicts[i], c.ID+" "+c.Verdict)
		}
		if settled, all := s.Progress(); settled != all || int64(all*(i+1)) != requests.Load() {
			t.Errorf("run %d: %d of %d settled, %d requests", i, settled, all, requests.Load())
		}
	}
	if diff := cmp.Diff(verdicts[0], verdicts[1]); diff != "" {
		t.Errorf("verdicts (-first +again):\n%s", diff)
	}
}

// TestAt: cases move to a target like the one that they were built for, and to no other.
func TestAt(t *testing.T) {
	t.Parallel()
	url, requests := serve(t)
	built := prepared(t, config(t, "http://127.0.0.1:1"+url[strings.LastIndex(url, "/"):]))
	s, err := built.At(verify.Target{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.Start(t.Context())
	if report, err := s.Report(t.Context()); err != nil || report.Run.ExitCode != 0 ||
		report.Run.Target != url {
		t.Errorf("%+v, %v", report.Run, err)
	}
	if requests.Load() == 0 {
		t.Error("nothing was sent to the other target")
	}
	for name, target := range map[string]verify.Target{
		"another path":  {URL: url + "/v1"},
		"another token": {URL: url, Token: "another"},
	} {
		_, err := built.At(target)
		var option *verify.OptionError
		if !errors.As(err, &option) || option.Option != "Target" {
			t.Errorf("%s: %v", name, err)
		}
	}
	var wrong *verify.TargetError
	if _, err := built.At(verify.Target{}); !errors.As(err, &wrong) {
		t.Errorf("no URL: %v", err)
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	url, _ := serve(t)
	c := config(t, url)
	c.Strict, c.RequireAll, c.Level, c.Version = true, true, spec.Should, "v1"
	c.Invocation.Target = url
	c.Settings = []result.Setting{{Name: "strict", Value: "true", From: result.FromFlag}}
	report, err := verify.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Check(); err != nil {
		t.Error(err)
	}
	want := result.Run{
		Document: report.Run.Document, Target: url, Strict: true, Require: "all", Only: c.Only,
		Level: "should", Fixtures: "embedded", Profile: report.Run.Profile, Settings: c.Settings,
		Started: report.Run.Started, Milliseconds: report.Run.Milliseconds,
		Requests: report.Run.Requests,
		ExitCode: result.ExitFailed, Reason: "3 gating requirements untested, and --require all",
	}
	if diff := cmp.Diff(want, report.Run); diff != "" {
		t.Errorf("run (-want +got):\n%s", diff)
	}
	if report.Tool.Version != "v1" || report.Run.Requests == 0 {
		t.Errorf("%+v", report.Tool)
	}
}

// TestRunUnreached: where nothing answers, the report says so, and no case is judged.
func TestRunUnreached(t *testing.T) {
	t.Parallel()
	c := config(t, loopback)
	c.Fixtures = &fixtures.Set{File: "mine.yaml"}
	c.Target.Timeout, c.Target.TLS = time.Second, &tls.Config{}
	report, err := verify.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if report.Run.ExitCode != result.ExitInconclusive || report.Run.Preflight == "" ||
		len(report.Cases) > 0 {
		t.Errorf("%+v, %d cases", report.Run, len(report.Cases))
	}
	if report.Run.Fixtures != "mine.yaml" || report.Totals.Requirements.Untested == 0 {
		t.Errorf("%+v, %+v", report.Run, report.Totals)
	}
}

// TestFailing: while a run goes on it counts the requests that may fail it.
func TestFailing(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(server.Close)
	counts := map[bool]int{}
	for _, strict := range []bool{false, true} {
		c := config(t, server.URL+"/beta")
		c.Only, c.Strict = []string{"not-found.absent-guid", "headers.**"}, strict
		s := prepared(t, c)
		if n := s.Failing(); n != 0 {
			t.Errorf("%d fail before anything was sent", n)
		}
		s.Start(t.Context())
		if _, err := s.Report(t.Context()); err != nil {
			t.Fatal(err)
		}
		counts[strict] = s.Failing()
	}
	if counts[false] == 0 || counts[true] < counts[false] {
		t.Errorf("failing: %v", counts)
	}
}
