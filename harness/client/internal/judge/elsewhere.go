package judge

import (
	"slices"
	"strings"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/openapi"
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
func (j *judge) tokenIn(r *lab.Request) verdict { return j.tokenBut(r) }

// tokenBeside evaluates whether any part of a request contains the token but where the operation
// asks for it; without a description that is Authorization.
func (j *judge) tokenBeside(r *lab.Request) verdict {
	if j.Doc.Described == nil {
		return j.tokenBut(r, place{"header", "Authorization"})
	}
	var allowed []place
	for _, alternative := range j.Doc.Described.Security {
		lacks := func(s openapi.Scheme) bool { return !j.presents(r, s) }
		if slices.ContainsFunc(alternative, lacks) {
			continue
		}
		for _, s := range alternative {
			in, name := s.Place()
			allowed = append(allowed, place{in, name})
		}
	}
	if len(allowed) == 0 {
		return untested // that is the finding
	}
	return j.tokenBut(r, allowed...)
}

// place is where a request may have the token.
type place struct{ in, name string }

func (j *judge) tokenBut(r *lab.Request, allowed ...place) verdict {
	f := result.Finding{Reason: "the token", Expected: "no token"}
	if len(allowed) > 0 {
		f.Expected = "no token there"
	}
	may := func(in, name string) bool {
		return slices.ContainsFunc(allowed, func(p place) bool {
			return p.in == in && strings.EqualFold(p.name, name)
		})
	}
	for _, field := range r.Header {
		if !may("header", field.Name) && strings.Contains(field.Value, j.Token) &&
			!(strings.EqualFold(field.Name, "Cookie") && mayIn(allowed, "cookie")) {
			f.Where = "header " + strings.ToLower(field.Name)
			f.Got = field.Name + ": " + j.redact(field.Value)
		}
	}
	path, query, _ := strings.Cut(r.Target, "?")
	for _, pair := range style.Pairs(query) {
		if !may("query", pair.Name) && strings.Contains(pair.Value, j.Token) {
			path = r.Target
		}
	}
	switch {
	case strings.Contains(path, j.Token):
		f.Where, f.Got = "target", j.redact(r.Target)
	case strings.Contains(string(r.Body), j.Token):
		f.Where, f.Got = "content", j.redact(string(r.Body))
	}
	if f.Where == "" {
		return held
	}
	return j.broke(f)
}

func mayIn(allowed []place, in string) bool {
	return slices.ContainsFunc(allowed, func(p place) bool { return p.in == in })
}
