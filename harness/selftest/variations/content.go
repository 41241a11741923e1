package variations

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/selftest/defects"
)

// Variation is a target that is unusual and conforms to the contract.
type Variation struct {
	Name string
	// Strict means that the target conforms to every "should" too.
	Strict bool
	// Wrap makes the target of the reference server; nil: it is the target.
	Wrap func(*defects.Base) http.Handler
	// TLS serves it by https.
	TLS bool
	// Moved serves it under BasePath instead of /beta.
	Moved    bool
	BasePath string
}

// Variations returns every variation.
func Variations() []Variation {
	return slices.Concat(contentVariations(), identifierVariations(), headerVariations(),
		messageVariations(), siteVariations(), looserVariations())
}

// contentVariations write the same envelope otherwise.
func contentVariations() []Variation {
	text := func(f func([]byte) []byte) defects.Wrap {
		return defects.Answers(defects.AnyError, defects.Rewritten(f))
	}
	return []Variation{
		{
			Name: "media-type-with-charset", Strict: true,
			Wrap: defects.Answers(defects.AnyError,
				defects.Header("Content-Type", "application/json; charset=utf-8")),
		},
		{
			Name: "media-type-with-odata-parameters", Strict: true,
			Wrap: defects.Answers(defects.AnyError,
				defects.Header("Content-Type",
					"application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8")),
		},
		{
			Name: "member-order-reversed", Strict: true,
			Wrap: defects.Answers(defects.AnyError,
				func(a *defects.Answer) { a.Body = reversed(a.Envelope()) }),
		},
		{
			Name: "unknown-members", Strict: true,
			Wrap: defects.Answers(defects.AnyError,
				defects.Member("extra", []any{1, nil, map[string]any{"a": "b"}}),
				defects.InnerError(func(_ *defects.Answer,
					m map[string]any,
				) {
					m["traceId"] = 7
				}),
				defects.Document(func(e map[string]any) any {
					e["@odata.context"] = "x"
					return e
				})),
		},
		{
			Name: "target-and-details", Strict: true,
			Wrap: defects.Answers(defects.AnyError, defects.Member("target", "incidentTaskId"),
				defects.Member("details", []any{map[string]any{"code": "x", "message": "y"}})),
		},
		{
			Name: "escaped-quotes", Strict: true,
			Wrap: text(func(b []byte) []byte {
				return bytes.ReplaceAll(b, []byte("'"),
					[]byte(`\u0027`))
			}),
		},
		{Name: "escaped-non-ascii", Strict: true, Wrap: text(escapeAll)},
		{Name: "escaped-slashes-and-letters", Strict: true, Wrap: text(func(b []byte) []byte {
			return bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("/"), []byte(`\/`)),
				[]byte(`"code"`), []byte(`"\u0063ode"`))
		})},
		{
			Name: "pretty-printed", Strict: true,
			Wrap: text(func(b []byte) []byte { return indented(b, "    ", "\n") }),
		},
		{
			Name: "white-space-around", Strict: true,
			Wrap: text(func(b []byte) []byte { return []byte(" \r\n\t" + string(b) + "\r\n\n ") }),
		},
		{
			Name: "date-with-z", Strict: true,
			Wrap: defects.Answers(defects.AnyError,
				defects.Dated(func(t time.Time) string {
					return t.Format(defects.DateLayout) + "Z"
				})),
		},
		{
			Name: "date-with-fraction-and-z", Strict: true,
			Wrap: defects.Answers(defects.AnyError,
				defects.Dated(func(t time.Time) string {
					return t.Format(defects.DateLayout+".000") + "Z"
				})),
		},
		{
			Name: "date-with-offset", Strict: true,
			Wrap: defects.Answers(defects.AnyError,
				defects.Dated(func(t time.Time) string {
					return t.In(defects.Tokyo).Format(time.RFC3339)
				})),
		},
		{
			Name: "clock-two-minutes-slow", Strict: true,
			Wrap: defects.Answers(defects.AnyError,
				defects.Dated(func(t time.Time) string {
					return t.Add(-2 * time.Minute).Format(defects.DateLayout)
				})),
		},
	}
}

// identifierVariations write ids in another letter case.
func identifierVariations() []Variation {
	inCase := func(f func(string) string) defects.Edit {
		return defects.Message(func(a *defects.Answer,
			text string,
		) any {
			return strings.ReplaceAll(text, a.ID, f(a.ID))
		})
	}
	upperIDs := []defects.Edit{
		func(a *defects.Answer) {
			a.Header.Set(defects.RequestID, strings.ToUpper(a.Header.Get(defects.RequestID)))
		},
		defects.IfError(func(a *defects.Answer) {
			defects.Member(defects.RequestID, strings.ToUpper(a.Header.Get(defects.RequestID)))(a)
		}),
	}
	return []Variation{
		{
			Name: "request-id-in-upper-case", Strict: true,
			Wrap: defects.Answers(defects.Every, upperIDs...),
		},
		{
			Name: "client-request-id-in-upper-case", Strict: true,
			Wrap: defects.Answers(defects.Every, func(a *defects.Answer) {
				a.Header.Set(defects.ClientRequestID,
					strings.ToUpper(a.Header.Get(defects.ClientRequestID)))
			}),
		},
		{
			Name: "absent-id-in-lower-case", Strict: true,
			Wrap: defects.Answers(defects.In(defects.Absent), inCase(strings.ToLower)),
		},
		{
			Name: "request-id-is-the-client's", Strict: true,
			Wrap: defects.Answers(defects.Every,
				func(a *defects.Answer) {
					a.Header.Set(defects.RequestID,
						a.Header.Get(defects.ClientRequestID))
				},
				defects.IfError(func(a *defects.Answer) {
					defects.Member(defects.RequestID, a.Header.Get(defects.ClientRequestID))(a)
				})),
		},
	}
}

// reversed writes an envelope with the members of each object in the order
// from z to a.
func reversed(value any) []byte {
	object, ok := value.(map[string]any)
	if !ok {
		text, _ := json.Marshal(value) // it came from JSON
		return text
	}
	var parts [][]byte
	for _, name := range descending(object) {
		parts = append(parts, fmt.Appendf(nil, "%q:%s", name, reversed(object[name])))
	}
	return fmt.Appendf(nil, "{%s}", bytes.Join(parts, []byte(",")))
}

// escapeAll writes every character beyond ASCII by its number.
func escapeAll(b []byte) []byte {
	var out []byte
	for _, r := range string(b) {
		if r < 0x80 {
			out = append(out, byte(r))
		} else {
			out = appendEscape(out, r)
		}
	}
	return out
}

func indented(b []byte, indent, lineEnd string) []byte {
	var out bytes.Buffer
	if json.Indent(&out, b, "", indent) != nil {
		return b
	}
	return bytes.ReplaceAll(out.Bytes(), []byte("\n"), []byte(lineEnd))
}
