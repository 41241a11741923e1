package cases_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/spec"
)

// embedded are options for the first contract on loopback.
func embedded(t *testing.T) cases.Options {
	t.Helper()
	contract, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Embedded(contract.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	return cases.Options{
		Contract: contract, Fixtures: held,
		Target: cases.Target{
			URL: "http://127.0.0.1/beta", BasePath: "/beta", OnLoopback: true,
			Credentials: onLoopback.Credentials,
		},
	}
}

// onLoopback is a target with a token.
var onLoopback = cases.Target{
	URL: "http://127.0.0.1", Credentials: cases.Credentials{Token: "t"}, OnLoopback: true,
}

func set(t *testing.T, edit func(*cases.Options)) *cases.Set {
	t.Helper()
	o := embedded(t)
	if edit != nil {
		edit(&o)
	}
	s, err := cases.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// targets are the requests of a set, by case.
func targets(s *cases.Set) map[string][]string {
	all := map[string][]string{}
	for _, c := range s.Cases {
		for i := range c.Instances {
			for _, r := range c.Instances[i].Requests {
				all[c.ID] = append(all[c.ID], r.Method+" "+r.Target)
			}
		}
	}
	return all
}

func TestSeeds(t *testing.T) {
	t.Parallel()
	seeded := func(seed uint64, only ...string) map[string][]string {
		return targets(set(t, func(o *cases.Options) { o.Seed, o.Only = seed, only }))
	}
	if diff := cmp.Diff(seeded(7), seeded(7)); diff != "" {
		t.Errorf("the same seed (-first +second):\n%s", diff)
	}
	if cmp.Equal(seeded(7)["not-found.absent-guid"], seeded(8)["not-found.absent-guid"]) {
		t.Error("another seed gives the same random ids")
	}
	if diff := cmp.Diff(seeded(7)["not-found.absent-guid"],
		seeded(7, "not-found.**")["not-found.absent-guid"]); diff != "" {
		t.Errorf("a narrowed run sends others (-whole +narrowed):\n%s", diff)
	}
}

func TestEachResourceIsExecutedOnce(t *testing.T) {
	t.Parallel()
	by := map[string]string{}
	executed := 0
	for _, c := range set(t, nil).Cases {
		if c.Effect != spec.Executes {
			continue
		}
		for i := range c.Instances {
			for _, r := range c.Instances[i].Requests {
				for _, resource := range r.Resources {
					executed++
					if by[resource] != "" {
						t.Errorf("%s is executed by %s and by %s", resource, by[resource], c.ID)
					}
					by[resource] = c.ID
				}
			}
		}
	}
	if executed < 8 {
		t.Errorf("%d resources are executed", executed)
	}
}

func TestSelection(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		only, skip []string
		level      spec.Level
		want       func(*cases.Case) bool
	}{
		{name: "everything", want: func(*cases.Case) bool { return true }},
		{
			name: "a situation", only: []string{"methods.**"},
			want: func(c *cases.Case) bool { return c.Situation == "methods" },
		},
		{
			name: "without a situation", skip: []string{"invalid-guid.**"},
			want: func(c *cases.Case) bool { return c.Situation != "invalid-guid" },
		},
		{
			name: "a requirement", only: []string{"ERA-OK-1"},
			want: func(c *cases.Case) bool { return slices.Contains(c.Requirements, "ERA-OK-1") },
		},
		{
			name: "one case", only: []string{"success.isolateDevice"},
			want: func(c *cases.Case) bool { return c.ID == "success.isolateDevice" },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := set(t,
				func(o *cases.Options) { o.Only, o.Skip, o.Level = tt.only, tt.skip, tt.level })
			for _, c := range s.Cases {
				if !tt.want(c) {
					t.Errorf("%s is selected", c.ID)
				}
			}
			if got, all := len(s.Cases)+len(s.Others),
				len(set(t, nil).Cases)+len(set(t, nil).Others); got != all {
				t.Errorf("%d cases in all, want %d", got, all)
			}
		})
	}
	must := set(t, func(o *cases.Options) { o.Level = spec.Must })
	for _, c := range must.Cases {
		for i := range c.Breaks {
			r, _ := must.Options.Contract.Requirement(c.Breaks[i].Requirement)
			if c.Breaks[i].Judged && r.Level != spec.Must {
				t.Errorf("%s judges %s, which is below the level", c.ID, r.ID)
			}
		}
	}
}

