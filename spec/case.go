package spec

import "example.com/toeline/spec/strict"

// Effect says what a case does to the target.
type Effect string

// None never carries out an action; IfBroken does on a target that breaks the
// contract; Executes does on every target.
const (
	None     Effect = "none"
	IfBroken Effect = "if-broken"
	Executes Effect = "executes"
)

// Allowed lists the effects a document may name.
func (Effect) Allowed() []string {
	return []string{string(None), string(IfBroken), string(Executes)}
}

// Auth is how a request presents itself. The zero value sends the run's token.
type Auth string

// The ways to present oneself, right and wrong.
const (
	ValidToken      Auth = "valid"
	NoAuth          Auth = "none"            // no Authorization header
	EmptyAuth       Auth = "empty"           // the header without a value
	BasicAuth       Auth = "basic"           // made-up credentials of another scheme
	EmptyToken      Auth = "emptyToken"      // the scheme alone
	WrongToken      Auth = "wrongToken"      // a made-up token
	LowerCaseScheme Auth = "lowerCaseScheme" // the run's token behind "bearer"
)

// Allowed lists the ways a document may name.
func (Auth) Allowed() []string {
	return []string{
		string(ValidToken), string(NoAuth), string(EmptyAuth), string(BasicAuth),
		string(EmptyToken), string(WrongToken), string(LowerCaseScheme),
	}
}

// NeedsToken says whether the run's own token is sent.
func (a Auth) NeedsToken() bool { return a == "" || a == ValidToken || a == LowerCaseScheme }

// Case is what can falsify requirements, as the contract has it: one request, or several steps.
// With Each it is expanded into several.
type Case struct {
	Pos     strict.Pos `yaml:"-"`
	ID      string     `yaml:"id,required"`
	Text    string     `yaml:"text,required"`
	Each    *Each      `yaml:"forEach"`
	Request Request    `yaml:"request,required,unless steps"`
	// Effect is what the case does to the target. In a case of steps it is that of those whose
	// method is not safe and that have none of their own; empty: executes.
	Effect Effect `yaml:"effect,required,unless steps"`
	// Repeat is how many requests the case sends, so that a defect that shows
	// now and then is seen; zero means one. A case that executes sends one
	// for each of as many tasks, as far as the fixtures have them.
	Repeat int `yaml:"repeat"`
	// Always names the requirement that the document's rules for every response
	// break in this case, instead of their own; empty: their own.
	Always string  `yaml:"rules"`
	Checks []Check `yaml:"checks,required,unless steps"`
	// Fresh are values that are new in every run, by the name that requests use them by.
	Fresh strict.Ordered[Fresh] `yaml:"fresh"`
	// Steps are requests that are sent one after another, instead of Request.
	Steps []Step `yaml:"steps"`
	// Finally are requests that remove what the steps made. They are sent whatever happened
	// before, as far as the values that they use were saved.
	Finally []Step `yaml:"finally"`

	parts         []Part   // of steps, once the contract is read
	inSteps       bool     // it is one of the parts
	sentElsewhere bool     // it has a URL of its own
	saved         []string // names of values that its checks can use
}

// Each multiplies a case: by the families of a corpus, by the members of an
// enumeration, or by given values. Exactly one of Corpus, Schema and Values
// is set.
type Each struct {
	Pos strict.Pos `yaml:"-"`
	// Corpus names a corpus: one case a family, one request a member.
	Corpus string `yaml:"corpus"`
	// Schema names a component schema with an enum: one case a member.
	// Property is the property of the fixtures' resources that must have its value.
	Schema   string `yaml:"schema"`
	Property string `yaml:"property"`
	// Values are given here: one case each; As says what each is.
	Values []string `yaml:"values"`
	As     EachAs   `yaml:"as"`
}

// EachAs says what the values of an Each are.
type EachAs string

// What the values of an Each can be.
const (
	AsMethod    EachAs = "method"
	AsTransform EachAs = "transform"
	AsAuth      EachAs = "auth"
	AsLiteral   EachAs = "literal"
)

// Allowed lists what a document may name.
func (EachAs) Allowed() []string {
	return []string{string(AsMethod), string(AsTransform), string(AsAuth), string(AsLiteral)}
}
