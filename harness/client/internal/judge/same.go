package judge

import (
	"slices"
	"strings"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
)

// same evaluates whether all requests share a field.
func (j *judge) same() {
	// A request that was not attributed when it came may be of another call.
	unattributed := func(r *lab.Request) bool { return r.Answer == nil || r.Late }
	all := slices.DeleteFunc(j.asking(), unattributed)
	if len(all) == 0 {
		return
	}
	first := all[0].Header.Values(j.check.Same)
	for _, r := range all[1:] {
		if got := r.Header.Values(j.check.Same); !slices.Equal(first, got) {
			j.found(result.Finding{
				Reason: "not the same", Where: "header " + strings.ToLower(j.check.Same),
				Instance: j.index(r),
				Expected: "as in the first request: " + orNone(first),
				Got:      orNone(got) + j.nth(r),
			})
			return
		}
	}
	j.hold()
}

func orNone(values []string) string {
	if len(values) == 0 {
		return "none"
	}
	return text.Cut(strings.Join(values, ", "))
}
