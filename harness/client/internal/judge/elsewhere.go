package judge

import (
	"strings"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/result"
)

// elsewhere evaluates what requests to another origin contain.
func (j *judge) elsewhere() {
	for _, r := range j.call.Of(lab.Elsewhere) {
		if j.headerOf(j.check.Elsewhere, r) == broken || j.tokenIn(r) == broken {
			f := &j.out.Findings[len(j.out.Findings)-1]
			f.Where += " at another origin"
			f.Instance = j.index(r)
			return
		}
	}
	if len(j.call.Requests) > 0 && !j.unplayed() {
		j.hold()
	}
}

// ownCookies evaluates whether a cookie that the answer to the earlier call has set comes back.
func (j *judge) ownCookies(r *lab.Request) verdict {
	if j.call.Earlier == nil {
		return held // a process a call has none from another
	}
	sent := strings.Join(r.Header.Values("Cookie"), "; ")
	for _, earlier := range j.call.Earlier.Requests {
		if earlier.Answer == nil {
			continue
		}
		for _, set := range earlier.Answer.Header.Values("Set-Cookie") {
			if cookie, _, _ := strings.Cut(set, ";"); strings.Contains(sent, cookie) {
				return j.broke(result.Finding{
					Reason: "a cookie of another call", Where: "header cookie",
					Expected: "no " + cookie, Got: "Cookie: " + j.redact(sent),
				})
			}
		}
	}
	return held
}

// tokenIn evaluates whether any part of a request contains the token.
func (j *judge) tokenIn(r *lab.Request) verdict { return j.tokenBut("", r) }

// tokenBeside evaluates whether any part of a request but Authorization contains the token.
func (j *judge) tokenBeside(r *lab.Request) verdict { return j.tokenBut("Authorization", r) }

func (j *judge) tokenBut(allowed string, r *lab.Request) verdict {
	f := result.Finding{Reason: "the token", Expected: "no token"}
	for _, field := range r.Header {
		if !strings.EqualFold(field.Name, allowed) && strings.Contains(field.Value, j.Token) {
			f.Where = "header " + strings.ToLower(field.Name)
			f.Got = field.Name + ": " + j.redact(field.Value)
		}
	}
	switch {
	case strings.Contains(r.Target, j.Token):
		f.Where, f.Got = "target", j.redact(r.Target)
	case strings.Contains(string(r.Body), j.Token):
		f.Where, f.Got = "content", j.redact(string(r.Body))
	}
	if f.Where == "" {
		return held
	}
	return j.broke(f)
}
