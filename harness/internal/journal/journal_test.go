package journal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/journal"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

func effect(id string) result.Effect {
	return result.Effect{
		ID: id, Case: "success.isolate", Effect: spec.Executes, Method: "POST", Path: "/x/" + id,
		Items: []result.Touched{
			{Item: "tasks/" + id, Properties: map[string]string{"actionType": "isolate"}},
		},
	}
}

// written is a journal of two runs: answered, refused, lost and unanswered.
func written(t *testing.T, name string) {
	t.Helper()
	for range 2 {
		f, err := journal.Open(name, "http://target.example", "digest")
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(f.Sending(effect("a")),
			f.Answered(effect("a"), result.Answer{Status: 204, RequestID: "r"}),
			f.Sending(effect("b")), f.Answered(effect("b"), result.Answer{Status: 400}),
			f.Sending(effect("c")),
			f.Answered(effect("c"), result.Answer{Fault: "connection reset"}),
			f.Sending(effect("d")), f.Answered(effect("d"), result.Answer{Status: 504}),
			f.Sending(effect("e")), f.Close())
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	name := filepath.Join(t.TempDir(), "run.journal")
	written(t, name)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	j, err := journal.Read(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	if len(j.Runs) != 2 || len(j.Torn) != 0 {
		t.Fatalf("%d runs, torn %v", len(j.Runs), j.Torn)
	}
	var got []string
	for _, e := range j.Runs[1].Effects {
		executed, known := e.Executed()
		got = append(got, journal.Names(e.Items)+" "+map[bool]string{
			true: "known", false: "unknown",
		}[known]+map[bool]string{true: " executed"}[executed])
	}
	want := []string{
		"isolate tasks/a known executed", "isolate tasks/b known", "isolate tasks/c unknown",
		"isolate tasks/d unknown", "isolate tasks/e unknown",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// TestCutAnywhere: a run can be killed at any byte. What is left is read, what
// was announced stays, and the next run goes on behind it.
func TestCutAnywhere(t *testing.T) {
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole.journal")
	written(t, whole)
	text, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	firstLine := strings.IndexByte(string(text), '\n')
	for at := firstLine + 1; at < len(text); at += 7 {
		cut := string(text[:at])
		j, err := journal.Read(strings.NewReader(cut))
		if err != nil {
			t.Fatalf("cut at %d: %v", at, err)
		}
		announced := 0
		for _, run := range j.Runs {
			announced += len(run.Effects)
		}
		if want := strings.Count(cut[:strings.LastIndexByte(cut, '\n')+1],
			`"entry":"sending"`); announced < want {
			t.Fatalf("cut at %d: %d of %d effects are reported", at, announced, want)
		}
		if at%21 != 0 {
			continue
		}
		name := filepath.Join(folder, "cut.journal")
		if err := os.WriteFile(name, []byte(cut), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := journal.Open(name, "http://target.example", "digest")
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(f.Sending(effect("z")), f.Close()); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		again, err := journal.Read(file)
		file.Close()
		if err != nil || len(again.Runs) != len(j.Runs)+1 ||
			len(again.Runs[len(j.Runs)].Effects) != 1 {
			t.Fatalf("cut at %d, and gone on: %v", at, err)
		}
	}
}

func TestWhatIsNoJournal(t *testing.T) {
	const run = `{"time":"2026-01-02T03:04:05Z","run":"R","entry":"run","target":"http://x"}` + "\n"
	for text, want := range map[string]string{
		"":                "no run in it",
		"tasks:\n":        "no run in it",
		"tasks:\n  - x\n": "line 1 is not an entry",
		run + "half\n" + `{"run":"R","entry":"sending"}`: "line 2 is not an entry",
		run + run:                       "begins twice",
		`{"run":"R","entry":"sending"}`: "did not begin",
		run + `{"run":"R","entry":"answered","case":"c","id":"i"}`: "was not sent",
		run + `{"run":"R","entry":"something else"}`:               "later toeline",
	} {
		if _, err := journal.Read(strings.NewReader(text)); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWhereNoJournalCanBe(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{folder, filepath.Join(folder, "none", "x"), os.DevNull} {
		if f, err := journal.Open(name, "", ""); err == nil {
			f.Close()
			t.Errorf("%s is taken", name)
		}
	}
}

// What is not a journal is not written to, and one whose first line was cut is.
func TestOpenWritesToJournalsAlone(t *testing.T) {
	for text, is := range map[string]bool{
		"": true, `{"time":"2026-11-28T07:00:00Z","ru`: true, `{"ti`: true,
		"export PATH\n": false, "x": false, "{\"time\": 1}\n": false,
	} {
		name := filepath.Join(t.TempDir(), "run.journal")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := journal.Open(name, "http://target.example", "digest")
		if (err == nil) != is {
			t.Errorf("%q: %v", text, err)
		}
		if err == nil {
			_ = f.Close()
			continue
		}
		if left, err := os.ReadFile(name); err != nil || string(left) != text {
			t.Errorf("%q became %q, %v", text, left, err)
		}
	}
}

// A journal of many effects under one id is read in time.
func TestManyAnswersAreReadInTime(t *testing.T) {
	var text strings.Builder
	text.WriteString(`{"time":"2026-11-28T07:00:00Z","run":"a","entry":"run"}` + "\n")
	const effects = 200_000
	for range effects {
		text.WriteString(`{"run":"a","entry":"sending","id":"x","case":"c"}` + "\n")
	}
	for range effects {
		text.WriteString(`{"run":"a","entry":"answered","id":"x","case":"c","status":204}` + "\n")
	}
	begin := time.Now()
	j, err := journal.Read(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range j.Runs[0].Effects {
		if e.Answer == nil {
			t.Fatalf("effect %d has no response", i)
		}
	}
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("it took %s", took)
	}
}
