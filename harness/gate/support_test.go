package gate_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/gate"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/selftest"
	"example.com/toeline/harness/wire"
	"example.com/toeline/spec"
)

// run judges the reference server with a defect; empty: as it is.
func run(t *testing.T, defect string, edit func(*plan.Options)) *plan.Outcome {
	t.Helper()
	_, world := embedded(t)
	var o reference.Options
	for _, item := range world.Items("tasks") {
		o.Tasks = append(o.Tasks, reference.Task{ID: item.ID, ActionType: item.Properties["actionType"]})
	}
	var h http.Handler
	var err error
	if h, err = reference.New(o); defect != "" {
		h, err = selftest.Defective(defect, o)
	}
	if err != nil {
		t.Fatal(err)
	}
	return judge(t, h, edit)
}

// judge judges any handler.
func judge(t *testing.T, h http.Handler, edit func(*plan.Options)) *plan.Outcome {
	t.Helper()
	doc, world := embedded(t)
	server := reference.StartTest(t, h, reference.Listen{})
	target, base, err := plan.NewTarget(plan.Access{URL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	if target.Sender, err = wire.New(base, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(target.Sender.Close)
	options := plan.Options{Doc: doc, World: world, Target: target}
	if edit != nil {
		edit(&options)
	}
	p, err := plan.New(options)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	outcome, err := p.Start(ctx).Outcome(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

func embedded(t *testing.T) (*spec.Document, *fixtures.World) {
	t.Helper()
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	world, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	return doc, world
}

// waivers reads entries, each given in YAML's flow style without its owner and
// reason.
func waivers(t *testing.T, entries ...string) *gate.File {
	t.Helper()
	text := "waivers:\n"
	for _, e := range entries {
		text += "  - {owner: me, reason: known, " + e + "}\n"
	}
	if len(entries) == 0 {
		text = "waivers: []\n"
	}
	f, err := gate.Load("known.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func only(patterns ...string) func(*plan.Options) {
	return func(o *plan.Options) { o.Only = patterns }
}

func has(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s does not say %q:\n%s", what, part, text)
		}
	}
}
