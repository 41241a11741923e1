package clients

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"example.com/toeline/harness/client/driver"
)

// changed changes the content before it is written.
func changed(change func(map[string]any)) caller {
	return caller{body: func(value any) []byte {
		members, _ := value.(map[string]any)
		change(members)
		data, _ := json.Marshal(members)
		return data
	}}
}

// written changes the content as it is written.
func written(change func(string) string) caller {
	return caller{body: func(value any) []byte {
		var b strings.Builder
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(value)
		return []byte(change(strings.TrimSpace(b.String())))
	}}
}

// inTags changes the list before it is written.
func inTags(change func([]any) []any) caller {
	return changed(func(m map[string]any) {
		if tags, ok := m["tags"].([]any); ok {
			m["tags"] = change(tags)
		}
	})
}

// wrongTodoContent are clients of addTodo.
func wrongTodoContent() []wrongClient {
	post := func(name string, breaks []string, c caller) wrongClient {
		return called("addTodo", name, breaks, c)
	}
	without := func(drops func(any) bool) caller {
		return changed(func(m map[string]any) {
			for name, value := range m {
				if drops(value) {
					delete(m, name)
				}
			}
		})
	}
	typed := func(mediaType string) caller {
		return caller{sent: lines(change("Content-Type:", mediaType))}
	}
	return []wrongClient{
		post("media-type-missing", ids("CLI-REQ-17"), typed("")),
		post("media-type-text", ids("CLI-REQ-17"), typed("Content-Type: text/plain")),
		post("media-type-form", ids("CLI-REQ-17"),
			typed("Content-Type: application/x-www-form-urlencoded")),
		post(
			"false-left-out",
			ids("CLI-REQ-18"),
			without(func(v any) bool { return v == false }),
		),
		post("zero-left-out", ids("CLI-REQ-18"), without(func(v any) bool { return v == 0.0 })),
		post("empty-left-out", ids("CLI-REQ-18"), without(func(v any) bool { return v == "" })),
		post("empty-list-left-out", ids("CLI-REQ-18"), without(func(v any) bool {
			list, ok := v.([]any)
			return ok && len(list) == 0
		})),
		post("null-where-none-is-taken", ids("CLI-REQ-18"), changed(func(m map[string]any) {
			if _, ok := m["priority"]; !ok {
				m["priority"] = nil
			}
		})),
		post("number-as-text", ids("CLI-REQ-18"), changed(func(m map[string]any) {
			if n, ok := m["priority"].(float64); ok {
				m["priority"] = strconv.Itoa(int(n))
			}
		})),
		post("boolean-as-number", ids("CLI-REQ-18"), changed(func(m map[string]any) {
			if m["done"] == true {
				m["done"] = 1
			}
		})),
		post("member-added", ids("CLI-REQ-18"),
			changed(func(m map[string]any) { m["source"] = "sdk" })),
		post("member-renamed", ids("CLI-REQ-18"), changed(func(m map[string]any) {
			if note, ok := m["note"]; ok {
				delete(m, "note")
				m["Note"] = note
			}
		})),
		post("not-latin-lost", ids("CLI-REQ-18"), written(func(s string) string {
			return strings.ReplaceAll(s, "é", "?")
		})),
		post("html-escaped", ids("CLI-REQ-18"), written(func(s string) string {
			return strings.ReplaceAll(s, "<", "&lt;")
		})),
		post("lines-joined", ids("CLI-REQ-18"), written(func(s string) string {
			return strings.ReplaceAll(s, `\n`, " ")
		})),
		post("written-twice", ids("CLI-REQ-18"), written(strconv.Quote)),
		post("wrapped", ids("CLI-REQ-18"), written(func(s string) string {
			return `{"todo":` + s + "}"
		})),
		post("list-turned-around", ids("CLI-REQ-18"), inTags(func(tags []any) []any {
			slices.Reverse(tags)
			return tags
		})),
		post("same-items-sent-once", ids("CLI-REQ-18"), inTags(func(tags []any) []any {
			return slices.CompactFunc(tags, func(a, b any) bool { return a == b })
		})),
		post("number-of-32-bits", ids("CLI-REQ-18"), changed(func(m map[string]any) {
			if n, ok := m["priority"].(float64); ok {
				m["priority"] = float32(n)
			}
		})),
		post("white-space-around-dropped", ids("CLI-REQ-18"), changed(func(m map[string]any) {
			for name, value := range m {
				if text, ok := value.(string); ok {
					m[name] = strings.TrimSpace(text)
				}
			}
		})),
		post("fraction-of-a-time-dropped", ids("CLI-REQ-18"), written(func(s string) string {
			return strings.ReplaceAll(s, ".345Z", "Z")
		})),
		post("accents-composed", ids("CLI-REQ-18"), written(func(s string) string {
			return strings.ReplaceAll(s, "e\u0301", "é")
		})),
		post("required-null-left-out", ids("CLI-REQ-18"), changed(func(m map[string]any) {
			if m["who"] == nil {
				delete(m, "who")
			}
		})),
		post("a-name-twice", ids("CLI-REQ-18"), written(func(s string) string {
			return `{"title":"",` + s[1:]
		})),
		post("coding-without-coding", ids("CLI-REQ-18"),
			caller{sent: lines(add("Content-Encoding: gzip"))}),
		post("cut", ids("CLI-REQ-18"), written(func(s string) string { return s[:len(s)-1] })),
		post("sent-again-after-500", ids("CLI-EXE-1"),
			caller{model: model{again: asksAgain(1, http.StatusInternalServerError)}}),
		post(
			"added-twice",
			ids("CLI-OK-2"),
			caller{model: model{again: func(s, attempt int) bool {
				return s == http.StatusCreated && attempt == 0 || (&model{}).retries(s, attempt)
			}}},
		),
		post("201-is-an-error", ids("CLI-OK-1"),
			caller{succeeds: func(status int) bool { return status == http.StatusOK }}),
		post("waits-for-100-for-ever", ids("CLI-ODD-16"), caller{
			model: model{continues: time.Minute, patience: 7 * time.Second},
			sent:  lines(add("Expect: 100-continue")),
		}),
		post("content-after-an-answer", ids("CLI-ODD-17"), caller{
			model: model{continues: 2 * time.Second, insists: true},
			sent:  lines(add("Expect: 100-continue")),
		}),
		post("409-asked-again", ids("CLI-ERR-6"),
			caller{model: model{again: asksAgain(1, http.StatusConflict)}}),
	}
}

