package suites_test

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"

	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
	"example.com/toeline/suites"
)

// planned prepares a session for a target on loopback, which is not reached.
func planned(t *testing.T, url string) *verify.Session {
	t.Helper()
	doc, held := embedded()
	s, err := verify.Prepare(verify.Config{
		Contract: doc, Fixtures: held, Target: verify.Target{URL: url}, Seed: 7,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestTreeHasOneSpecACase(t *testing.T) {
	alone(t)
	p := planned(t, "http://127.0.0.1/beta").Planned()
	specs := ginkgoRun(t, suites.Options{Handler: mock()},
		func(c *types.SuiteConfig) { c.DryRun = true })
	byText := map[string]types.SpecReport{}
	line := 0
	for _, s := range specs {
		byText[s.LeafNodeText] = s
		if s.LeafNodeLocation.LineNumber < line {
			t.Errorf("%s comes after what stands below it in the document", s.LeafNodeText)
		}
		line = s.LeafNodeLocation.LineNumber
	}
	if len(specs) != len(p.Cases) || len(byText) != len(specs) {
		t.Fatalf("%d specs with %d names for %d cases", len(specs), len(byText), len(p.Cases))
	}
	for _, c := range p.Cases {
		s, ok := byText[c.ID+": "+c.Title]
		if !ok {
			t.Errorf("%s has no spec", c.ID)
			continue
		}
		if serial := c.Effect != spec.None; s.IsSerial != serial {
			t.Errorf("%s: effect %s, serial %t", c.ID, c.Effect, s.IsSerial)
		}
		for _, label := range append([]string{c.ID, string(c.Level), "effect-" + string(c.Effect)},
			c.Requirements...) {
			if !slices.Contains(s.LeafNodeLabels, label) {
				t.Errorf("%s lacks the label %s: %v", c.ID, label, s.LeafNodeLabels)
			}
		}
		if s.LeafNodeLocation.LineNumber == 0 ||
			!strings.HasSuffix(s.LeafNodeLocation.FileName, ".yaml") {
			t.Errorf("%s stands at %v", c.ID, s.LeafNodeLocation)
		}
	}
}

func TestLabelsTellWhatIsExercised(t *testing.T) {
	alone(t)
	specs := ginkgoRun(t, suites.Options{Handler: mock()},
		func(c *types.SuiteConfig) { c.DryRun = true })
	has := func(text string, labels ...string) {
		t.Helper()
		for _, s := range specs {
			if !strings.HasPrefix(s.LeafNodeText, text) {
				continue
			}
			for _, label := range labels {
				without, unwanted := strings.CutPrefix(label, "no ")
				if slices.Contains(s.LeafNodeLabels, without) == unwanted {
					t.Errorf("%s: %s, in %v", text, label, s.LeafNodeLabels)
				}
			}
			return
		}
		t.Errorf("no spec %s", text)
	}
	has("success.isolateDevice:", "ERA-OK-1", "must", "should", "effect-executes",
		"no ERA-ENV-8", "no ERA-HDR-8", "no may")
	has("not-found.absent-guid:", "ERA-NF-1", "effect-none", "no ERA-ENV-8", "no ERA-AUTH-6")
	has("authorization.no-header.task:", "ERA-AUTH-1", "effect-if-broken", "no ERA-ENV-1")
	for _, s := range specs {
		if n := len(s.Labels()); n > 10 {
			t.Errorf("the name of %s has %d labels: %v", s.LeafNodeText, n, s.Labels())
		}
	}
}

// TestEmptyFilterFails: a filter that leaves no spec is no success, and one that leaves some is.
func TestEmptyFilterFails(t *testing.T) {
	alone(t)
	for filter, empty := range map[string]bool{
		"ERA-NO-SUCH": true, "not-found.absent-guid": false, "": false,
	} {
		suite, reporter := ginkgo.GinkgoConfiguration()
		out := formatter.ColorableStdOut
		formatter.ColorableStdOut = io.Discard
		globals.Reset()
		suites.Describe(suites.Options{Handler: mock(), Only: []string{"not-found.**"}})
		own := types.NewDefaultSuiteConfig()
		own.LabelFilter = filter
		passed := ginkgo.RunSpecs(&recorder{}, "", own, types.NewDefaultReporterConfig())
		globals.Reset()
		ginkgo.PreviewSpecs("", suite, reporter)
		globals.Reset()
		formatter.ColorableStdOut = out
		if passed == empty {
			t.Errorf("%q: passed is %t", filter, passed)
		}
	}
}

func TestUnknownSituationIsPresented(t *testing.T) {
	alone(t)
	text, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	untitled := regexp.MustCompile("(?m)^    not-found: .*\n").ReplaceAllString(string(text), "")
	doc, err := spec.Load("other.yaml",
		[]byte(strings.ReplaceAll(untitled, "id: not-found.", "id: gone.")))
	if err != nil {
		t.Fatal(err)
	}
	specs := ginkgoRun(t, suites.Options{Handler: mock(), Document: doc, Only: []string{"gone.**"}},
		whole)
	if len(specs) != 3 || count(specs)[types.SpecStatePassed] != 3 ||
		specs[0].ContainerHierarchyTexts[1] != "gone" {
		t.Errorf("got %v", specs)
	}
}

func TestUnusableOptionsFailOneSpec(t *testing.T) {
	alone(t)
	for name, o := range map[string]suites.Options{
		"no target":               {},
		"more than one target":    {Handler: mock(), RoundTripper: http.DefaultTransport},
		"matches no case":         {Handler: mock(), Only: []string{"nothing.here"}},
		"Options.Profile nothing": {Handler: mock(), Profile: "nothing"},
		"user name or password":   {URL: "http://a:hunter2@127.0.0.1/beta"},
		"Options.Fixtures":        {URL: "https://graph.example/beta", AllowEffects: true},
		"Options.URL ftp://host":  {URL: "ftp://host"},
	} {
		specs := ginkgoRun(t, o, whole)
		if len(specs) != 1 || count(specs)[types.SpecStateFailed] != 1 {
			t.Errorf("%s: %v", name, count(specs))
			continue
		}
		message := specs[0].Failure.Message
		if !strings.Contains(message, name) || strings.Contains(message+specs[0].FullText(),
			"hunter2") || strings.Contains(message, "--") {
			t.Errorf("%s: the message is %q", name, message)
		}
	}
}

func TestNothingAnswersFailsOneSpec(t *testing.T) {
	alone(t)
	for name, o := range map[string]suites.Options{
		"URL": {URL: unreachable}, "URLFunc": {URLFunc: func() string { return unreachable }},
	} {
		got := count(ginkgoRun(t, o, func(c *types.SuiteConfig) { c.FlakeAttempts = 2 }))
		if got[types.SpecStateFailed] != 1 || got[types.SpecStatePassed] != 0 ||
			got[types.SpecStateSkipped] < 100 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestFilteredOutIsNotSent(t *testing.T) {
	alone(t)
	for name, edit := range map[string]func(*types.SuiteConfig){
		"label": func(c *types.SuiteConfig) { c.LabelFilter = "!effect-executes" },
		"skip":  func(c *types.SuiteConfig) { c.SkipStrings = []string{"Success"} },
		"focus": func(c *types.SuiteConfig) { c.FocusStrings = []string{"not-found", "methods"} },
	} {
		h := mock()
		specs := ginkgoRun(t, suites.Options{Handler: h}, edit)
		if n := count(specs); n[types.SpecStatePassed] == 0 || n[types.SpecStateFailed] > 0 ||
			len(h.Executed()) > 0 {
			t.Errorf("%s: %v, executed %v", name, n, h.Executed())
		}
	}
}

func TestHandlerIsSentWhatItsPrefixSays(t *testing.T) {
	alone(t)
	var strangers []string
	h := mock()
	watched := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/a/b/security/") {
			strangers = append(strangers, r.URL.Path)
		}
		h.ServeHTTP(w, r)
	})
	specs := ginkgoRun(t, suites.Options{
		Handler: watched, URL: "http://localhost/a/b/", Only: []string{"not-found.gzip-accepted"},
	}, whole)
	if count(specs)[types.SpecStatePassed] != 1 || len(strangers) > 0 {
		t.Errorf("%v, strangers %v", count(specs), strangers)
	}
}
