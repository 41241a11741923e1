package suites

import (
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
// waits for them. The error names the cases of which Ginkgo's verdict is not the
// session's, which is a defect of toeline. Interrupted specs are not compared.
// Drive empties Ginkgo's global tree: it is not for a program that has specs of
// its own.
func Drive(s *verify.Session) error { return driveAll(s, started{s}) }

func driveAll(s *verify.Session, results source) error {
	driving.Lock()
	defer driving.Unlock()
	seen, err := drive(tree{planned: s.Planned(), results: results})
	if err != nil {
		return err
	}
	return disagreement(s, seen)
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

// disagreement compares specs with results, case by case.
func disagreement(session *verify.Session, seen map[string]types.SpecReport) error {
	var wrong []string
	cases := session.Cases()
	for _, c := range cases {
		s, ok := seen[specText(c)]
		if ok && cutShort(s) {
			continue
		}
		came, err := session.Wait(context.Background(), c.ID)
		if err != nil {
			return err
		}
		if !ok || s.State != states[came.Verdict] {
			wrong = append(wrong,
				fmt.Sprintf("%s (plan: %s, Ginkgo: %s)", c.ID, came.Verdict, s.State))
		}
	}
	if extra := len(seen) - len(cases); extra > 0 {
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
