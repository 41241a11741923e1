package judge

import (
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
)

// handshake evaluates whether an untrusted certificate was refused.
func (j *judge) handshake() {
	switch {
	case len(j.call.Requests) > 0:
		r := j.call.Requests[0]
		got := text.Cut(r.Method + " " + r.Target)
		if _, ok := r.Header.Get("Authorization"); ok {
			got += ", with the token"
		}
		j.found(result.Finding{
			Reason: "not refused", Where: "TLS handshake",
			Expected: "no request behind it", Got: got,
		})
	case j.call.Handshakes > 0:
		j.hold()
	}
}
