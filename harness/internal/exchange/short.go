package exchange

import (
	"bytes"
	"fmt"
	"strings"
)

// ShortPart is how many bytes of a part of a shortened exchange are kept.
const ShortPart = 16 << 10

// Size returns about what the response of an exchange takes in memory, in bytes.
func (e *Exchange) Size() int {
	size := len(e.RawResponse)
	if e.Response != nil {
		size += len(e.Response.Body) + len(e.Response.Surplus) + len(e.Response.Reason)
		for _, f := range e.Response.Header {
			size += len(f.Name) + len(f.Value) + 32
		}
	}
	return size
}

// Shortened returns the exchange with each part of its response cut to ShortPart bytes. It shares
// no memory with what came.
func (e *Exchange) Shortened() *Exchange {
	short := *e
	short.RawResponse = shortBytes(e.RawResponse)
	if e.Response != nil {
		response := *e.Response
		response.Body, response.Surplus = shortBytes(response.Body), shortBytes(response.Surplus)
		response.Proto, response.Reason = strings.Clone(response.Proto), shortText(response.Reason)
		response.Header = shortHeader(response.Header)
		short.Response = &response
	}
	return &short
}

// shortBytes marks the cut by an ellipsis: redaction looks before it for the
// beginnings of secrets.
func shortBytes(b []byte) []byte {
	if len(b) <= ShortPart {
		return bytes.Clone(b)
	}
	return fmt.Appendf(bytes.Clone(b[:ShortPart]), "… [cut: %d bytes in all]", len(b))
}

func shortText(s string) string {
	const most = 1 << 10
	if len(s) <= most {
		return strings.Clone(s)
	}
	return fmt.Sprintf("%s… [cut: %d bytes in all]", s[:most], len(s))
}

// shortHeader keeps the first fields.
func shortHeader(h Header) Header {
	var all Header
	size := 0
	for _, f := range h {
		f = Field{Name: shortText(f.Name), Value: shortText(f.Value)}
		if size += len(f.Name) + len(f.Value) + 32; size > ShortPart {
			break
		}
		all = append(all, f)
	}
	return all
}
