package clients

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// Case is one call that a client is asked to make, what is played to it, and
// what is checked.
type Case struct {
	Pos  strict.Pos `yaml:"-"`
	ID   string     `yaml:"id,required"`
	Text string     `yaml:"text,required"`
	// Each multiplies the case: {each} in its texts is replaced by each value.
	Each Each `yaml:"forEach"`
	// Task is the id that the caller gives; {guid} in it is a fresh one, by
	// which requests are known. Absent: {guid}.
	Task *string `yaml:"task"`
	// Call is what a derived case gives instead: parameters and content.
	Call *Call `yaml:"-"`
	// Alone lets no other call be open meanwhile: needed where the id has no
	// {guid}.
	Alone bool `yaml:"alone"`
	// TLS is the server's side of the handshake; absent: a certificate that the client trusts.
	TLS TLS `yaml:"tls"`
	// Address is the kind of address in the base URL; absent: 127.0.0.1.
	Address Address `yaml:"address"`
	// First is the response to an earlier call, with an id of its own, after which this call is
	// made, with no other call open: on the connection of the earlier one, if the client keeps it.
	First *Play `yaml:"first"`
	// Play are the responses to the call's first, second, … request; the last one repeats.
	// Without a completed handshake no response is sent.
	Play []Play `yaml:"play"`
	// Without are requirements whose rules do not apply to this case.
	Without []string `yaml:"without"`
	Checks  []Check  `yaml:"checks,required"`
}

// TaskText is the id as the document writes it.
func (c *Case) TaskText() string {
	if c.Task == nil {
		return "{" + PlaceGUID + "}"
	}
	return *c.Task
}

// NeedsTLS reports whether the case can only be played by https.
func (c *Case) NeedsTLS() bool {
	insecure := func(p Play) bool {
		return slices.ContainsFunc(p.Headers.Entries, func(h strict.Entry[string]) bool {
			return strings.Contains(h.Value, "{"+PlaceInsecure+"}")
		})
	}
	return c.TLS != "" || slices.ContainsFunc(c.Play, insecure)
}

// TLS is the server's side of a handshake.
type TLS string

// The handshakes. All but HTTP2 show a certificate that a client must refuse: its authority is not
// known, it is for another name, it is no longer or not yet valid. HTTP2 offers HTTP/2 beside
// HTTP/1.1.
const (
	UnknownAuthority TLS = "unknownAuthority"
	AnotherName      TLS = "anotherName"
	Expired          TLS = "expired"
	NotYetValid      TLS = "notYetValid"
	HTTP2            TLS = "http2"
)

// Allowed lists what a document may name.
func (TLS) Allowed() []string {
	return []string{
		string(UnknownAuthority), string(AnotherName), string(Expired), string(NotYetValid),
		string(HTTP2),
	}
}

// Refused reports whether a client must refuse the handshake.
func (t TLS) Refused() bool { return t != "" && t != HTTP2 }

// Address is a kind of address.
type Address string

// IPv6 is the address [::1].
const IPv6 Address = "ipv6"

// Allowed lists what a document may name.
func (Address) Allowed() []string { return []string{string(IPv6)} }

// Each are the values of a case that is expanded, by the name that each adds to the id of the
// case.
type Each struct{ strict.Ordered[string] }

// UnmarshalStrict takes a mapping of names to values, or a list of values
// that are their own names.
func (e *Each) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		d.Decode(n, &e.Ordered)
		return
	}
	var values []string
	d.Decode(n, &values)
	e.Pos = strict.PosOf(n)
	for i, v := range values {
		e.Entries = append(e.Entries,
			strict.Entry[string]{Key: v, Pos: strict.PosOf(n.Content[i]), Value: v})
	}
}

// Play is an answer: a response or an example of the contract, or a status,
// with what is different about it.
type Play struct {
	Pos strict.Pos `yaml:"-"`
	// Use names one of the responses of the document, of which it has what is not given here.
	Use string `yaml:"use"`
	// Response names a response of the contract: its status.
	Response string `yaml:"response"`
	// Status is given where the contract has no such response.
	Status Status `yaml:"status"`
	// Example is content: one of the contract's; Fill replaces its
	// placeholders but for {id}, and Merge changes it (RFC 7396). Merge alone
	// is content too.
	Example string            `yaml:"example"`
	Fill    map[string]string `yaml:"fill"`
	Merge   any               `yaml:"merge"`
	// Value is content too, of a response that is derived: as JSON has it. Pointers are those of
	// its code and message, where they are not those of the document.
	Value    any      `yaml:"-"`
	Pointers Pointers `yaml:"-"`
	// Text is content that is sent unchanged, JSON or not.
	Text *string `yaml:"text"`
	// Repeat are placeholders for long texts.
	Repeat map[string]Repeat `yaml:"repeat"`
	// Keep cuts the content to so many bytes.
	Keep *int `yaml:"keep"`
	// Headers replace the document's; an empty value leaves a field out.
	Headers strict.Ordered[string] `yaml:"headers"`
	Framing Framing                `yaml:"framing"`
	// Interim are the statuses of responses before this one (RFC 9110 15.2).
	Interim []int `yaml:"interim"`
	// Continues says whether a request that expects 100 (Continue) gets it; absent: it does.
	Continues *bool `yaml:"continues"`
	// Early has such a request get this response instead, before its content.
	Early bool `yaml:"early"`
	// Coding is the content coding, if the request asks for it; else there is none.
	Coding Coding `yaml:"coding"`
	// Version of HTTP is 1.0 or, if absent, 1.1. Reason is the reason phrase; absent: the
	// usual one.
	Version Version `yaml:"version"`
	Reason  *string `yaml:"reason"`
	// Fields is how header fields are written; absent: as the contract has them.
	Fields Fields `yaml:"fields"`
	// Ends closes the connection after the response, without saying so before.
	Ends bool `yaml:"ends"`
	// Delay comes before the answer, Drip is the time over which it is spread.
	Delay time.Duration `yaml:"delay"`
	Drip  time.Duration `yaml:"drip"`
	Fault Fault         `yaml:"fault"`
	// Executes says that the server carried out the action; absent: with a
	// status of 2XX.
	Executes *bool `yaml:"executes"`
}

