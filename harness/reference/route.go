package reference

import (
	"net/http"
	"net/url"
	"strings"
)

// The names in the path, and the two spellings of the last one: documents use
// the plain name, generated SDKs the qualified one.
const (
	segmentSecurity   = "security"
	segmentTasks      = "incidentTasks"
	segmentAction     = "executeResponseAction"
	segmentActionFull = "microsoft.graph.security.executeResponseAction"
)

// wirePath returns the path as it was sent. URL.EscapedPath would do, but where
// a path holds bytes that should have been encoded ("), it encodes anew what
// was decoded, and %2F has become a separator. RawPath still has the original;
// it is trusted only while it agrees with Path, which middleware may change.
func wirePath(r *http.Request) string {
	if raw := r.URL.RawPath; raw != "" {
		if path, err := url.PathUnescape(raw); err == nil && path == r.URL.Path {
			return raw
		}
	}
	return r.URL.EscapedPath()
}

// route finds the operation in a path as it was sent. It returns the id,
// decoded once; where the path is another one, ok is false and segment is
// the decoded segment that does not belong.
func route(path string) (id, segment string, ok bool) {
	segments := strings.Split(path, "/")
	at := func(fromEnd int) string {
		if fromEnd > len(segments) {
			return ""
		}
		return decode(segments[len(segments)-fromEnd])
	}
	if name := at(1); name != segmentAction && name != segmentActionFull {
		return "", name, false
	}
	if name := at(3); name != segmentTasks {
		return "", name, false
	}
	if name := at(4); name != segmentSecurity {
		return "", name, false
	}
	return at(2), "", true
}

// decode removes percent-encoding once. net/http refuses an invalid encoding; a request made
// without it may have one, and is then returned unchanged.
func decode(segment string) string {
	s, err := url.PathUnescape(segment)
	if err != nil {
		return segment
	}
	return s
}
