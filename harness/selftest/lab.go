package selftest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// Lab runs the suite against targets. It loads contract and fixtures once, for
// all of them.
type Lab struct {
	Doc      *spec.Contract
	Fixtures *fixtures.Set
	// Record keeps every exchange in the reports.
	Record bool

	tasks []reference.Task
	mu    sync.Mutex
	made  map[string]*verify.Session // by what their cases depend on
}

// NewLab returns a lab for the embedded contract and its fixtures.
func NewLab() (*Lab, error) {
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		return nil, err
	}
	held, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		return nil, err
	}
	l := &Lab{Doc: doc, Fixtures: held}
	for _, item := range held.Resources("tasks") {
		l.tasks = append(l.tasks, reference.Task{
			ID:         item.ID,
			ActionType: item.Properties["actionType"],
		})
	}
	return l, nil
}

// Site is a target and how it is judged. The zero value is the reference
// server, judged by the whole contract.
type Site struct {
	// Wrap makes the target of the reference server; nil: it is the target.
	Wrap func(*defects.Base) http.Handler
	// URL is that of a target that listens already, of which nothing is known:
	// it is asked first whether anything answers. Empty: Wrap is served.
	URL string
	// TLS serves it by https; Moved serves it under BasePath instead of /beta.
	TLS, Moved bool
	BasePath   string
	// Strict has every "should" gate too; RequireAll fails a run that leaves a
	// gating requirement untested.
	Strict, RequireAll bool
	Profile            string
	Seed               uint64 // zero: any

	Token   string
	Only    []string      // patterns of cases; nil: all
	Budget  time.Duration // of the run; zero: none
	Timeout time.Duration // of a request; zero: the default
	Trust   *tls.Config   // the client's TLS options; nil: the system's roots
}

// Outcome judges a site, and returns the report. It is the only place that
// knows how a target is run.
func (l *Lab) Outcome(ctx context.Context, s Site) (*result.Report, error) {
	unknown := s.URL != ""
	if !unknown {
		server, err := l.serve(&s)
		if err != nil {
			return nil, err
		}
		defer server.Close()
	}
	session, err := l.session(&s)
	if err != nil {
		return nil, err
	}
	defer session.Close()
	if unknown {
		if err := session.Preflight(ctx, 0); err != nil {
			return session.Unreached(err.Error()), nil
		}
	}
	session.Start(ctx)
	return session.Report(ctx)
}

// serve starts the reference server with what a site makes of it, and fills in
// where it is.
func (l *Lab) serve(s *Site) (*reference.Server, error) {
	base, err := defects.NewBase(reference.Options{Tasks: l.tasks})
	if err != nil {
		return nil, err
	}
	var handler http.Handler = base
	if s.Wrap != nil {
		handler = s.Wrap(base)
	}
	server, err := reference.Start(handler, reference.Listen{TLS: s.TLS})
	if err != nil {
		return nil, err
	}
	s.URL = server.URL
	if s.Moved {
		s.URL = strings.TrimSuffix(s.URL, "/beta") + s.BasePath
	}
	if server.CA != nil {
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(server.CA)
		s.Trust = &tls.Config{RootCAs: roots}
	}
	return server, nil
}

// session prepares a run. What does not depend on where the target is, and that is
// nearly all, is made once.
func (l *Lab) session(s *Site) (*verify.Session, error) {
	target := verify.Target{URL: s.URL, Token: s.Token, Timeout: s.Timeout, TLS: s.Trust}
	key := fmt.Sprint(s.Strict, s.RequireAll, s.Profile, s.Seed, s.BasePath, s.Moved, s.Token,
		s.Only, s.Budget, l.Record)
	l.mu.Lock()
	defer l.mu.Unlock()
	if made, ok := l.made[key]; ok {
		return made.At(target)
	}
	made, err := verify.Prepare(verify.Config{
		Contract: l.Doc, Fixtures: l.Fixtures, Target: target, Strict: s.Strict, Only: s.Only,
		Budget: s.Budget, Record: l.Record, RequireAll: s.RequireAll, Profile: s.Profile,
		Seed: s.Seed,
	})
	if err != nil {
		return nil, err
	}
	if l.made == nil {
		l.made = map[string]*verify.Session{}
	}
	l.made[key] = made
	return made, nil
}
