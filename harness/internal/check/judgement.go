package check

import (
	"encoding/json"

	"example.com/toeline/harness/result"
)

// Judgement is what one exchange shows about the requirements.
type Judgement struct {
	Findings []result.Finding
	// Exercised are the requirements that a check evaluated, broken or not.
	Exercised map[string]bool
	// Unseen are requirements that a check could not evaluate, because the
	// transport hides the bytes of the connection.
	Unseen map[string]bool
	// Unread are requirements that a check could not evaluate, because the content
	// was not read whole or not decoded, each with that reason: none of them holds.
	Unread map[string]string
	// Hidden are requirements that a check did not evaluate, because a finding about
	// another explains what it would see, each with that reason.
	Hidden map[string]string
}

// recorded is a Judgement as a journal keeps it.
type recorded struct {
	Findings  []recordedFinding `json:"findings,omitempty"`
	Exercised map[string]bool   `json:"exercised,omitempty"`
	Unseen    map[string]bool   `json:"unseen,omitempty"`
	Unread    map[string]string `json:"unread,omitempty"`
	Hidden    map[string]string `json:"hidden,omitempty"`
}

// recordedFinding keeps what a report does not: which requirement subsumes a
// finding is decided again in a replay.
type recordedFinding struct {
	result.Finding
	PartOf string `json:"partOf,omitempty"`
}

// MarshalJSON writes a judgement for a journal.
func (j Judgement) MarshalJSON() ([]byte, error) {
	r := recorded{
		Exercised: j.Exercised, Unseen: j.Unseen, Unread: j.Unread, Hidden: j.Hidden,
	}
	for _, f := range j.Findings {
		r.Findings = append(r.Findings, recordedFinding{f, f.PartOf})
	}
	return json.Marshal(r)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (j *Judgement) UnmarshalJSON(data []byte) error {
	var r recorded
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	*j = Judgement{
		Exercised: r.Exercised, Unseen: r.Unseen, Unread: r.Unread, Hidden: r.Hidden,
	}
	for _, f := range r.Findings {
		f.Finding.PartOf = f.PartOf
		j.Findings = append(j.Findings, f.Finding)
	}
	return nil
}
