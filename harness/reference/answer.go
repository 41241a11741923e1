package reference

import (
	"fmt"
	"net/http"
)

// answer is what a request gets, before ids and dates are put to it.
type answer struct {
	status        int
	code, message string // of the envelope; empty with a 204
	name, value   string // a header field of its own; none where name is empty
	why           string // for the log: our own words, nothing of the request
}

// The responses that the page states.

func executed(actionType string) answer {
	return answer{status: http.StatusNoContent, why: "executed " + actionType}
}

func unsupportedActionType(actionType string) answer {
	return answer{
		status: http.StatusBadRequest,
		code:   "UnsupportedActionType",
		message: fmt.Sprintf("Action type '%s' is not supported for automated execution.",
			actionType),
		why: "unsupported action type " + actionType,
	}
}

func invalidID(id string) answer {
	return answer{
		status:  http.StatusBadRequest,
		code:    "BadRequest",
		message: "Invalid incidentTask id " + id,
		why:     "the id is not a GUID",
	}
}

func taskNotFound(id string) answer {
	return answer{
		status:  http.StatusNotFound,
		code:    "NotFound",
		message: fmt.Sprintf("taskId %s not found", id),
		why:     "no such task",
	}
}

// The responses that it does not state.

func unauthorized(why, message, challenge string) answer {
	return answer{
		status:  http.StatusUnauthorized,
		code:    "InvalidAuthenticationToken",
		message: message,
		name:    "WWW-Authenticate",
		value:   challenge,
		why:     why,
	}
}

// pathNotFound is a 404, where Graph says 400 or 404 for the same message: the
// path names no resource. Its code differs from that of a missing task, so
// that a mistyped base URL does not read like one.
func pathNotFound(segment string) answer {
	return answer{
		status:  http.StatusNotFound,
		code:    "ResourceNotFound",
		message: fmt.Sprintf("Resource not found for the segment '%s'.", segment),
		why:     "unknown path",
	}
}

func methodNotAllowed() answer {
	return answer{
		status:  http.StatusMethodNotAllowed,
		code:    "MethodNotAllowed",
		message: "Specified HTTP method is not allowed for the request target.",
		name:    "Allow",
		value:   http.MethodPost,
		why:     "method not allowed",
	}
}
