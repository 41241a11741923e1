package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/lint"
	"example.com/toeline/spec"
)

// inputs are the flags that say what to judge by.
type inputs struct {
	document, fixtures string
}

func (in *inputs) add(set *pflag.FlagSet) {
	flag.Add(set, &in.document, "document", spec.Default, flag.Target|flag.Replay,
		"OpenAPI `FILE`, or the name of an embedded one")
	flag.Add(set, &in.fixtures, "fixtures", "", flag.Target,
		"`FILE` that says what the target holds; without it the embedded tasks, and those on loopback alone")
}

// loadDocument reads a file, or an embedded document by its name.
func loadDocument(name string) (*spec.Document, error) {
	if !strings.ContainsAny(name, "./\\") {
		doc, err := spec.Embedded(name)
		if err != nil {
			return nil, exit.Usage(err)
		}
		return doc, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("--document: %w", err))
	}
	doc, err := lint.Load(name, data)
	if err != nil {
		return nil, exit.Usage(err)
	}
	return doc, nil
}

// loadWorld reads the fixtures; embedded says that toeline's own may be used.
func (in *inputs) loadWorld(doc *spec.Document, embedded bool) (*fixtures.World, error) {
	if in.fixtures == "" {
		if !embedded {
			return &fixtures.World{}, nil
		}
		world, err := fixtures.Embedded(doc.Kinds)
		if err != nil {
			return nil, exit.Usage(err)
		}
		return world, nil
	}
	data, err := os.ReadFile(in.fixtures)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("--fixtures: %w", err))
	}
	world, err := fixtures.Load(in.fixtures, data, doc.Kinds)
	if err != nil {
		return nil, exit.Usage(err)
	}
	return world, nil
}
