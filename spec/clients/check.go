package clients

import (
	"time"

	"example.com/toeline/spec/strict"
)

// Check is one assertion about a call; it breaks the requirement ID. It has
// exactly one of the operators.
type Check struct {
	Pos strict.Pos `yaml:"-"`
	ID  string     `yaml:"id,required"`
	// PartOf is the requirement that a finding is assigned to if that one fails on its own in
	// the run, so that one defect is reported once.
	PartOf string `yaml:"partOf"`

	// Outcome is what the client must make of the call.
	Outcome Outcome `yaml:"outcome"`
	// Reported is what the client must report of the last response.
	Reported Reported `yaml:"reported"`
	// Driver is how the driver must behave.
	Driver Driver `yaml:"driver"`
	// Request is a rule on each request of the call.
	Request RequestRule `yaml:"request"`
	// Header is a rule on a header field of each request, Elsewhere the same for requests to
	// another origin, which must not carry the token.
	Header    *Header `yaml:"header"`
	Elsewhere *Header `yaml:"elsewhere"`
	// Same is a header field that all requests of a call must share.
	Same string `yaml:"same"`
	// Unique is a header field whose value differs in all calls of a run. It is a check of rules
	// alone.
	Unique string `yaml:"unique"`
	// Requests is how many the call may have, Executed how many of them the
	// server would have carried out.
	Requests *Range `yaml:"requests"`
	Executed *Range `yaml:"executed"`
	// Followed is how a client follows redirects.
	Followed *Followed `yaml:"followed"`
	// Wait is the time from an answer to the next request.
	Wait *Wait `yaml:"wait"`
	// Handshake is what must become of it.
	Handshake Handshake `yaml:"handshake"`
}

// Operators returns the keys of the operators of the check: one in a valid contract.
func (c *Check) Operators() []string {
	var all []string
	for _, o := range []struct {
		name string
		has  bool
	}{
		{"outcome", c.Outcome != ""},
		{"reported", c.Reported != ""},
		{"driver", c.Driver != ""},
		{"request", c.Request != ""},
		{"header", c.Header != nil},
		{"elsewhere", c.Elsewhere != nil},
		{"same", c.Same != ""},
		{"unique", c.Unique != ""},
		{"requests", c.Requests != nil},
		{"executed", c.Executed != nil},
		{"followed", c.Followed != nil},
		{"wait", c.Wait != nil},
		{"handshake", c.Handshake != ""},
	} {
		if o.has {
			all = append(all, o.name)
		}
	}
	return all
}

// Outcome is what a client makes of a call.
type Outcome string

// The outcomes. AnyReported requires one of the two; AsAnswered requires success if the last
// response of the operation was a documented success, else an error.
const (
	Success     Outcome = "success"
	Failure     Outcome = "error"
	AnyReported Outcome = "reported"
	AsAnswered  Outcome = "asAnswered"
)

// Allowed lists what a document may name.
func (Outcome) Allowed() []string {
	return []string{string(Success), string(Failure), string(AnyReported), string(AsAnswered)}
}

// Reported is a part of a response that a client reports.
type Reported string

// The parts. A message may have words around it.
const (
	ReportedStatus    Reported = "status"
	ReportedCode      Reported = "code"
	ReportedMessage   Reported = "message"
	ReportedRequestID Reported = "requestId"
	// ReportedResult and ReportedHeaders are of a success, where the client reports them at all.
	ReportedResult  Reported = "result"
	ReportedHeaders Reported = "headers"
	// ReportedNoStatus forbids a status where no status line came.
	ReportedNoStatus Reported = "noStatus"
)

// Allowed lists what a document may name.
func (Reported) Allowed() []string {
	return []string{
		string(ReportedStatus), string(ReportedCode), string(ReportedMessage),
		string(ReportedRequestID), string(ReportedResult), string(ReportedHeaders),
		string(ReportedNoStatus),
	}
}

// Driver is how a driver behaves.
type Driver string

// Keeps requires that the driver prints outcomes only, one a call, for open calls, and ends when
// its input ends.
const Keeps Driver = "keeps"

// HidesToken requires that neither an outcome nor what the driver logs contains the token.
const HidesToken Driver = "hidesToken"

