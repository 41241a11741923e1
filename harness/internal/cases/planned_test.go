package cases_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

func TestFuzzRepeatsItself(t *testing.T) {
	t.Parallel()
	values := func(seed uint64) []string {
		c, ok := set(t,
			func(o *cases.Options) { o.Fuzz, o.Seed = 20, seed }).Case("fuzz.identifiers")
		if !ok || c.Size() != 20 {
			t.Fatalf("got %+v", c)
		}
		var all []string
		for i := range c.Size() {
			made, err := c.Fuzz.Instance(i)
			r, step := made.Request, made.Step
			if err != nil || step == nil {
				t.Fatal(err)
			}
			all = append(all, c.Fuzz.Value(&r))
		}
		return all
	}
	if diff := cmp.Diff(values(3), values(3)); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
	if cmp.Equal(values(3), values(4)) {
		t.Error("another seed gives the same values")
	}
}

// TestDigest is the same whatever the secrets are, and another for another request.
func TestDigest(t *testing.T) {
	t.Parallel()
	digest := func(edit func(*cases.Options)) string {
		s := set(t, edit)
		c, _ := s.Case("not-found.absent-guid")
		return s.Options.Digest(&c.Instances[0].Requests[0])
	}
	one := digest(func(o *cases.Options) { o.Seed = 1 })
	other := digest(func(o *cases.Options) {
		o.Seed, o.Target.Token, o.Target.BasePath = 1, "another", "/v1"
	})
	if one != other {
		t.Error("the token or the base path are in the digest")
	}
	if one == digest(func(o *cases.Options) { o.Seed = 2 }) {
		t.Error("two requests have one digest")
	}
}

func TestPlanned(t *testing.T) {
	t.Parallel()
	set := set(t, func(o *cases.Options) { o.Only = []string{"success.isolateDevice"} })
	p := set.Planned(&result.Variables{})
	if len(p.Cases) != 1 || len(p.Requirements) == 0 {
		t.Fatalf("got %d cases and %d requirements", len(p.Cases), len(p.Requirements))
	}
	c := p.Cases[0]
	if c.ID != "success.isolateDevice" || c.Situation != "success" || c.Effect != spec.Executes ||
		c.Line == 0 || c.Size != len(c.Requests) || c.Requests[0].ID == "" ||
		len(c.Requests[0].Resources) != 1 {
		t.Errorf("got %+v", c)
	}
}

// TestLowerRanksTakeNothing: what a "must" executes is not given to a "should", even
// where nothing else is left.
func TestLowerRanksTakeNothing(t *testing.T) {
	t.Parallel()
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	const harmless = "{incidentTaskId: task.unsupported, auth: wrongToken}"
	const spending = "{incidentTaskId: task.supported, auth: wrongToken}"
	text := strings.Replace(string(source), harmless, spending, 1)
	contract, err := spec.Load("t.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	one, err := fixtures.Load("one.yaml", []byte("tasks:\n"+
		"  - {id: 16966c08-e441-4fec-93e1-25de69a48e97, actionType: isolateDevice}\n"),
		contract.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		held *fixtures.Set
		sent int
	}{"embedded": {embedded(t).Fixtures, 3}, "one task": {one, 0}} {
		s := set(t, func(o *cases.Options) { o.Contract, o.Fixtures = contract, tt.held })
		executed := map[string]bool{}
		for _, c := range s.Cases {
			for i := range c.Instances {
				for _, r := range c.Instances[i].Requests {
					for _, resource := range r.Resources {
						executed[resource] = executed[resource] || c.Effect == spec.Executes
					}
				}
			}
		}
		c, _ := s.Case("authorization.wrong-token.task")
		if c.Rank != spec.Should || len(c.Instances) != tt.sent ||
			(c.Skip == "") != (tt.sent > 0) {
			t.Errorf("%s: %s, %d instances, %q", name, c.Rank, len(c.Instances), c.Skip)
		}
		for i := range c.Instances {
			if r := c.Instances[i].Requests[0]; executed[r.Resources[0]] {
				t.Errorf("%s: %s is executed by another case", name, r.Resources[0])
			}
		}
	}
}
