package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// dateLayout is the page's: UTC, whole seconds, no offset.
const dateLayout = "2006-01-02T15:04:05"

// envelope is the error body of the page, member by member.
type envelope struct {
	Error envelopeError `json:"error"`
}

type envelopeError struct {
	Code       string     `json:"code"`
	Message    string     `json:"message"`
	InnerError innerError `json:"innerError"`
}

type innerError struct {
	Date            string `json:"date"`
	RequestID       string `json:"request-id"`
	ClientRequestID string `json:"client-request-id"`
}

// encode writes a response's error body. Messages may hold any string a path can:
// bytes that are not UTF-8 become U+FFFD, so that the JSON is always valid.
// Characters of HTML stay as they are: this is never HTML.
func encode(a answer, ids requestIDs, now time.Time) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(envelope{envelopeError{
		Code:    a.code,
		Message: a.message,
		InnerError: innerError{
			Date:            now.UTC().Format(dateLayout),
			RequestID:       ids.request,
			ClientRequestID: ids.client,
		},
	}})
	if err != nil {
		return nil, fmt.Errorf("encoding the %d envelope: %w", a.status, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
