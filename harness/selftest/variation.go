package selftest

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"example.com/toeline/harness/plan"
)

// Variation is a target that is unusual and keeps to the contract.
type Variation struct {
	Name string
	// Strict says that the target keeps to every "should" too.
	Strict bool
	// Wrap makes the target of the reference server; nil: it is the target.
	Wrap func(*Base) http.Handler
	// TLS serves it by https.
	TLS bool
	// Moved serves it under BasePath instead of /beta.
	Moved    bool
	BasePath string
}

// Variations returns every variation.
func Variations() []Variation {
	var all []Variation
	for _, v := range [][]Variation{contentVariations(), identifierVariations(), headerVariations(), messageVariations(), siteVariations(), looserVariations()} {
		all = append(all, v...)
	}
	return all
}

// variationRow runs a variation, with --strict where it must bear it.
func (l *lab) variationRow(ctx context.Context, v Variation) Row {
	row := Row{Kind: KindVariation, Name: v.Name}
	o, err := l.outcome(ctx, site{wrap: v.Wrap, tls: v.TLS, moved: v.Moved, basePath: v.BasePath, strict: v.Strict})
	if err != nil {
		row.Detail = err.Error()
		return row
	}
	row.Got = broken(o, func(c plan.Coverage) bool { return c.Gated })
	code, reason := o.Exit()
	row.OK = code == plan.ExitHolds && len(row.Got) == 0
	if !row.OK {
		row.Detail = fmt.Sprintf("exit %d: %s", code, reason)
	}
	return row
}

// contentVariations write the same envelope otherwise.
func contentVariations() []Variation {
	text := func(f func([]byte) []byte) wrap { return answers(anyError, rewritten(f)) }
	return []Variation{
		{Name: "media-type-with-charset", Strict: true, Wrap: answers(anyError, header("Content-Type", "application/json; charset=utf-8"))},
		{Name: "media-type-with-odata-parameters", Strict: true, Wrap: answers(anyError, header("Content-Type", "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"))},
		{Name: "member-order-reversed", Strict: true, Wrap: answers(anyError, func(a *answer) { a.body = reversed(a.envelope()) })},
		{Name: "unknown-members", Strict: true, Wrap: answers(anyError, member("extra", []any{1, nil, map[string]any{"a": "b"}}), innerError(func(_ *answer, m map[string]any) { m["traceId"] = 7 }), document(func(e map[string]any) any {
			e["@odata.context"] = "x"
			return e
		}))},
		{Name: "target-and-details", Strict: true, Wrap: answers(anyError, member("target", "incidentTaskId"), member("details", []any{map[string]any{"code": "x", "message": "y"}}))},
		{Name: "escaped-quotes", Strict: true, Wrap: text(func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("'"), []byte(`\u0027`)) })},
		{Name: "escaped-non-ascii", Strict: true, Wrap: text(escapeAll)},
		{Name: "escaped-slashes-and-letters", Strict: true, Wrap: text(func(b []byte) []byte {
			return bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("/"), []byte(`\/`)), []byte(`"code"`), []byte(`"\u0063ode"`))
		})},
		{Name: "pretty-printed", Strict: true, Wrap: text(func(b []byte) []byte { return indented(b, "    ", "\n") })},
		{Name: "white-space-around", Strict: true, Wrap: text(func(b []byte) []byte { return []byte(" \r\n\t" + string(b) + "\r\n\n ") })},
		{Name: "date-with-z", Strict: true, Wrap: answers(anyError, dated(func(t time.Time) string { return t.Format(dateLayout) + "Z" }))},
		{Name: "date-with-fraction-and-z", Strict: true, Wrap: answers(anyError, dated(func(t time.Time) string { return t.Format(dateLayout+".000") + "Z" }))},
		{Name: "date-with-offset", Strict: true, Wrap: answers(anyError, dated(func(t time.Time) string { return t.In(tokyo).Format(time.RFC3339) }))},
		{Name: "clock-two-minutes-slow", Strict: true, Wrap: answers(anyError, dated(func(t time.Time) string { return t.Add(-2 * time.Minute).Format(dateLayout) }))},
	}
}

// identifierVariations write ids in another letter case.
func identifierVariations() []Variation {
	inCase := func(f func(string) string) edit {
		return message(func(a *answer, text string) any { return strings.ReplaceAll(text, a.id, f(a.id)) })
	}
	upperIDs := []edit{
		func(a *answer) { a.header.Set(requestID, strings.ToUpper(a.header.Get(requestID))) },
		ifError(func(a *answer) { member(requestID, strings.ToUpper(a.header.Get(requestID)))(a) }),
	}
	return []Variation{
		{Name: "request-id-in-upper-case", Strict: true, Wrap: answers(every, upperIDs...)},
		{Name: "client-request-id-in-upper-case", Strict: true, Wrap: answers(every, func(a *answer) { a.header.Set(clientRequestID, strings.ToUpper(a.header.Get(clientRequestID))) })},
		{Name: "absent-id-in-lower-case", Strict: true, Wrap: answers(in(absent), inCase(strings.ToLower))},
		{Name: "request-id-is-the-client's", Strict: true, Wrap: answers(every, func(a *answer) { a.header.Set(requestID, a.header.Get(clientRequestID)) }, ifError(func(a *answer) {
			member(requestID, a.header.Get(clientRequestID))(a)
		}))},
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

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(b) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
