// Package input reads the files that say what to judge by: contracts, fixtures, known failures. It
// never sends.
package input

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// Inputs are the flags that say what to judge by.
type Inputs struct {
	Document, Fixtures string
	Overlays           []string
	anywhere           bool

	held   []byte // the text of the fixtures that heldOf names
	heldOf string
}

// Add declares --document, --overlay and --fixtures.
func (in *Inputs) Add(set *pflag.FlagSet) {
	flag.Add(
		set,
		&in.Document,
		"document",
		spec.Default,
		flag.Target|flag.Reads|flag.Subject|flag.Replay|flag.Stated|flag.Often,
		"OpenAPI `FILE`, or the name of an embedded one",
	)
	AddOverlays(set, &in.Overlays, flag.Target|flag.Subject|flag.Replay)
	AddRemote(set, &in.anywhere, flag.Consent|flag.Replay|flag.Repeat)
	flag.Add(
		set,
		&in.Fixtures,
		"fixtures",
		"",
		flag.Target|flag.Reads|flag.Subject|flag.Stated|flag.Often,
		"`FILE` that says what the target holds; without it the embedded tasks, and those on "+
			"loopback alone",
	)
}

// IsFile reports whether a name of a contract is one of a file, and not of an embedded one. What
// is here, and is named as no embedded one, is a file, or a folder that reading it refuses.
func IsFile(name string) bool {
	if name == "-" || strings.ContainsAny(name, "./\\") {
		return true
	}
	if slices.Contains(append(spec.Documents(), clients.Documents()...), name) {
		return false
	}
	_, err := os.Stat(name)
	return err == nil && name != ""
}

// AddOverlays declares --overlay.
func AddOverlays(set *pflag.FlagSet, overlays *[]string, scope flag.Scope) {
	flag.Add(set, overlays, "overlay", nil, scope|flag.Reads,
		"OpenAPI Overlay `FILE` that is applied to the document; may be given several times")
}

// LoadNamed reads a file, or an embedded document by its name, with overlays, for a run whose
// fixtures give resources of some kinds.
func (in *Inputs) LoadNamed(name string, kinds, overlays []string) (*spec.Contract, error) {
	given := Document{name, overlays, in.anywhere}
	doc, err := given.contract("--document: ", kinds)
	if err != nil {
		return nil, exit.Usage(err)
	}
	return doc, nil
}

// Given is the document with its overlays.
func (in *Inputs) Given() Document { return Document{in.Document, in.Overlays, in.anywhere} }

// Load reads the document with its overlays.
func (in *Inputs) Load() (*spec.Contract, error) {
	var kinds []string
	if in.Fixtures != "" && IsFile(in.Document) {
		data, err := in.fixtures()
		if err != nil {
			return nil, exit.Usage(fmt.Errorf("--fixtures: %w", err))
		}
		kinds = fixtures.KindsIn(data)
	}
	return in.LoadNamed(in.Document, kinds, in.Overlays)
}

// LoadFixtures reads the fixtures; embedded says that toeline's own may be used.
func (in *Inputs) LoadFixtures(doc *spec.Contract, embedded bool) (*fixtures.Set, error) {
	if in.Fixtures == "" {
		if !embedded {
			return &fixtures.Set{}, nil
		}
		held, err := fixtures.Embedded(doc.Kinds)
		if err != nil {
			return nil, exit.Usage(err)
		}
		return held, nil
	}
	data, err := in.fixtures()
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("--fixtures: %w", err))
	}
	name := in.Fixtures
	if name == "-" {
		name = stdin
	}
	held, err := fixtures.Load(name, data, doc.Kinds)
	if err != nil {
		var own []string
		for _, kind := range doc.Kinds {
			own = append(own, kind.Name)
		}
		return nil, exit.Usage(exit.Mistaken(err, name, data, "fixtures", own...))
	}
	return held, nil
}

// description is the key that an OpenAPI description has, and fixtures never have.
var description = regexp.MustCompile(`(?m)^[ \t{]*"?(openapi|swagger)"?[ \t]*:[ \t]*["']?[23]\.`)

// fixtures reads the file of fixtures, "-" for standard input, once.
func (in *Inputs) fixtures() (data []byte, err error) {
	if in.heldOf != in.Fixtures {
		if in.held, err = in.readFixtures(); err != nil {
			return nil, err
		}
		if description.Match(in.held) {
			return nil, fmt.Errorf("%s: is an OpenAPI description, and not fixtures: give it by "+
				"--document", in.Fixtures)
		}
		in.heldOf = in.Fixtures
	}
	return in.held, nil
}

func (in *Inputs) readFixtures() ([]byte, error) {
	switch {
	case in.Fixtures != "-":
		return infile.Read(in.Fixtures, infile.Contract)
	case in.Document == "-":
		return nil, errors.New("standard input is the document already: name a file")
	}
	return infile.All(os.Stdin, infile.Contract)
}
