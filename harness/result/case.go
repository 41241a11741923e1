package result

// Case is a case with its verdict: pass, fail, skip or inconclusive.
type Case struct {
	ID           string   `json:"id"`
	Text         string   `json:"text"`
	Situation    string   `json:"situation"`
	Level        string   `json:"level"`
	Requirements []string `json:"requirements"`
	Effect       string   `json:"effect"`
	Verdict      string   `json:"verdict"`
	// Waived reports whether it fails, and waivers cover all findings that fail the run.
	Waived bool   `json:"waived,omitempty"`
	Reason string `json:"reason,omitempty"` // of skip and inconclusive
	// Steps are the requests that one instance of the case makes, in order.
	Steps []Step `json:"steps,omitempty"`
	// Requests is how many were sent, Unjudged how many of the planned ones
	// have no judgement.
	Requests int       `json:"requests"`
	Unjudged int       `json:"unjudged,omitempty"`
	Findings []Finding `json:"findings,omitempty"`
	// Exchanges are those that show a finding or have no judgement.
	Exchanges []Exchange `json:"exchanges,omitempty"`
	// Note are lines that belong to the findings: what a client that was
	// judged said itself.
	Note []string `json:"note,omitempty"`
	// Milliseconds is the sum of its exchanges' times.
	Milliseconds float64 `json:"milliseconds"`
}

// Exchange returns the exchange that shows a finding; nil when the report does not
// keep it.
func (c *Case) Exchange(f *Finding) *Exchange { return c.exchange(f.Instance, f.Step, f.Turn) }

func (c *Case) exchange(instance, step, turn int) *Exchange {
	for i := range c.Exchanges {
		if e := &c.Exchanges[i]; e.Instance == instance && e.Step == step && e.Turn == turn {
			return e
		}
	}
	return nil
}

// Step is one request of a case, before values are bound to it.
type Step struct {
	Method string `json:"method"`
	// Path is the path template of the operation.
	Path string `json:"path"`
}
