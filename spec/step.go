package spec

import (
	"cmp"
	"net/http"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// Step is one request of a case of several, with its checks and what it saves for later ones.
type Step struct {
	Pos strict.Pos `yaml:"-"`
	// Operation is that of the request: an operationId, or a method and a path ("GET /books");
	// empty: the operation that the case is written at.
	Operation string `yaml:"operation"`
	// URL is a saved URL, as of a Location header or of the next page, that the request is sent to
	// instead of that of its operation: on the target alone. While nothing is saved under the
	// name, the request goes where its operation says.
	URL     SavedRef `yaml:"url"`
	Request Request  `yaml:"request"`
	// Effect is what the request does to the target; empty: none by a safe method, else that of
	// the case, or executes.
	Effect Effect `yaml:"effect"`
	// Always is rules of a case, for this request.
	Always string  `yaml:"rules"`
	Checks []Check `yaml:"checks"`
	// Save keeps values of the exchange, by the name that later steps use.
	Save strict.Ordered[Save] `yaml:"save"`
	// Each sends the request once for each item of a saved list.
	Each *StepEach `yaml:"forEach"`
	// Until sends the request again until something holds.
	Until *Until `yaml:"until"`
}

// SavedRef names a saved value, or a part of it: NAME or NAME/POINTER.
type SavedRef struct {
	Pos  strict.Pos `yaml:"-"`
	Name string     `yaml:"-"` // empty: nothing is named
	// Pointer is a JSON pointer into the value; empty: the value itself.
	Pointer string `yaml:"-"`
}

// UnmarshalStrict reads NAME, NAME/POINTER, or either behind "saved.".
func (s *SavedRef) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	s.Pos = strict.PosOf(n)
	var ok bool
	s.Name, s.Pointer, ok = cutSaved(strings.TrimPrefix(n.Value, "saved."))
	if n.Kind != yaml.ScalarNode || !ok {
		d.Problem(n, "%q names no saved value; write saved.NAME, or saved.NAME/POINTER for a "+
			"part of it", n.Value)
	}
}

// String is the reference as a contract writes it.
func (s SavedRef) String() string { return "saved." + s.Name + s.Pointer }

var savedName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

func cutSaved(text string) (name, pointer string, ok bool) {
	name, rest, nested := strings.Cut(text, "/")
	if nested {
		pointer = "/" + rest
	}
	return name, pointer, savedName.MatchString(name)
}

// Save says what of an exchange is kept under a name. Exactly one of Header, Pointer, XPath,
// Content and Sent is set.
type Save struct {
	Pos strict.Pos `yaml:"-"`
	// Header is a field of the response.
	Header string `yaml:"header"`
	// Pointer is a JSON pointer into the content of the response.
	Pointer *string `yaml:"pointer"`
	// XPath is an XPath 1.0 expression about the content of the response: the text of the first
	// node that it selects is saved, with Append the texts of all.
	XPath string `yaml:"xpath"`
	// Content keeps the whole content of the response, byte for byte.
	Content bool `yaml:"content"`
	// Sent is a JSON pointer into the content that was sent.
	Sent *string `yaml:"sent"`
	// Match is a regular expression (RE2) that picks a part of a text: what its group matches, or
	// all that it does.
	Match string `yaml:"match"`
	// Append adds the value, or the items of a list, to what is saved under the name: a list.
	Append bool `yaml:"append"`
	// Optional saves nothing where the response has nothing there; otherwise that fails the step.
	Optional bool `yaml:"optional"`
}

// StepEach repeats a step for the items of a saved list, or for given values.
type StepEach struct {
	Pos strict.Pos `yaml:"-"`
	// In is the list, and As the name under which each item is saved for the request and its
	// checks.
	In SavedRef `yaml:"in,required,unless values"`
	As string   `yaml:"as,required"`
	// Values are texts that the step is repeated for instead.
	Values []string `yaml:"values"`
	// Most bounds the items; zero: 20. What is beyond it is not sent.
	Most int `yaml:"most"`
}

