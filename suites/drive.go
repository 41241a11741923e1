package suites

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"

	"example.com/toeline/harness/plan"
)

// driving keeps runs of Ginkgo apart: its tree and settings are global.
var driving sync.Mutex

// Drive runs the specs of a run in this process, without output, and waits for
// them. The error names the cases of which Ginkgo's verdict is not the plan's,
// which is a defect of toeline. Interrupted specs are not compared. A lazy run
// is sent in the order of the document. Drive empties Ginkgo's global tree: it
// is not for a program that has specs of its own.
func Drive(run *plan.Run) error {
	driving.Lock()
	defer driving.Unlock()
	seen, err := drive(tree{plan: run.Plan, results: fixed{run}})
	if err != nil {
		return err
	}
	return disagreement(run, seen)
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

// silent takes Ginkgo's word for a failure; verdicts tell more.
type silent struct{}

func (silent) Fail() {}

// states is what a spec is when its case came to a verdict.
var states = map[plan.Verdict]types.SpecState{
	plan.Pass: types.SpecStatePassed, plan.Fail: types.SpecStateFailed,
	plan.Skip: types.SpecStateSkipped, plan.Undecided: types.SpecStateFailed,
}

// disagreement compares specs with results, case by case.
func disagreement(run *plan.Run, seen map[string]types.SpecReport) error {
	var wrong []string
	for _, c := range run.Plan.Cases {
		s, ok := seen[specText(c)]
		if ok && cutShort(s) {
			continue
		}
		result, err := run.Result(context.Background(), c.ID)
		if err != nil {
			return err
		}
		if !ok || s.State != states[result.Verdict] {
			wrong = append(wrong, fmt.Sprintf("%s (plan: %s, Ginkgo: %s)", c.ID, result.Verdict, s.State))
		}
	}
	if extra := len(seen) - len(run.Plan.Cases); extra > 0 {
		wrong = append(wrong, fmt.Sprintf("%d specs without a case", extra))
	}
	if len(wrong) > 0 {
		return fmt.Errorf("suites: Ginkgo and the plan disagree, please report it: %s", strings.Join(wrong, ", "))
	}
	return nil
}

// cutShort says whether a spec had no verdict of its own: it was interrupted,
// or never run because another was.
func cutShort(s types.SpecReport) bool {
	never := s.State.Is(types.SpecStateSkipped) && s.NumAttempts == 0
	return never || s.State.Is(types.SpecStateInterrupted|types.SpecStateAborted)
}
