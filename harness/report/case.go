package report

// The verdicts of a case and the standings of a requirement, as reports
// write them.
const (
	Pass      = "pass"
	Fail      = "fail"
	Skip      = "skip"
	Undecided = "undecided"

	Proven   = "proven"
	Broken   = "broken"
	Unproven = "unproven"
)

// Requirement is a sentence of the contract and what the run knows of it.
type Requirement struct {
	ID     string   `json:"id"`
	Level  string   `json:"level"` // must, should, may
	Text   string   `json:"text"`
	Source []string `json:"source"`
	Basis  string   `json:"basis"`
	Note   string   `json:"note,omitempty"`
	// Line is where it stands in the document's file; 0: not known.
	Line  int  `json:"line,omitempty"`
	Gated bool `json:"gated"`
	// Standing is proven, broken or unproven.
	Standing string `json:"standing"`
	// Waived says that all its findings that would fail the run are waived.
	Waived bool `json:"waived,omitempty"`
	// Held and Broke count exchanges.
	Held  int `json:"held"`
	Broke int `json:"broke"`
	// Why says what kept it from being proven, and what would prove it.
	Why []string `json:"why,omitempty"`
}

// Case is a case with its verdict: pass, fail, skip or undecided.
type Case struct {
	ID           string   `json:"id"`
	Text         string   `json:"text"`
	Situation    string   `json:"situation"`
	Level        string   `json:"level"`
	Requirements []string `json:"requirements"`
	Effect       string   `json:"effect"`
	Verdict      string   `json:"verdict"`
	// Waived says that it fails, as is known, and does not fail the run.
	Waived bool   `json:"waived,omitempty"`
	Reason string `json:"reason,omitempty"` // of skip and undecided
	// Requests is how many were sent, Unjudged how many of the planned ones
	// have no judgement.
	Requests int       `json:"requests"`
	Unjudged int       `json:"unjudged,omitempty"`
	Findings []Finding `json:"findings,omitempty"`
	// Exchanges are those that a finding speaks of or that stayed undecided.
	Exchanges []Exchange `json:"exchanges,omitempty"`
	// Note are lines that belong to the findings: what a client that was
	// judged said itself.
	Note []string `json:"note,omitempty"`
	// Milliseconds is the sum of its exchanges' times.
	Milliseconds float64 `json:"milliseconds"`
}

// Exchange returns the exchange of one of the case's requests, counted from 0;
// nil when the report does not keep it.
func (c *Case) Exchange(probe int) *Exchange {
	for i := range c.Exchanges {
		if c.Exchanges[i].Probe == probe {
			return &c.Exchanges[i]
		}
	}
	return nil
}

// Finding is a broken requirement in one exchange.
type Finding struct {
	Requirement string `json:"requirement"`
	Level       string `json:"level"`
	Gated       bool   `json:"gated"`
	Reason      string `json:"reason"`
	Where       string `json:"where"` // status, message, content, header NAME, or JSON pointer
	Expected    string `json:"expected"`
	Got         string `json:"got"`
	// Waiver is the number of the report's waiver that covers it, counted from
	// 1; 0: none.
	Waiver int `json:"waiver,omitempty"`
	// Probe is the case's request that showed it, counted from 0; its exchange
	// is the case's of the same number.
	Probe int `json:"probe"`
	// With are the ids of other cases without which it does not show.
	With []string `json:"with,omitempty"`
	// Request is one line: method and target; empty where a client sent none.
	// Repeat is a curl line for a POSIX shell, in which secrets stand by the
	// names of their variables; of a client the toeline line that has it make
	// the call again.
	Request string `json:"request"`
	Repeat  string `json:"repeat"`
}

// Cause is one reason behind findings.
type Cause struct {
	Requirement string `json:"requirement"`
	Level       string `json:"level"`
	Where       string `json:"where"`
	Reason      string `json:"reason"`
	Gated       bool   `json:"gated"`
	// Waiver is that of its findings, 0: none. Gated and not waived, it fails
	// the run.
	Waiver int `json:"waiver,omitempty"`
	// Findings is how many; Requests how many requests showed one, of Looked
	// in which a check of the requirement looked.
	Findings int `json:"findings"`
	Requests int `json:"requests"`
	Looked   int `json:"looked"`
	// Cases are the ids of the cases that have one, in order; Example is the
	// first finding of the first.
	Cases   []string `json:"cases"`
	Example Finding  `json:"example"`
	// Verify is a toeline line that repeats the first finding.
	Verify string `json:"verify"`
}

// Lines are those that repeat the first finding: a curl and a toeline line, and
// the latter alone where a client is judged.
func (c *Cause) Lines() []string {
	if c.Example.Repeat == "" || c.Example.Repeat == c.Verify {
		return []string{c.Verify}
	}
	return []string{c.Example.Repeat, c.Verify}
}

// Fails says whether the cause fails the run.
func (c *Cause) Fails() bool { return c.Gated && c.Waiver == 0 }
