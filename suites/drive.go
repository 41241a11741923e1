package suites

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"
)

// driving keeps runs of Ginkgo apart: its tree and settings are global.
var driving sync.Mutex

// Drive runs the specs of a started session in this process, without output, and
// returns the report of the session. The error names the cases of which Ginkgo's verdict
// is not the report's, which is a defect of toeline; the report is returned beside it.
// Interrupted specs are not compared. Drive empties Ginkgo's global tree: it is not for a
// program that has specs of its own.
func Drive(s *verify.Session) (*result.Report, error) { return driveAll(s, started{s}) }

func driveAll(s *verify.Session, results source) (*result.Report, error) {
	driving.Lock()
	defer driving.Unlock()
	return driven(s, results)
}

// driven is driveAll for who has the lock.
func driven(s *verify.Session, results source) (*result.Report, error) {
	seen, driveErr := drive(tree{planned: s.Planned(), results: results})
	report, err := s.Report(context.Background())
	if err := cmp.Or(driveErr, err); err != nil {
		return report, err
	}
	return report, disagreement(s.Cases(), report, seen)
}

// drive runs a tree and returns the reports of its specs by their texts.
func drive(t tree) (map[string]types.SpecReport, error) {
	globals.Reset()
	defer globals.Reset()
	ginkgo.Describe("toeline", t.build)
	seen := map[string]types.SpecReport{}
	ginkgo.ReportAfterSuite("verdicts", func(r ginkgo.Report) {
		for _, s := range r.SpecReports.WithLeafNodeType(types.NodeTypeIt) {
			seen[s.LeafNodeText] = s
		}
	})
	runQuietly()
	if len(seen) == 0 {
		return nil, errors.New("suites: Ginkgo ran no spec")
	}
	return seen, nil
}

// runQuietly runs the global tree with settings of its own, and leaves
// Ginkgo's as they were.
func runQuietly() {
	suite, reporter := ginkgo.GinkgoConfiguration()
	out := formatter.ColorableStdOut
	formatter.ColorableStdOut = io.Discard
	defer func() {
		globals.Reset()
		ginkgo.PreviewSpecs("", suite, reporter) // the only way to set them
		formatter.ColorableStdOut = out
	}()
	own := types.NewDefaultSuiteConfig()
	own.Timeout = patience // the run has its own budget
	ginkgo.RunSpecs(silent{}, "toeline", own, types.NewDefaultReporterConfig())
}

// silent drops Ginkgo's message of a failure: verdicts say more.
type silent struct{}

func (silent) Fail() {}

// states is what a spec is when its case came to a verdict.
var states = map[string]types.SpecState{
	result.Passed: types.SpecStatePassed, result.Failed: types.SpecStateFailed,
	result.Skipped: types.SpecStateSkipped, result.Inconclusive: types.SpecStateFailed,
}

// disagreement compares specs with a report, case by case. A run that says nothing about the
// target has no verdicts.
func disagreement(
	planned []result.PlannedCase, report *result.Report, seen map[string]types.SpecReport,
) error {
	if report.Run.Preflight != "" {
		return nil
	}
	verdicts := map[string]string{}
	for i := range report.Cases {
		verdicts[report.Cases[i].ID] = report.Cases[i].Verdict
	}
	var wrong []string
	for _, c := range planned {
		s, ok := seen[specText(c)]
		if ok && cutShort(s) {
			continue
		}
		if came := verdicts[c.ID]; !ok || s.State != states[came] {
			wrong = append(wrong, fmt.Sprintf("%s (plan: %s, Ginkgo: %s)", c.ID, came, s.State))
		}
	}
	if extra := len(seen) - len(planned); extra > 0 {
		wrong = append(wrong, fmt.Sprintf("%d specs without a case", extra))
	}
	if len(wrong) > 0 {
		return fmt.Errorf("suites: Ginkgo and the plan disagree, please report it: %s",
			strings.Join(wrong, ", "))
	}
	return nil
}

// cutShort says whether a spec had no verdict of its own: it was interrupted,
// or never run because another was.
func cutShort(s types.SpecReport) bool {
	never := s.State.Is(types.SpecStateSkipped) && s.NumAttempts == 0
	return never || s.State.Is(types.SpecStateInterrupted|types.SpecStateAborted)
}
