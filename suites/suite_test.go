package suites_test

import (
	"os"
	"strconv"
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec"
	"example.com/toeline/suites"
)

// TestSuite runs the specs against TOELINE_TARGET, or against the reference
// server when it is not set; by go test ./suites -count=1, and by ginkgo. It
// reads TOELINE_FIXTURES (a file), TOELINE_ALLOW_EFFECTS and TOELINE_STRICT (true or false), and
// GRAPH_ACCESS_TOKEN too.
func TestSuite(t *testing.T) {
	o := fromEnvironment(t)
	t.Cleanup(globals.Reset) // the other tests drive Ginkgo as well
	if o.URL == "" {
		o.URLFunc = sharedReference(t, o.Fixtures)
	}
	suites.Describe(o)
	ginkgo.RunSpecs(t, "toeline")
}

func fromEnvironment(t *testing.T) suites.Options {
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	o := suites.Options{
		URL: os.Getenv("TOELINE_TARGET"), Token: os.Getenv("GRAPH_ACCESS_TOKEN"), Document: doc,
	}
	for name, set := range map[string]*bool{
		"TOELINE_ALLOW_EFFECTS": &o.AllowEffects, "TOELINE_STRICT": &o.Strict,
	} {
		if text := os.Getenv(name); text != "" {
			if *set, err = strconv.ParseBool(text); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	o.Fixtures, err = fixtures.Embedded(doc.Kinds)
	if file := os.Getenv("TOELINE_FIXTURES"); file != "" {
		data, fault := os.ReadFile(file)
		if fault != nil {
			t.Fatalf("TOELINE_FIXTURES: %v", fault)
		}
		o.Fixtures, err = fixtures.Load(file, data, doc.Kinds)
	}
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// sharedReference is one server for all processes, so that it can count what
// they execute together. The function returned gives its URL once it is there.
func sharedReference(t *testing.T, held *fixtures.Set) func() string {
	url, executed, stop := "", func() map[string]int { return nil }, func() error { return nil }
	ginkgo.SynchronizedBeforeSuite(func() []byte {
		h, err := reference.New(reference.Options{
			Tasks: tasksOf(held), Token: os.Getenv("GRAPH_ACCESS_TOKEN"),
		})
		if err != nil {
			ginkgo.Fail(err.Error())
		}
		s, err := reference.Start(h, reference.Listen{})
		if err != nil {
			ginkgo.Fail(err.Error())
		}
		executed, stop = h.Executed, s.Close
		return []byte(s.URL)
	}, func(shared []byte) { url = string(shared) })
	ginkgo.SynchronizedAfterSuite(func() {}, func() {
		for id, times := range executed() {
			if times > 1 {
				t.Errorf("task %s was executed %d times", id, times)
			}
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return func() string { return url }
}

// tasksOf is fixtures as the reference server holds it.
func tasksOf(held *fixtures.Set) []reference.Task {
	var tasks []reference.Task
	for _, item := range held.Resources("tasks") {
		tasks = append(tasks,
			reference.Task{ID: item.ID, ActionType: item.Properties["actionType"]})
	}
	return tasks
}
