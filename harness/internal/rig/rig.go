// Package rig runs the embedded contract in tests: against handlers, over a real
// socket on loopback. It holds no expectation, and no program imports it.
package rig

import (
	"context"
	"net/http"
	"testing"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// patience is how long a run may take before its test fails.
const patience = 5 * time.Minute

// Embedded returns the first contract, and its fixtures.
func Embedded(t testing.TB) (*spec.Contract, *fixtures.Set) {
	t.Helper()
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	return doc, held
}

// Holding returns the options of a reference server that holds those fixtures;
// token may be empty.
func Holding(t testing.TB, token string) reference.Options {
	t.Helper()
	_, held := Embedded(t)
	o := reference.Options{Token: token}
	for _, item := range held.Resources("tasks") {
		o.Tasks = append(o.Tasks,
			reference.Task{ID: item.ID, ActionType: item.Properties["actionType"]})
	}
	return o
}

// Reference returns that server.
func Reference(t testing.TB, token string) http.Handler {
	t.Helper()
	h, err := reference.New(Holding(t, token))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Prepare returns a session of the embedded contract. edit changes the config;
// nil: nothing.
func Prepare(t testing.TB, target verify.Target, edit func(*verify.Config)) *verify.Session {
	t.Helper()
	c := verify.Config{Target: target}
	c.Contract, c.Fixtures = Embedded(t)
	if edit != nil {
		edit(&c)
	}
	s, err := verify.Prepare(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Run serves a handler, and judges it by the embedded contract. The base URL of
// the target is filled in.
func Run(
	t testing.TB, h http.Handler, target verify.Target, edit func(*verify.Config),
) *result.Report {
	t.Helper()
	target.URL = reference.StartTest(t, h, reference.Listen{}).URL
	return Report(t, Prepare(t, target, edit))
}

// Report starts a session, and returns its report.
func Report(t testing.TB, s *verify.Session) *result.Report {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	s.Start(ctx)
	defer s.Close()
	report, err := s.Report(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return report
}
