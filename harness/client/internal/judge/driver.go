package judge

import (
	"strings"

	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
)

// driver evaluates how the driver behaves.
func (j *judge) driver() {
	switch {
	case len(j.call.Violations) > 0:
		j.found(result.Finding{
			Reason: "no answer of an open call", Where: "driver", Instance: j.last(),
			Expected: "answer lines alone, one a call",
			Got:      text.Cut(strings.Join(j.call.Violations, "; ")),
		})
	case j.call.Answer != nil:
		j.hold()
	}
}
