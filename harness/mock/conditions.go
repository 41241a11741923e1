package mock

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// tag is the entity tag of what the request names, or creates: another after each change.
func (c *call) tag() string {
	at := c.at
	if c.made != "" {
		at = c.madeAt()
	}
	found, _, _ := c.state.get(at)
	return fmt.Sprintf(`"%d"`, found.version)
}

// conditions refuses a request whose condition does not hold (RFC 9110, 13), where the response to
// that is documented. It reports whether the request is carried out.
func (c *call) conditions() bool {
	reads := c.r.Method == http.MethodGet || c.r.Method == http.MethodHead
	given := c.r.Header.Get("If-Match")
	switch {
	case !reads && given == "" && c.answers(http.StatusPreconditionRequired):
		c.refuse("the request has no If-Match", http.StatusPreconditionRequired)
	case given != "" && !names(given, c.tag()) && c.answers(http.StatusPreconditionFailed):
		c.refuse("If-Match names another state", http.StatusPreconditionFailed)
	case reads && names(c.r.Header.Get("If-None-Match"), c.tag()) &&
		c.answers(http.StatusNotModified):
		c.refuse("If-None-Match names this state", http.StatusNotModified)
	default:
		return true
	}
	return false
}

// answers reports whether a response of the operation is documented by its number.
func (c *call) answers(status int) bool {
	_, ok := c.op.Response(fmt.Sprint(status))
	return ok
}

// names reports whether a list of entity tags has one, or all of them.
func names(list, tag string) bool {
	return slices.ContainsFunc(strings.Split(list, ","), func(one string) bool {
		one = strings.TrimSpace(one)
		return one == "*" || strings.TrimPrefix(one, "W/") == tag
	})
}
