package mock_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/mock"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// folders hold the plain documents of this and of other packages' tests.
var folders = []string{"testdata", "../../fixtures/documents", "../selftest/plain/testdata"}

// maxUnread is how many of them may be no document that verify takes: with webhooks alone, or of a
// kind of its own.
const maxUnread = 2

// beyond are the disagreements of documents that say more than a mock keeps: that an id in a body
// names something, ids that are in headers and other members, and what is below each parent.
var beyond = map[string][]string{
	"desk.yaml": {
		"should book-BODY-hallId-absent: status: wrong status, got 201 Created",
		"should book-BODY-seatNumber-absent: status: wrong status, got 201 Created",
		"2 gating requirements failed",
	},
	"racks.yaml": {
		"listParts-TOTAL is untested: what it is compared with, the X-Total-Count header, is " +
			"missing or broken",
		"changePart-TOUCHED is untested: what it is compared with, saved.last, is missing or " +
			"broken",
	},
	"stages.yaml": {
		`must subscribe-DEFAULT: /frequency: wrong value, got "daily"`,
		"should addShow-BODY-stageId-absent: status: wrong status, got 201 Created",
		"should addOrder-BODY-showId-absent: status: wrong status, got 201 Created",
		"3 gating requirements failed",
	},
	"vaults.yaml": {
		"should dropVault-GONE: status: wrong status, got 200 OK",
		"should dropCard-GONE: status: wrong status, got 200 OK",
		"should dropCard-ELSEWHERE: status: wrong status, got 204 No Content",
		"should getCard-ELSEWHERE: status: wrong status, got 200 OK",
		"makeVault-LINK-Statement is untested: not sent: step 1 (POST /vaults): the response has " +
			"no X-Statement header to be saved as link_1",
		"dropVault-GONE-AGAIN is untested: not sent: step 3 (GET /vaults/{vault}) failed " +
			"dropVault-GONE",
		"dropCard-GONE-AGAIN is untested: not sent: step 4 (GET /vaults/{vault_id}/cards/{id}) " +
			"failed dropCard-GONE",
		"getStatement-OK is untested: not sent: step 1 (POST /vaults): the response has no " +
			"X-Statement header to be saved as id_number",
		"getStatement-METHOD is untested: not sent: step 1 (POST /vaults): the response has no " +
			"X-Statement header to be saved as id_number",
		"4 gating requirements failed",
	},
}

var more = flag.String("documents", "", "also the documents in these folders, separated by :")

// TestServeAndVerifyAgree takes each plain document through both: what a mock of it answers, verify
// accepts, and what verify sends, the mock accepts. Each disagreement is a fault in one of them.
func TestServeAndVerifyAgree(t *testing.T) {
	n, unread := 0, 0
	for _, file := range documents(t) {
		doc, err := load(file)
		if err != nil {
			unread++
			if t.Log(err); unread > maxUnread {
				t.Error(err)
			}
			continue
		}
		n++
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			for _, s := range doc.Skipped {
				if strings.HasPrefix(s.Reason, "its cases cannot be used") {
					t.Errorf("%s: %s", s.Name(), s.Reason)
				}
			}
			if diff := cmp.Diff(beyond[filepath.Base(file)], disagreements(t, doc)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if n < 56 {
		t.Errorf("%d documents", n)
	}
}

func documents(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, folder := range append(folders, filepath.SplitList(*more)...) {
		entries, err := os.ReadDir(folder)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		for _, entry := range entries {
			switch filepath.Ext(entry.Name()) {
			case ".yaml", ".yml", ".json":
				all = append(all, filepath.Join(folder, entry.Name()))
			}
		}
	}
	return all
}

func load(file string) (*spec.Contract, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return lint.LoadSource(openapi.Source{
		File: file, Data: data, Open: func(location string) ([]byte, error) {
			return os.ReadFile(filepath.Join(filepath.Dir(file), location))
		},
	})
}

// disagreements are the failures of a run against a mock, and the operations of which no request
// that is right was answered as one.
func disagreements(t *testing.T, doc *spec.Contract) (all []string) {
	t.Helper()
	handler := mock.New(mock.Options{Contract: doc, Log: func(line string) { t.Log(line) }})
	server := httptest.NewServer(handler)
	defer server.Close()
	held := &fixtures.Set{}
	if ids := handler.Fixtures(); ids != "" {
		var err error
		if held, err = fixtures.Load("ids", []byte(ids), doc.Kinds); err != nil {
			t.Fatalf("%v:\n%s", err, ids)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	report, err := verify.Run(ctx, verify.Config{
		Contract: doc, Fixtures: held, Strict: true, Seed: 1,
		Target: verify.Target{URL: server.URL + handler.BasePath()},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, cause := range report.Causes {
		if cause.Level == string(spec.May) {
			continue // a mock has no pages and no filters
		}
		all = append(all, fmt.Sprintf("%s %s: %s: %s, got %s", cause.Level, cause.Requirement,
			cause.Where, cause.Reason, cause.Example.Got))
	}
	for i := range report.Requirements {
		r := &report.Requirements[i]
		if r.Status != "passed" && r.Broke == 0 {
			all = append(all,
				fmt.Sprintf("%s is %s: %s", r.ID, r.Status, strings.Join(r.Why, "; ")))
		}
	}
	if report.Run.ExitCode != result.ExitPassed {
		all = append(all, report.Run.Reason)
	}
	return slices.Compact(all)
}