// Until repeats a step until a response has what it says: all that is set must hold.
type Until struct {
	Pos    strict.Pos  `yaml:"-"`
	Status Statuses    `yaml:"status"`
	Body   *BodyRule   `yaml:"body"`
	Header *HeaderRule `yaml:"header"`
	// Most is how often the request is sent at most; zero: 10. Every is the pause before each
	// repetition; zero: none.
	Most  int           `yaml:"most"`
	Every time.Duration `yaml:"every"`
	// Each judges every response by the checks of the step, as of pages; else the last alone, as
	// of a result that comes in the end.
	Each bool `yaml:"each"`
	// ID is the requirement that is broken where it never holds; empty: the checks of the last
	// response say what is wrong.
	ID string `yaml:"id"`
}

// The bounds of repetitions.
const (
	DefaultItems   = 20
	DefaultRounds  = 10
	maxRounds      = 1000
	maxUntilPauses = time.Minute // of one pause
)

// Count is a number that grows with each repetition of a step, as that of a page.
type Count struct {
	From int `yaml:"from"`
	By   int `yaml:"by"` // zero: 1
}

// At returns the number in a repetition, counted from 0.
func (c Count) At(repetition int) int { return c.From + repetition*cmp.Or(c.By, 1) }

// Part is one request of a case as a case of that request alone.
type Part struct {
	Operation *Operation
	Case      *Case
	// Step is nil for a case of one request.
	Step *Step
	// Finally reports that it cleans up.
	Finally bool
}

// Parts returns the requests of a case that is written at an operation, in order: those that
// clean up last. They share the checks of the case.
func (c *Case) Parts(op *Operation) []Part {
	if c.parts != nil {
		return c.parts
	}
	return []Part{{Operation: op, Case: c}}
}

// HasSteps reports whether the case is a list of steps.
func (c *Case) HasSteps() bool { return len(c.Steps)+len(c.Finally) > 0 }

// parted returns the case as if a step were all of it.
func (c *Case) parted(s *Step, op *Operation) *Case {
	method := cmp.Or(s.Request.Method, op.Method)
	one := &Case{
		Pos: s.Pos, ID: c.ID, Text: c.Text, Each: c.Each, Request: s.Request, Repeat: c.Repeat,
		Effect: s.Effect, Always: cmp.Or(s.Always, c.Always), Checks: s.Checks, Fresh: c.Fresh,
		inSteps: true, sentElsewhere: s.URL.Name != "",
	}
	if one.Request.Pos == (strict.Pos{}) {
		one.Request.Pos = s.Pos
	}
	switch {
	case one.Effect != "":
	case method == http.MethodGet, method == http.MethodHead, method == http.MethodOptions:
		one.Effect = None
	default:
		one.Effect = cmp.Or(c.Effect, Executes)
	}
	return one
}

// FreshKind is what a value that is new in every run looks like.
type FreshKind string

// The kinds of fresh values.
const (
	FreshUUID   FreshKind = "uuid"
	FreshWord   FreshKind = "word"   // twelve lower-case letters
	FreshName   FreshKind = "name"   // two words with capitals
	FreshEmail  FreshKind = "email"  // at example.com
	FreshURL    FreshKind = "url"    // https, at example.com
	FreshNumber FreshKind = "number" // of nine digits
	FreshDigits FreshKind = "digits" // a text of twelve
	FreshHex    FreshKind = "hex"    // a text of sixteen digits
)

// Allowed lists the kinds that a contract may name.
func (FreshKind) Allowed() []string {
	return []string{
		string(FreshUUID), string(FreshWord), string(FreshName), string(FreshEmail),
		string(FreshURL), string(FreshNumber), string(FreshDigits), string(FreshHex),
	}
}

// Fresh makes a value that is new in every run: of a kind, or from a regular expression (RE2).
type Fresh struct {
	Pos     strict.Pos `yaml:"-"`
	Kind    FreshKind  `yaml:"-"`
	Pattern string     `yaml:"pattern,required"`
}

// UnmarshalStrict takes a kind alone, or {pattern: RE}.
func (f *Fresh) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	f.Pos = strict.PosOf(n)
	if n.Kind == yaml.ScalarNode {
		d.Decode(n, &f.Kind)
		return
	}
	type plain Fresh // without this method
	d.Decode(n, (*plain)(f))
}