// Allowed lists what a document may name.
func (Driver) Allowed() []string { return []string{string(Keeps), string(HidesToken)} }

// RequestRule is a rule on a request.
type RequestRule string

// The rules on a request.
const (
	WellFormed RequestRule = "wellFormed" // HTTP/1.1, with one Host
	Method     RequestRule = "method"     // the operation's
	// the operation's, in one of its spellings, and nothing after it
	Path RequestRule = "path"
	// the segment of the id gives the call's id when it is decoded once
	ID         RequestRule = "id"
	NoContent  RequestRule = "noContent"  // not a byte
	LengthZero RequestRule = "lengthZero" // one Content-Length, 0, and no Transfer-Encoding

	// What the operation's description says of requests, compared with the call by meaning.
	InPath      RequestRule = "pathParameters"
	InQuery     RequestRule = "queryParameters"
	InHeader    RequestRule = "headerParameters"
	InCookie    RequestRule = "cookieParameters"
	KnownQuery  RequestRule = "knownQuery"  // no parameter that is not described
	Credentials RequestRule = "credentials" // one of the alternatives, once
	Accepts     RequestRule = "accept"      // where it is sent: a documented media type
	MediaType   RequestRule = "mediaType"   // one that is described
	Content     RequestRule = "content"     // what the call gives

	// the token is in Authorization alone
	OneCredential RequestRule = "oneCredential"
	// sent after the response to the request before it on its connection
	NotPipelined RequestRule = "notPipelined"
	// sent on a connection that the server has not announced to close
	OpenConnection RequestRule = "openConnection"
	// without a cookie that the answer to the earlier call has set
	OwnCookies RequestRule = "ownCookies"
	// without content where the response came in the place of 100 (Continue)
	WithholdsContent RequestRule = "withholdsContent"
)

// Allowed lists what a document may name.
func (RequestRule) Allowed() []string {
	return []string{
		string(WellFormed), string(Method), string(Path), string(ID), string(NoContent),
		string(LengthZero), string(OneCredential), string(NotPipelined), string(OpenConnection),
		string(OwnCookies), string(InPath), string(InQuery), string(InHeader), string(InCookie),
		string(KnownQuery), string(Credentials), string(Accepts), string(MediaType),
		string(Content), string(WithholdsContent),
	}
}

// Header is a rule on a header field of a request. All that is set must hold.
type Header struct {
	Pos  strict.Pos `yaml:"-"`
	Name string     `yaml:"name,required"`
	// Present false forbids the field. Else it is demanded, but where Optional
	// is set.
	Present  *bool `yaml:"present"`
	Optional bool  `yaml:"optional"`
	// Lines is how many lines of the name there may be; 0: any number.
	Lines int `yaml:"lines"`
	// Token demands the scheme Bearer and the run's token.
	Token bool `yaml:"token"`
	// Schema names a component schema of the contract, Pattern is a regular
	// expression (RE2), not anchored.
	Schema  string `yaml:"schema"`
	Pattern string `yaml:"pattern"`
}

// Range is a number of things; 0 at most means none.
type Range struct {
	Pos     strict.Pos `yaml:"-"`
	AtLeast int        `yaml:"atLeast"`
	AtMost  *int       `yaml:"atMost"`
}

// Has says whether a number is in the range.
func (r *Range) Has(n int) bool { return n >= r.AtLeast && (r.AtMost == nil || n <= *r.AtMost) }

// Followed is a rule on the requests that follow redirects.
type Followed struct {
	Pos strict.Pos `yaml:"-"`
	// AtMost is how many redirects of a call are followed; absent: any number.
	AtMost *int `yaml:"atMost"`
	// SameMethod demands the method of the request that was redirected.
	SameMethod bool `yaml:"sameMethod"`
}

// Wait bounds a time.
type Wait struct {
	Pos     strict.Pos    `yaml:"-"`
	AtLeast time.Duration `yaml:"atLeast,required"`
}

// Handshake is what becomes of one.
type Handshake string

// Refused: the client sees the certificate and goes no further.
const Refused Handshake = "refused"

// Allowed lists what a document may name.
func (Handshake) Allowed() []string { return []string{string(Refused)} }