func TestWrongOptions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		edit func(*cases.Options)
		want string
	}{
		{"a pattern of nothing", func(o *cases.Options) {
			o.Only = []string{"sucess.isolateDevice"}
		}, `Only sucess.isolateDevice matches no case and no requirement (did you mean ` +
			`"success.isolateDevice"?)`},
		{"a situation without its stars", func(o *cases.Options) {
			o.Skip = []string{"methods"}
		}, `(did you mean "methods.**"?)`},
		{"no pattern", func(o *cases.Options) { o.Only = []string{"a..b"} }, `pattern "a..b"`},
		{"no profile", func(o *cases.Options) {
			o.Profile = "pages"
		}, `Profile pages is not a profile of the document; it has page`},
		{"no contract", func(o *cases.Options) {
			o.Contract = nil
		}, "need a contract and fixtures"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := embedded(t)
			tt.edit(&o)
			_, err := cases.New(o)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want … %s", err, tt.want)
			}
		})
	}
	o := embedded(t)
	o.Only, o.Skip = []string{"methods.**"}, []string{"methods.**"}
	if _, err := cases.New(o); !errors.Is(err, cases.ErrNoCase) {
		t.Errorf("nothing left: %v", err)
	}
}

// TestBreaks holds what a case can break against its checks and the rules.
func TestBreaks(t *testing.T) {
	t.Parallel()
	s := set(t, func(o *cases.Options) {
		o.Only = []string{
			"success.isolateDevice", "not-found.absent-guid", "invalid-guid.intercepted.slash",
		}
	})
	for _, c := range s.Cases {
		for i := range c.Breaks {
			b := &c.Breaks[i]
			if b.Own != slices.Contains(c.Requirements, b.Requirement) && b.Judged {
				t.Errorf("%s: %s is its own: %v", c.ID, b.Requirement, b.Own)
			}
			if b.Shown && !b.Exercised || b.Active() && b.Out != "" && c.Skip == "" {
				t.Errorf("%s: %+v contradicts itself", c.ID, *b)
			}
		}
		if c.ID == "not-found.absent-guid" &&
			(!slices.Contains(c.Shows(), "ERA-NF-1") || !c.Judges("ERA-ENV-1")) {
			t.Errorf("%s shows %v", c.ID, c.Shows())
		}
	}
	for _, c := range s.Others {
		for i := range c.Breaks {
			if c.Breaks[i].Out == "" {
				t.Errorf("%s is left out, and %s says no reason", c.ID, c.Breaks[i].Requirement)
			}
		}
	}
}

func TestWhyNothingIsSent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, id, want string
		edit           func(*cases.Options)
	}{
		{"no leave", "success.isolateDevice", "no leave", func(o *cases.Options) {
			o.Target.NoEffects = "no leave"
		}},
		{"no token", "not-found.absent-guid", "no token: set T", func(o *cases.Options) {
			o.Target.Token, o.Target.Advice.Token = "", "set T"
		}},
		{
			"no resource", "success.isolateDevice",
			"the fixtures hold no task with actionType isolateDevice; add one under tasks",
			func(o *cases.Options) { o.Fixtures = &fixtures.Set{} },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, ok := set(t, tt.edit).Case(tt.id)
			if !ok || c.Skip != tt.want || c.Size() != 0 {
				t.Errorf("got %+v", c)
			}
		})
	}
}
