package cases

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/spec"
)

// variant is what a request has beyond what its case asks for. The zero value is the barest
// request: a client may send no more, and a target may not ask for it.
type variant struct {
	accept     string // the Accept header; empty: it has none
	correlated bool   // it has the contract's correlation header
}

// of returns the variant for another operation: with the media types of its own responses.
func (v variant) of(contract *spec.Contract, op *spec.Operation) variant {
	if op.Negotiates || v.accept != "" && v.accept != "*/*" {
		v.accept = op.Accept
	}
	if name := contract.Correlation.Request; name != "" && op.RequiresHeader(name) {
		v.correlated = true
	}
	return v
}

// variants lists those of an operation's requests, the barest first. Where the operation has
// several representations of one response, a request names the one that is judged.
func variants(contract *spec.Contract, op *spec.Operation) []variant {
	accepts := []string{"", "*/*", op.Accept}
	if op.Negotiates {
		accepts = accepts[2:]
	}
	correlated := []bool{false, true}
	switch name := contract.Correlation.Request; {
	case name == "":
		correlated = correlated[:1]
	case op.RequiresHeader(name):
		correlated = correlated[1:]
	}
	var all []variant
	for _, accept := range accepts {
		for _, with := range correlated {
			all = append(all, variant{accept, with})
		}
	}
	return all
}

// rotation returns the variants in the order in which the requests of a situation take them, the
// barest first. It depends on the seed alone.
func rotation(o *Options, situation string, op *spec.Operation) []variant {
	all := variants(o.Contract, op)
	random := rand.New(rand.NewPCG(o.Seed, hash("variants of "+situation)))
	random.Shuffle(len(all)-1, func(i, j int) { all[i+1], all[j+1] = all[j+1], all[i+1] })
	return all
}

// variation spreads the variants over the instances that are sent anyway.
type variation struct {
	o    *Options
	sent map[string]int // how many instances a situation has, by situation and operation
	// presented is how many instances present the user's credentials, by operation.
	presented map[string]int
}

// turn returns the number of an instance among those that present the user's credentials.
func (v *variation) turn(d *builder) int {
	if !d.auth.NeedsToken() {
		return 0
	}
	key := d.Operation().Path + " " + d.Operation().Method
	v.presented[key]++
	return v.presented[key] - 1
}

// next returns the variant of the next instance of a case.
func (v *variation) next(c *Case) variant {
	all := rotation(v.o, c.Situation, c.Operation())
	key := c.Situation + " " + c.Operation().Path + " " + c.Operation().Method
	n := v.sent[key]
	v.sent[key]++
	return all[n%len(all)]
}

// notTested says in one line of which situations not every variant is sent, because the fixtures
// hold too little for as many requests; empty: each is. A narrowed run says nothing.
func (s *Set) notTested() string {
	if s.filter.narrows() || len(s.filter.skip) > 0 {
		return ""
	}
	seen, wanted := map[string]map[variant]bool{}, map[string][]variant{}
	var order []string
	for _, c := range s.Cases {
		for i := range c.Instances {
			for _, one := range rotation(&s.Options, c.Situation, c.Operation()) {
				if wanted[c.Situation] == nil {
					order = append(order, c.Situation)
					seen[c.Situation] = map[variant]bool{}
				}
				if !slices.Contains(wanted[c.Situation], one) {
					wanted[c.Situation] = append(wanted[c.Situation], one)
				}
			}
			seen[c.Situation][c.Instances[i].variant] = true
		}
	}
	var few []string
	for _, situation := range order {
		if sent, all := len(seen[situation]), len(wanted[situation]); sent < all {
			few = append(few, fmt.Sprintf("%s (%d of %d)", situation, sent, all))
		}
	}
	if len(few) == 0 {
		return ""
	}
	header := "value of Accept"
	if name := s.Options.Contract.Correlation.Request; name != "" {
		header = "combination of Accept and " + name
	}
	const shown = 3
	return fmt.Sprintf("too few requests are sent to try each %s: %s; more fixtures allow more",
		header, text.Some(few, shown))
}
