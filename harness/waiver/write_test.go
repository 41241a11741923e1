package waiver_test

import (
	"strings"
	"testing"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/harness/waiver"
)

var terms = waiver.Terms{
	Owner: "me", Reason: "known: \"as it is\" # really", Expires: "2999-01-02", Link: "https://x/1",
}

// reportOf is the report of a run.
func reportOf(t *testing.T, defect string, edit func(*verify.Config)) *result.Report {
	t.Helper()
	return run(t, defect, edit)
}

// What is written waives what was reported, and nothing that held.
func TestUpdateWaivesWhatFails(t *testing.T) {
	t.Parallel()
	strict := func(o *verify.Config) { o.Strict = true }
	terms := terms
	terms.Target = "http://127.0.0.1:*/beta" // a run has a port of its own
	for defect, want := range map[string][]string{
		period:              {"- requirement: ERA-NF-3\n    fingerprints:\n"},
		noRequest:           {"- requirement: ERA-HDR-1\n    fingerprints:\n"},
		"status/absent-200": {"- requirement: ERA-NF-1\n"},
		"identifier/refuses-nil": {
			"- requirement: ERA-ID-7\n    case: valid-guid.layout.nil\n",
		},
		"authorization/no-header-403": {"- requirement: ERA-AUTH-1\n"},
	} {
		t.Run(defect, func(t *testing.T) {
			t.Parallel()
			r := run(t, defect, strict)
			if r.Run.ExitCode != result.ExitFailed {
				t.Fatalf("exit %d", r.Run.ExitCode)
			}
			made, err := waiver.Update("known.yaml", nil, r, terms)
			if err != nil {
				t.Fatal(err)
			}
			has(t, "the file", string(made.Text), want...)
			file, err := waiver.Load("known.yaml", made.Text)
			if err != nil {
				t.Fatalf("%v\n%s", err, made.Text)
			}
			waived := run(t, defect, with(file, strict)).Run
			if waived.ExitCode != result.ExitPassed {
				t.Errorf("exit %d (%s) with\n%s", waived.ExitCode, waived.Reason, made.Text)
			}
			again, err := waiver.Update("known.yaml", made.Text, r, terms)
			if err != nil || again.Added != 0 || string(again.Text) != string(made.Text) {
				t.Errorf("the second time %d are added (%v)", again.Added, err)
			}
		})
	}
}

func TestUpdateKeepsTheFile(t *testing.T) {
	t.Parallel()
	r := reportOf(t, period, nil)
	const old = "version: 2\nwaivers:\n# first\n- case: not-found.absent-guid   # a case\n  " +
		"fingerprints: any\n  reason: r\n  owner: o\n\n- {requirement: ERA-NF-2, fingerprints: " +
		"any, reason: r, owner: o}\n# last\n"
	tests := map[string]string{
		"as it is":        old,
		"no line end":     strings.TrimSuffix(old, "\n"),
		"carriage return": strings.ReplaceAll(old, "\n", "\r\n"),
		"indented":        strings.NewReplacer("\n- ", "\n    - ", "\n  ", "\n      ").Replace(old),
		"unfilled":        strings.ReplaceAll(old, "reason: r", "reason: 'FILL IN: why'"),
	}
	for name, text := range tests {
		made, err := waiver.Update("known.yaml", []byte(text), r, terms)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := string(made.Text)
		if made.Added != 1 || !strings.HasPrefix(got, text) {
			t.Errorf("%s: %d added:\n%s", name, made.Added, got)
		}
		// Not widened: the entry that is there keeps its one case, and the new
		// one has the others.
		added := strings.TrimPrefix(got, text)
		if strings.Contains(added, "not-found.absent-guid") ||
			!strings.Contains(added, "not-found.gzip-accepted") {
			t.Errorf("%s: added:\n%s", name, added)
		}
		if name == "carriage return" && strings.Count(got, "\r\n") != strings.Count(got, "\n") {
			t.Errorf("%s: line ends are mixed", name)
		}
	}
}

func TestUpdateOfAnEmptyList(t *testing.T) {
	t.Parallel()
	made, err := waiver.Update("known.yaml",
		[]byte("# none yet\nversion: 2\nwaivers: []  # so far\n"), reportOf(t, period, nil),
		waiver.Terms{})
	if err != nil || made.Added != 1 || len(made.Unfilled) != 2 ||
		made.Unfilled[0] != "known.yaml:9" {
		t.Fatalf("%+v, %v", made, err)
	}
	if _, err := waiver.Load("known.yaml", made.Text); err == nil || !strings.Contains(err.Error(),
		"known.yaml:9:13: waivers[0].reason: this is not filled in yet") {
		t.Errorf("got %v", err)
	}
}

func TestUpdateRefuses(t *testing.T) {
	t.Parallel()
	r := reportOf(t, period, only("not-found.**"))
	const entry = "version: 2\nwaivers:\n  - "
	inBrackets := "version: 2\nwaivers: [{case: a, reason: r, owner: o, fingerprints: any}]"
	for text, want := range map[string]string{
		inBrackets: "known.yaml:2: the list is in brackets",
		entry + "{case: a, reasn: r, owner: o}\n": `unknown key "reasn"`,
		"waiver: []\n": `did you mean "waivers"?`,
		entry + "{case: a, reason: r, owner: o, fingerprints: any}\n...\n": "do not fit",
	} {
		if made, err := waiver.Update("known.yaml", []byte(text), r, terms); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v", text, made, err)
		}
	}
	for want, terms := range map[string]waiver.Terms{
		"is not a day":   {Expires: "tomorrow"},
		"has passed":     {Expires: "2020-01-01"},
		"is not a link":  {Link: "JIRA-1"},
		"does not match": {Target: "https://**"},
	} {
		if err := terms.Check(r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", terms, err)
		}
	}
	if err := terms.Check(r); err != nil {
		t.Error(err)
	}
}

// Of a narrowed run nothing is known of other cases: each is named.
func TestUpdateOfANarrowedRun(t *testing.T) {
	t.Parallel()
	made, err := waiver.Update("known.yaml", nil, reportOf(t, period, only("not-found.**")), terms)
	if err != nil {
		t.Fatal(err)
	}
	has(t, "the file", string(made.Text), "- not-found.absent-guid\n",
		"- not-found.gzip-accepted\n")
}

// What a target sent is in a comment, and cannot end it.
func TestUpdateIsHarmless(t *testing.T) {
	t.Parallel()
	r := reportOf(t, period, only("not-found.absent-guid"))
	for i := range r.Cases[0].Findings {
		r.Cases[0].Findings[i].Got = "x\n  - requirement: '**'\r\x85\u2028\x1b[2J"
	}
	made, err := waiver.Update("known.yaml", nil, r, terms)
	if err != nil || made.Added != 1 || strings.Contains(string(made.Text),
		"\n  - requirement: '**'") || strings.ContainsRune(string(made.Text), 0x1b) {
		t.Errorf("%v:\n%s", err, made.Text)
	}
}
