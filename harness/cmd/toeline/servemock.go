package main

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/internal/reproduce"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/mock"
	"example.com/toeline/spec"
)

// served is what toeline serve runs.
type served struct {
	http.Handler
	// path is what the base URL has after the authority; more is printed after the base URL.
	path string
	more func(base string) string
}

// serveMock makes a mock of a document that the reference server does not serve.
func (s *serveFlags) serveMock(a app.App, doc *spec.Contract) (*served, error) {
	if s.defect != "" {
		return nil, exit.Usage(errors.New("--defect: the defects are of the reference server, " +
			"which serves " + spec.Default + "; leave --defect out"))
	}
	held, err := s.in.LoadFixtures(doc, true)
	if err != nil {
		return nil, err
	}
	out := text.Writer(s.logTo(a))
	var mu sync.Mutex
	handler := mock.New(mock.Options{
		Contract: doc, Fixtures: held, Token: a.EnvOr(s.tokenEnv, ""),
		Log: func(line string) {
			mu.Lock()
			defer mu.Unlock()
			fmt.Fprintln(out, line)
		},
	})
	var keys []string
	if a.EnvOr(s.tokenEnv, "") != "" {
		keys = keySchemes(doc)
	}
	return &served{handler, handler.BasePath(), func(base string) string {
		return s.trial(handler, base, keys)
	}}, nil
}

// keySchemes returns the names of the credentials that are no bearer token, sorted.
func keySchemes(doc *spec.Contract) []string {
	names := map[string]bool{}
	for i := range doc.Operations {
		for _, scheme := range slices.Concat(doc.Operations[i].Security...) {
			if in, _ := scheme.Place(); in != "" && !scheme.Bearer() {
				names[scheme.Name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// trial is the command line by which a mock is judged at once, with the ids that it knows. Keys are
// the credentials that have the token too.
func (s *serveFlags) trial(handler *mock.Handler, base string, keys []string) string {
	words := []string{"toeline verify", "--document", word(s.in.Document)}
	for _, overlay := range s.in.Overlays {
		words = append(words, "--overlay", word(overlay))
	}
	words = append(words, "--target", word(base))
	if s.caOut != "" {
		words = append(words, "--ca-file", word(s.caOut))
	}
	if s.tokenEnvGiven {
		words = append(words, "--token-env", word(s.tokenEnv))
	}
	for _, scheme := range keys {
		words = append(words, "--api-key-env", word(scheme+"="+s.tokenEnv))
	}
	ids := handler.Fixtures()
	switch {
	case s.in.Fixtures != "":
		words = append(words, "--fixtures", word(s.in.Fixtures))
	case ids != "":
		return "try it, with the ids that it knows:\n\n" +
			strings.Join(append(words, "--fixtures", "- <<'IDS'\n"), " ") + ids + "IDS\n"
	}
	return "try it:\n\n" + strings.Join(words, " ") + "\n"
}

// word quotes a word of a command line where a shell would read it as anything else.
func word(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			strings.ContainsRune("-_./:@%+,=", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return reproduce.Quote(s)
}

// isMocked reports whether a document is served by a mock: a file of another operation than the
// one that the reference server has.
func isMocked(name string, doc *spec.Contract) bool {
	return input.IsFile(name) && !doc.IsEdition()
}
