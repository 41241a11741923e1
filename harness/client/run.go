package client

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"example.com/toeline/harness/client/internal/judge"
	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/session"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/openapi"
)

// Judge starts the lab server, has the client make every call, and returns the
// result. Its errors are wrong usage (a pattern that matches nothing, a program
// that cannot be started) or that the lab could not be set up.
func Judge(ctx context.Context, o Options) (*result.Report, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	set, err := selected(o)
	if err != nil {
		return nil, err
	}
	r := &run{options: o, set: set, started: time.Now()}
	calls, err := callsOf(o, set)
	if err != nil {
		return nil, err
	}
	l, err := lab.Open(o.Doc, calls, lab.Options{Addr: o.Addr, Plain: o.Plain})
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	r.base = l.Base()
	r.Run = session.Run{Config: o.session(l, calls)}
	spent := fmt.Errorf("the budget of %s is spent", o.Budget)
	ctx, cancel := context.WithTimeoutCause(ctx, o.Budget, spent)
	defer cancel()
	err = r.Drive(ctx)
	closed := l.Close() // before the judgement: no more requests come
	if err := errors.Join(err, closed); err != nil {
		return nil, err
	}
	l.AttributeRest()
	return r.report(judge.Contract{Doc: o.Doc, Token: r.Token}), nil
}

// run is a run and what its result needs.
type run struct {
	session.Run
	options Options
	set     *cases.Set
	base    string // URL of the lab
	started time.Time
}

// session returns the configuration of the run, with fresh ids for the calls.
func (o Options) session(l *lab.Lab, calls []*lab.Call) session.Config {
	ids := newIDs(o.Seed)
	token := ids.token()
	if o.takesPassword() {
		token = "toeline:" + token
	}
	for _, c := range calls {
		l.Renew(c, ids.guid())
		if c.Earlier != nil {
			l.Renew(c.Earlier, ids.guid())
		}
	}
	return session.Config{
		Program: o.Program, Lab: l, Calls: calls, Token: token, NewGUID: ids.guid,
		PerCase: o.PerCase, Attached: o.Attached, Concurrency: o.Concurrency, Timeout: o.Timeout,
	}
}

// takesPassword reports whether the operation asks for a user name and a password.
func (o Options) takesPassword() bool {
	if o.Doc.Described == nil {
		return false
	}
	schemes := slices.Concat(o.Doc.Described.Security...)
	return slices.ContainsFunc(schemes, openapi.Scheme.Basic) &&
		!slices.ContainsFunc(schemes, openapi.Scheme.Bearer)
}

// ids makes GUIDs.
type ids struct{ source *rand.ChaCha8 }

func newIDs(seed uint64) *ids {
	if seed == 0 {
		seed = rand.Uint64()
	}
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return &ids{rand.NewChaCha8(key)}
}

func (i *ids) guid() string {
	made, err := uuid.NewRandomFromReader(i.source)
	if err != nil { // the source has no end
		panic(err)
	}
	return made.String()
}

func (i *ids) token() string {
	var b [12]byte
	_, _ = i.source.Read(b[:]) // never fails
	return "toeline-" + hex.EncodeToString(b[:])
}
