package result

import "slices"

// A finding can be explained by another: the same fault, seen where the
// contract binds less. A target that words a message wrongly everywhere breaks
// the requirement on the message, and its findings on odd ids are subsumed.

// fault is what two findings of one origin share.
type fault struct{ requirement, key string }

// subsumption has the faults that were found where they are no part of others, each with the first
// case that shows it.
type subsumption map[fault]string

func newSubsumption(cases []CaseInput) subsumption {
	s := subsumption{}
	for i := range cases {
		for j := range cases[i].Outcomes {
			o := &cases[i].Outcomes[j]
			if o.Inconclusive != "" {
				continue
			}
			for k := range o.Findings {
				found := &o.Findings[k]
				at := fault{found.Requirement, found.Key()}
				if found.PartOf == "" && s[at] == "" && cases[i].judges(found.Requirement) {
					s[at] = cases[i].Case.ID
				}
			}
		}
	}
	return s
}

// explain marks a finding that is subsumed, and reports whether it is. A line that repeats it has
// the case of the fault too: without that, the finding would be one of its own requirement.
func (s subsumption) explain(f *Finding) bool {
	by := s[fault{f.PartOf, f.Key()}]
	if by != "" {
		f.SubsumedBy, f.With = f.PartOf, append(slices.Clone(f.With), by)
	}
	return by != ""
}
