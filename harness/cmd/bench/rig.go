package main

import (
	"net/http"
	"slices"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec"
)

// rig is a plan over a reference server on a real socket.
type rig struct {
	plan   *plan.Plan
	server *reference.Server
}

func newRig(concurrency int, wrap func(http.Handler) http.Handler) (*rig, error) {
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		return nil, err
	}
	world, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		return nil, err
	}
	var tasks []reference.Task
	for _, item := range world.Items(doc.Kinds[0].Name) {
		tasks = append(tasks, reference.Task{ID: item.ID, ActionType: item.Properties["actionType"]})
	}
	handler, err := reference.New(reference.Options{Tasks: tasks})
	if err != nil {
		return nil, err
	}
	server, err := reference.Start(wrap(handler), reference.Listen{})
	if err != nil {
		return nil, err
	}
	target, base, err := plan.NewTarget(plan.Access{URL: server.URL})
	if err != nil {
		return nil, err
	}
	if target.Sender, err = wire.New(base, wire.Options{MaxIdle: concurrency}); err != nil {
		return nil, err
	}
	p, err := plan.New(plan.Options{Doc: doc, World: world, Target: target, Concurrency: concurrency})
	return &rig{p, server}, err
}

func (r *rig) close() {
	r.plan.Options.Target.Sender.Close()
	_ = r.server.Close()
}

func asIs(h http.Handler) http.Handler { return h }

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
