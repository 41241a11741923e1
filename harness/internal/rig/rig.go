// Package rig runs plans of the embedded document in tests: against handlers,
// over a real socket on loopback. It holds no expectation, and no program
// imports it.
package rig

import (
	"context"
	"net/http"
	"testing"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec"
)

// patience is how long a run may take before its test fails.
const patience = 5 * time.Minute

// Embedded is the first document, and its world.
func Embedded(t testing.TB) (*spec.Document, *fixtures.World) {
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

// Holding are the options of a reference server that holds that world; token
// may be empty.
func Holding(t testing.TB, token string) reference.Options {
	t.Helper()
	_, world := Embedded(t)
	o := reference.Options{Token: token}
	for _, item := range world.Items("tasks") {
		o.Tasks = append(o.Tasks, reference.Task{ID: item.ID, ActionType: item.Properties["actionType"]})
	}
	return o
}

// Reference is that server.
func Reference(t testing.TB, token string) http.Handler {
	t.Helper()
	h, err := reference.New(Holding(t, token))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// At is a plan of the document for a target; the base URL is the access's. edit
// changes the rest of the options; nil: nothing.
func At(t testing.TB, access plan.Access, edit func(*plan.Options)) *plan.Plan {
	t.Helper()
	doc, world := Embedded(t)
	target, base, err := plan.NewTarget(access)
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
	return p
}

// Run serves a handler, and carries out a plan of the document against it. The
// base URL of access is filled in.
func Run(t testing.TB, h http.Handler, access plan.Access, edit func(*plan.Options)) (*plan.Run, *plan.Outcome) {
	t.Helper()
	access.URL = reference.StartTest(t, h, reference.Listen{}).URL
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	run := At(t, access, edit).Start(ctx)
	defer run.Close()
	outcome, err := run.Outcome(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return run, outcome
}
