package result

import "time"

// Exchange is a redacted request and its response.
type Exchange struct {
	// Instance is the request's number in its case, counted from 0.
	Instance int `json:"instance"`
	// Step is the step of the case, counted from 0.
	Step int `json:"step,omitempty"`
	// Turn is how often the step was sent before, if it is repeated.
	Turn     int       `json:"turn,omitempty"`
	Origin   string    `json:"origin"` // scheme://host:port
	Request  Request   `json:"request"`
	Response *Response `json:"response,omitempty"`
	Fault    *Fault    `json:"fault,omitempty"`
	// Raw is what came, where it is not a complete HTTP message.
	Raw *Content `json:"raw,omitempty"`
	// Started is absent when nothing was sent.
	Started      *time.Time `json:"started,omitempty"`
	Milliseconds float64    `json:"milliseconds"`
}

// Request is what was sent.
type Request struct {
	Method  string   `json:"method"`
	Target  string   `json:"target"`
	Header  []Field  `json:"header,omitempty"`
	Content *Content `json:"content,omitempty"`
}

// Response is what came. Content has its codings removed; Surplus followed the
// end of the message.
type Response struct {
	Proto   string   `json:"proto"`
	Status  int      `json:"status"`
	Reason  string   `json:"reason,omitempty"`
	Header  []Field  `json:"header,omitempty"`
	Content *Content `json:"content,omitempty"`
	Surplus *Content `json:"surplus,omitempty"`
	Interim []int    `json:"interim,omitempty"`
}

// Content is bytes: as text where they are UTF-8, else in base64.
type Content struct {
	Text   string `json:"text,omitempty"`
	Base64 []byte `json:"base64,omitempty"`
	// Size is that of the whole in bytes, of which a report may keep the
	// beginning only.
	Size int `json:"size"`
}

// Bytes returns what the report keeps.
func (c *Content) Bytes() []byte {
	switch {
	case c == nil:
		return nil
	case c.Base64 != nil:
		return c.Base64
	}
	return []byte(c.Text)
}

// Cut is how many bytes the report left out.
func (c *Content) Cut() int {
	if c == nil {
		return 0
	}
	return c.Size - len(c.Bytes())
}

// Field is one header field, as it came.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Fault is a failure below the level of a status code. Detail is one line for
// people.
type Fault struct {
	Kind   string `json:"kind"`
	Detail string `json:"detail"`
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Round(time.Microsecond)) / float64(time.Millisecond)
}
