package main

import (
	"net/http"
	"slices"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// rig is a session over a reference server on a real socket.
type rig struct {
	session *verify.Session
	server  *reference.Server
}

func newRig(c verify.Config, wrap func(http.Handler) http.Handler) (*rig, error) {
	doc, held, handler, err := referenceHandler()
	if err != nil {
		return nil, err
	}
	server, err := reference.Start(wrap(handler), reference.Listen{})
	if err != nil {
		return nil, err
	}
	c.Contract, c.Fixtures, c.Target.URL = doc, held, server.URL
	session, err := verify.Prepare(c)
	return &rig{session, server}, err
}

// referenceHandler returns the default contract, its fixtures, and the
// reference server that has them.
func referenceHandler() (*spec.Contract, *fixtures.Set, http.Handler, error) {
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		return nil, nil, nil, err
	}
	held, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		return nil, nil, nil, err
	}
	var tasks []reference.Task
	for _, item := range held.Resources(doc.Kinds[0].Name) {
		tasks = append(tasks,
			reference.Task{ID: item.ID, ActionType: item.Properties["actionType"]})
	}
	handler, err := reference.New(reference.Options{Tasks: tasks})
	return doc, held, handler, err
}

func (r *rig) close() {
	r.session.Close()
	_ = r.server.Close()
}

func asIs(h http.Handler) http.Handler { return h }

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
