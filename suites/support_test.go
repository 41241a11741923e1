package suites_test

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec"
	"example.com/toeline/suites"
)

// alone skips a test in the processes of the ginkgo command, which are there
// for TestSuite.
func alone(t *testing.T) {
	t.Helper()
	flag.Visit(func(f *flag.Flag) {
		if f.Name == "ginkgo.seed" {
			t.Skip("the ginkgo command runs TestSuite alone")
		}
	})
}

func embedded() (*spec.Contract, *fixtures.Set) {
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		panic(err)
	}
	held, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		panic(err)
	}
	return doc, held
}

// mock is the reference server with the embedded tasks.
func mock() *reference.Handler { return mockThatTakes("") }

func mockThatTakes(token string) *reference.Handler {
	_, held := embedded()
	h, err := reference.New(reference.Options{Tasks: tasksOf(held), Token: token})
	if err != nil {
		panic(err)
	}
	return h
}

// replacing is a mock that writes one text for another.
func replacing(old, new string) http.Handler { return replacingIn(mock(), old, new) }

func replacingIn(h http.Handler, old, new string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		io.WriteString(w, strings.ReplaceAll(answer.Body.String(), old, new))
	})
}

// wrongCode answers not-found with a code of its own.
func wrongCode() http.Handler { return replacing(`"code":"NotFound"`, `"code":"Missing"`) }

// recorder is a suites.TB that records its calls.
type recorder struct {
	errors, logs []string
	fatal        string
}

func (*recorder) Helper()                     {}
func (r *recorder) Errorf(f string, a ...any) { r.errors = append(r.errors, fmt.Sprintf(f, a...)) }
func (r *recorder) Logf(f string, a ...any)   { r.logs = append(r.logs, fmt.Sprintf(f, a...)) }
func (r *recorder) Fatalf(f string, a ...any) { r.fatal = fmt.Sprintf(f, a...) }
func (r *recorder) all() string {
	return strings.Join(append(r.errors, r.fatal), "\n")
}

// Fail makes a recorder a GinkgoTInterface.
func (*recorder) Fail() {}

// ginkgoRun is what a team's suite with one Describe comes to.
func ginkgoRun(t *testing.T, o suites.Options, edit func(*types.SuiteConfig)) []types.SpecReport {
	t.Helper()
	suite, reporter := ginkgo.GinkgoConfiguration()
	out := formatter.ColorableStdOut
	formatter.ColorableStdOut = io.Discard
	globals.Reset()
	t.Cleanup(func() {
		formatter.ColorableStdOut = out
		globals.Reset()
		ginkgo.PreviewSpecs("", suite, reporter)
		globals.Reset()
	})
	suites.Describe(o)
	var specs []types.SpecReport
	ginkgo.ReportAfterSuite("",
		func(r ginkgo.Report) { specs = r.SpecReports.WithLeafNodeType(types.NodeTypeIt) })
	own := types.NewDefaultSuiteConfig()
	edit(&own)
	ginkgo.RunSpecs(&recorder{}, "", own, types.NewDefaultReporterConfig())
	return specs
}

func whole(*types.SuiteConfig) {}

// count says how many specs are in each state.
func count(specs []types.SpecReport) map[types.SpecState]int {
	n := map[types.SpecState]int{}
	for _, s := range specs {
		n[s.State]++
	}
	return n
}