// HasContent says whether the answer has any.
func (p *Play) HasContent() bool {
	return p.Example != "" || p.Value != nil || p.Merge != nil || p.Text != nil
}

// Carries says whether the action counts as carried out.
func (p *Play) Carries() bool {
	if p.Executes != nil {
		return *p.Executes
	}
	return p.Status.Code/100 == 2
}

// Status is a status code, or {each}.
type Status struct {
	Code int // 0: none is given
	text string
}

// UnmarshalStrict reads a number, or a text to be replaced.
func (s *Status) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	s.text = n.Value
	if n.Kind != yaml.ScalarNode || !s.parse() && n.Value != "{"+placeEach+"}" {
		d.Problem(n, "%q is not a status; write a code from 200 to 599, or {%s}", n.Value,
			placeEach)
	}
}

func (s *Status) parse() bool {
	code, err := strconv.Atoi(s.text)
	if err != nil || code < 200 || code > 599 {
		return false
	}
	s.Code = code
	return true
}

// Repeat is a text so many times over.
type Repeat struct {
	Text  string `yaml:"text,required"`
	Times int    `yaml:"times,required"`
}

// maxRepeated bounds a long text, in bytes.
const maxRepeated = 64 << 20

// Framing is how the client finds the end of the content.
type Framing string

// The framings of RFC 9112 6. The zero value is ByLength. ManyChunks are chunks of a few bytes,
// with extensions and a trailer.
const (
	ByLength   Framing = "length"
	Chunked    Framing = "chunked"
	ManyChunks Framing = "manyChunks"
	ByClose    Framing = "close"
)

// Allowed lists what a document may name.
func (Framing) Allowed() []string {
	return []string{string(ByLength), string(Chunked), string(ManyChunks), string(ByClose)}
}

// Coding is a content coding of RFC 9110 8.4.1.
type Coding string

// The codings.
const (
	Gzip    Coding = "gzip"
	Deflate Coding = "deflate"
	Brotli  Coding = "br"
	Zstd    Coding = "zstd"
)

// Allowed lists what a document may name.
func (Coding) Allowed() []string {
	return []string{string(Gzip), string(Deflate), string(Brotli), string(Zstd)}
}

// Version is a version of HTTP.
type Version string

// HTTP10 is the version of a server that keeps no connection.
const HTTP10 Version = "1.0"

// Allowed lists what a document may name.
func (Version) Allowed() []string { return []string{string(HTTP10)} }

// Fields is how header fields are written.
type Fields string

// The ways: names in small letters, with no space before the value; in capitals; as they are, with
// spaces and tabs around the value.
const (
	Small    Fields = "small"
	Capitals Fields = "capitals"
	Spaced   Fields = "spaced"
)

// Allowed lists what a document may name.
func (Fields) Allowed() []string {
	return []string{string(Small), string(Capitals), string(Spaced)}
}

// Fault is a connection that breaks.
type Fault string

// The faults: the connection is closed before a byte, inside the status line, inside the header,
// after a line of the header, or inside the content.
const (
	CloseBefore     Fault = "closeBefore"
	CloseInStatus   Fault = "closeInStatus"
	CloseInHeader   Fault = "closeInHeader"
	CloseAfterField Fault = "closeAfterField"
	CloseInside     Fault = "closeInside"
)

// Allowed lists what a document may name.
func (Fault) Allowed() []string {
	return []string{
		string(CloseBefore), string(CloseInStatus), string(CloseInHeader),
		string(CloseAfterField), string(CloseInside),
	}
}

// The placeholders of texts. What is played fills them in.
const (
	PlaceID        = "id"        // the id of the call
	PlaceGUID      = "guid"      // the GUID in it
	PlaceRequestID = "requestId" // a fresh GUID an answer
	// that in the document's header of the request, or the request id
	PlaceClientRequestID = "clientRequestId"
	PlaceDate            = "date"      // now, as Graph writes it
	PlaceHTTPDate        = "httpDate"  // now, or {httpDate+3s} then, as RFC 9110 writes it
	PlaceBase            = "base"      // the base URL
	PlaceOtherHost       = "otherHost" // the base URL on another host
	PlaceOtherPort       = "otherPort" // the base URL on another port of the same host
	PlaceInsecure        = "insecure"  // the base URL by http, where the server's is https
	// PlaceUpper is the GUID in upper case, in the id of a call.
	PlaceUpper = "GUID"
	placeEach  = "each"
)

var placeNames = []string{
	PlaceID, PlaceGUID, PlaceRequestID, PlaceClientRequestID, PlaceDate, PlaceHTTPDate, PlaceBase,
	PlaceOtherHost, PlaceOtherPort, PlaceInsecure,
}