// rightCallers differ in what is free.
func rightCallers() []wrongClient {
	var all []wrongClient
	for _, operation := range []string{"getTodo", "addTodo"} {
		right := func(name string, c caller) { all = append(all, called(operation, name, nil, c)) }
		all = append(all, overTLS(called(operation, "model", nil, caller{})))
		right(
			"fields-in-another-order",
			caller{sent: func(l []string, _ map[string]any) []string {
				slices.Reverse(l[1:])
				return l
			}},
		)
		right("more-fields", caller{sent: func(l []string, _ map[string]any) []string {
			l = lines(change("Accept:", "ACCEPT: */*"))(l, nil)
			return append(l, "User-Agent: sdk/1.0", "Accept-Encoding: identity",
				"X-Request-Id: 1", "Connection: keep-alive", "Cache-Control: no-cache")
		}})
		right("keeps-no-connection", caller{model: model{connections: connections{never: true}}})
		right(
			"reports-little",
			reports(func(a *driver.Answer) { a.Result, a.Headers = nil, nil }),
		)
	}
	get := func(name string, c caller) { all = append(all, called("getTodo", name, nil, c)) }
	get("space-is-plus", caller{plain: url.QueryEscape})
	get("encoded-in-small-letters", caller{segment: func(s string) string {
		return smallEscapes(url.PathEscape(s))
	}})
	get("all-encoded", caller{segment: func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			b.WriteString("%" + strconv.FormatUint(uint64(c)+0x100, 16)[1:])
		}
		return b.String()
	}})
	get("default-sent", caller{pairs: pair("limit", "limit=20")})
	get("query-in-another-order", caller{pairs: func(query []string, _ map[string]any) []string {
		sort.SliceStable(query, func(i, j int) bool { return query[i][0] > query[j][0] })
		return query
	}})
	post := func(name string, c caller) { all = append(all, called("addTodo", name, nil, c)) }
	post("escapes-and-white-space", written(func(s string) string {
		return strings.NewReplacer("é", `\u00e9`, `":`, "\" :\n").Replace(s)
	}))
	post("goes-on-without-100", caller{
		model: model{continues: 2 * time.Second},
		sent:  lines(add("Expect: 100-continue")),
	})
	post("all-in-escapes", written(func(s string) string {
		var b strings.Builder
		inText := false
		for i := 0; i < len(s); i++ {
			switch {
			case s[i] == '\\':
				b.WriteString(s[i : i+2])
				i++
			case s[i] == '"':
				inText = !inText
				b.WriteByte('"')
			case inText && s[i] < 0x80:
				fmt.Fprintf(&b, `\u%04x`, s[i])
			default:
				b.WriteByte(s[i])
			}
		}
		return b.String()
	}))
	post("charset", caller{sent: lines(change("Content-Type:",
		"content-type: Application/JSON; Charset=UTF-8"))})
	post("null-where-it-is-taken", changed(func(m map[string]any) {
		if _, ok := m["note"]; !ok {
			m["note"] = nil
		}
	}))
	post("null-left-out", changed(func(m map[string]any) {
		if note, ok := m["note"]; ok && note == nil {
			delete(m, "note")
		}
	}))
	post("chunked", caller{
		body: func(value any) []byte {
			data, _ := json.Marshal(value)
			return []byte(strconv.FormatInt(int64(len(data)), 16) + "\r\n" + string(data) +
				"\r\n0\r\n\r\n")
		},
		sent: lines(change("Content-Length:", "Transfer-Encoding: chunked")),
	})
	return all
}

// smallEscapes writes percent-encoding in small letters.
func smallEscapes(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:], strings.ToLower(string(b[i+1:i+3])))
		}
	}
	return string(b)
}
