package judge

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// request evaluates a rule on each request.
func (j *judge) request() { j.eachRequest(j.requestOf) }

// requestOf evaluates the rule of the check on a request. Of one that is malformed, or asks for
// something else, that alone is the finding.
func (j *judge) requestOf(r *lab.Request) verdict {
	rule := j.check.Request
	onPath := j.Doc.MatchTarget(lab.BasePath(j.Doc), r.Target).Path
	switch {
	case r.Malformed != "" && rule != clients.WellFormed,
		!r.HasMethod(j.Doc) && rule == clients.Method && !onPath,
		!r.HasMethod(j.Doc) && rule != clients.Method && rule != clients.Path &&
			rule != clients.WellFormed:
		return untested
	}
	switch rule {
	case clients.OneCredential:
		return j.tokenBeside(r)
	case clients.OwnCookies:
		return j.ownCookies(r)
	case clients.NotPipelined:
		if r.Pipelined {
			return j.broke(result.Finding{
				Reason: "too early", Where: "connection",
				Expected: "a request after the response to the one before it",
				Got:      "a request before that response",
			})
		}
	case clients.WithholdsContent:
		switch {
		case !r.Early:
			return untested
		case len(r.Body) > 0:
			return j.broke(result.Finding{
				Reason: "content", Where: "content",
				Expected: "no content, after a response in the place of 100",
				Got:      text.Quote(string(r.Body)),
			})
		}
	case clients.OpenConnection:
		if r.Closing {
			return j.broke(result.Finding{
				Reason: "a connection that ends", Where: "connection",
				Expected: "another connection, after Connection: close",
				Got:      "a request on the same one",
			})
		}
	case clients.WellFormed:
		if r.Malformed != "" {
			return j.broke(result.Finding{
				Reason: "malformed", Where: "request", Expected: "HTTP/1.1", Got: r.Malformed,
			})
		}
		host, _ := r.Header.Get("Host")
		if len(r.Hosts) > 0 && !slices.Contains(r.Hosts, strings.ToLower(host)) {
			return j.broke(result.Finding{
				Reason: "another host", Where: "header host",
				Expected: r.Hosts[0], Got: "Host: " + text.Cut(host),
			})
		}
	case clients.Method:
		if want := j.Doc.Operations[0].Method; r.Method != want {
			return j.broke(result.Finding{
				Reason: "wrong method", Where: "method", Expected: want, Got: text.Cut(r.Method),
			})
		}
	case clients.Path:
		return j.path(r)
	case clients.ID:
		return j.id(r)
	case clients.NoContent:
		if len(r.Body) > 0 {
			return j.broke(result.Finding{
				Reason: "content", Where: "content", Expected: "no byte",
				Got: fmt.Sprintf("%d bytes: %s", len(r.Body), text.Quote(string(r.Body))),
			})
		}
	case clients.LengthZero:
		return j.lengthZero(r)
	default:
		return j.described(r)
	}
	return held
}

// path evaluates the path.
func (j *judge) path(r *lab.Request) verdict {
	if j.Doc.MatchTarget(lab.BasePath(j.Doc), r.Target).Path {
		return held
	}
	var paths []string
	for _, op := range j.Doc.Operations {
		path := strings.ReplaceAll(op.Path, "{"+j.Doc.Parameter+"}", segment(j.call.TaskID))
		paths = append(paths, lab.BasePath(j.Doc)+path)
	}
	return j.broke(result.Finding{
		Reason: "another path", Where: "path",
		Expected: strings.Join(paths, " or ") + j.orRefused(), Got: text.Cut(r.Target),
	})
}

// orRefused adds to what is expected that an invalid id may be refused before a request.
func (j *judge) orRefused() string {
	if j.call.HasValidID() {
		return ""
	}
	return "; or no request, since to refuse such an id is right"
}

// asText shows a path segment as sent and decoded.
func asText(segment, decoded string) string {
	return fmt.Sprintf("%s, that is %s", text.Quote(segment), text.Quote(decoded))
}

// segment encodes an id as one path segment; "." and ".." too, as they would be
// resolved (RFC 3986 6.2.2.3).
func segment(id string) string {
	if id == "." || id == ".." {
		return strings.ReplaceAll(id, ".", "%2E")
	}
	return url.PathEscape(id)
}

// id evaluates the path segment of the id; without one, the path is the finding.
func (j *judge) id(r *lab.Request) verdict {
	match := j.Doc.MatchTarget(lab.BasePath(j.Doc), r.Target)
	if !match.Path {
		return untested
	}
	decoded, err := url.PathUnescape(match.Segment)
	switch {
	case err != nil:
		return j.broke(result.Finding{
			Reason: "no percent-encoding", Where: "id in the path",
			Expected: text.Quote(segment(j.call.TaskID)) + j.orRefused(),
			Got:      text.Quote(match.Segment),
		})
	case decoded != j.call.TaskID:
		return j.broke(result.Finding{
			Reason: "another id", Where: "id in the path",
			Expected: asText(segment(j.call.TaskID), j.call.TaskID) + j.orRefused(),
			Got:      asText(match.Segment, decoded),
		})
	}
	return held
}

// lengthZero evaluates whether Content-Length is 0.
func (j *judge) lengthZero(r *lab.Request) verdict {
	lengths, codings := r.Header.Values("Content-Length"), r.Header.Values("Transfer-Encoding")
	f := result.Finding{Where: "header content-length", Expected: "Content-Length: 0, once"}
	switch {
	case len(r.Body) > 0, r.Proto == "HTTP/2.0":
		return untested // noContent has the finding, and HTTP/2 frames
	case len(codings) > 0:
		f.Reason, f.Got = "transfer coding", "Transfer-Encoding: "+strings.Join(codings, ", ")
	case len(lengths) == 0:
		f.Reason, f.Got = "missing", "no Content-Length"
	case len(lengths) > 1:
		f.Reason, f.Got = "too many lines", fmt.Sprintf("%d lines", len(lengths))
	default:
		return held
	}
	return j.broke(f)
}
