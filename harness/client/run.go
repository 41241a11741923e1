package client

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"example.com/toeline/harness/plan"
	"example.com/toeline/spec/clients"
)

// Judge starts the lab, has the client make every call, and returns what came
// of it. Its errors are wrong usage (a pattern that matches nothing, a
// program that cannot be started) or that the lab could not be set up.
func Judge(ctx context.Context, o Options) (*Result, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	r := &run{options: o, started: time.Now(), ids: newIDs(o.Seed)}
	if err := r.choose(); err != nil {
		return nil, err
	}
	if err := r.open(); err != nil {
		return nil, errors.Join(err, r.close())
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.Budget, fmt.Errorf("the budget of %s is spent", o.Budget))
	defer cancel()
	err = r.drive(ctx)
	closed := r.close() // before the judgement: nothing comes any more
	if err := errors.Join(err, closed); err != nil {
		return nil, err
	}
	r.lab.claim()
	return r.result(), nil
}

// run is a run of the lab.
type run struct {
	options Options
	lab     *lab
	plan    *plan.Plan
	calls   []*call
	ids     *ids

	main, other, stranger *server
	caFile                string
	dir                   string // for caFile; empty: none was made

	started time.Time
	// preflight says why nothing could be judged at all; cutShort why the run
	// ended before its time.
	preflight, cutShort string
	// hung counts calls in a row that hung alone.
	hung int
	// dead counts calls that ended the client before it did a thing.
	dead int
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

// open starts the servers.
func (r *run) open() error {
	o := r.options
	r.lab = &lab{doc: o.Doc, token: r.ids.token(), byID: map[string]*call{}, gone: map[string]bool{}, calls: r.calls}
	tlsConfig, authority, err := certificate()
	if err != nil {
		return err
	}
	unknown, _, err := certificate()
	if err != nil {
		return err
	}
	if o.Plain {
		tlsConfig = nil
	} else if err := r.writeCA(authority); err != nil {
		return err
	}
	if r.main, err = listen(r.lab, main, o.Addr, tlsConfig); err != nil {
		return err
	}
	if r.other, err = listen(r.lab, other, "", tlsConfig); err != nil {
		return err
	}
	if r.stranger, err = listen(r.lab, stranger, "", unknown); err != nil {
		return err
	}
	base := basePath(o.Doc)
	r.lab.base = r.main.url(r.host()) + base
	r.lab.otherHost = r.other.url("localhost") + base
	r.lab.otherPort = r.other.url("127.0.0.1") + base
	for _, c := range r.calls {
		r.lab.renew(c, r.ids.guid())
	}
	return nil
}

// host is the name by which the client reaches the lab: never that of the
// other host.
func (r *run) host() string { return "127.0.0.1" }

// basePath is what stands before the document's paths.
func basePath(doc *clients.Document) string {
	if server, err := url.Parse(doc.Contract.Server); err == nil {
		return server.EscapedPath()
	}
	return ""
}

func (r *run) writeCA(authority []byte) error {
	dir, err := os.MkdirTemp("", "toeline-client-")
	if err != nil {
		return fmt.Errorf("writing the CA: %w", err)
	}
	r.dir, r.caFile = dir, filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(r.caFile, authority, 0o644); err != nil {
		return fmt.Errorf("writing the CA: %w", err)
	}
	return nil
}

// close ends the servers and takes the CA away.
func (r *run) close() error {
	for _, s := range []*server{r.main, r.other, r.stranger} {
		if s != nil {
			s.close()
		}
	}
	if r.dir == "" {
		return nil
	}
	return os.RemoveAll(r.dir)
}

// environment are the variables of a driver that is sent to a base URL.
func (r *run) environment(base string) []string {
	env := []string{EnvBaseURL + "=" + base, EnvToken + "=" + r.lab.token}
	if r.caFile != "" {
		env = append(env, EnvCAFile+"="+r.caFile)
	}
	return env
}

// drive has every call made: those for the lab's server first, then those for
// a server that nobody vouches for.
func (r *run) drive(ctx context.Context) error {
	var here, there []*call
	for _, c := range r.calls {
		switch {
		case c.skip != "":
		case c.TLS != "":
			there = append(there, c)
		default:
			here = append(here, c)
		}
	}
	strange := r.stranger.url("127.0.0.1") + basePath(r.options.Doc)
	for _, part := range []struct {
		base  string
		calls []*call
	}{{r.lab.base, here}, {strange, there}} {
		if len(part.calls) == 0 || r.cutShort != "" || r.preflight != "" {
			continue
		}
		s := &session{run: r, base: part.base}
		drive := s.drive
		if r.options.PerCase {
			drive = s.drivePerCase
		}
		if err := drive(ctx, part.calls); err != nil {
			return err
		}
	}
	return nil
}
