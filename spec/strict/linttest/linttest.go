// Package linttest runs tables of mistakes through a loader of contracts.
package linttest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/strict"
)

// Mistake replaces a text of a valid contract, once, and lists the problems that
// the loader reports for it.
type Mistake struct {
	Name, Old, New string
	Want           []string
}

// Row is a type of a table: a package that declares one can leave out the keys.
type Row interface {
	~struct {
		Name, Old, New string
		Want           []string
	}
}

// in returns a contract with the mistake.
func (m Mistake) in(contract string) string { return strings.Replace(contract, m.Old, m.New, 1) }

// A Loader loads a contract from a file named "f". It reports whether it returned
// a contract.
type Loader func(data []byte) (loaded bool, err error)

// Run makes each mistake in a contract, and compares the problems.
func Run[R Row](t *testing.T, load Loader, contract string, rows []R) {
	t.Helper()
	for _, row := range rows {
		m := Mistake(row)
		t.Run(m.Name, func(t *testing.T) {
			wrong := m.in(contract)
			if wrong == contract {
				t.Fatalf("the contract does not have %q", m.Old)
			}
			loaded, err := load([]byte(wrong))
			if err == nil {
				t.Fatal("no problem")
			}
			if loaded {
				t.Error("a contract is returned beside the error")
			}
			if diff := cmp.Diff(m.Want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// Fuzz checks that no file makes the loader panic, that it returns a contract or
// an error, and that each problem has its file. It begins with the mistakes.
func Fuzz[R Row](f *testing.F, load Loader, contracts []string, rows []R) {
	f.Helper()
	for _, contract := range contracts {
		f.Add([]byte(contract))
	}
	for _, row := range rows {
		f.Add([]byte(Mistake(row).in(contracts[0])))
	}
	f.Add([]byte("openapi: 3.0.3\nx-conformance: {version: 1, fixtures: {a: {}}, requirements: " +
		"[{}]}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		loaded, err := load(data)
		if loaded == (err != nil) {
			t.Fatalf("a contract is returned: %t, error %v", loaded, err)
		}
		if err == nil {
			return
		}
		var problems strict.Problems
		if !errors.As(err, &problems) {
			t.Fatalf("the error is %T", err)
		}
		wrong := func(p strict.Problem) bool {
			return p.File != "f" || p.Message == "" || strings.ContainsAny(p.String(), "\n\r")
		}
		if i := slices.IndexFunc(problems, wrong); i >= 0 {
			t.Errorf("problem %+v", problems[i])
		}
	})
}
