package result

// A finding can be explained by another: the same fault, seen where the
// contract binds less. A target that words a message wrongly everywhere breaks
// the requirement on the message, and its findings on odd ids are subsumed.

// fault is what two findings of one origin share.
type fault struct{ requirement, key string }

// subsumption has the faults that were found where they are no part of others.
type subsumption map[fault]bool

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
				if found.PartOf == "" && cases[i].judges(found.Requirement) {
					s[fault{found.Requirement, found.Key()}] = true
				}
			}
		}
	}
	return s
}

// explains reports whether a finding is subsumed.
func (s subsumption) explains(f *Finding) bool {
	return f.PartOf != "" && s[fault{f.PartOf, f.Key()}]
}
