package clients

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"example.com/toeline/harness/client/driver"
)

// getTodo is a client of that operation.
func getTodo(name string, breaks []string, c caller) wrongClient {
	return called("getTodo", name, breaks, c)
}

// target changes the request target.
func target(change func(string) string) func([]string, map[string]any) []string {
	return func(lines []string, _ map[string]any) []string {
		words := strings.Split(lines[0], " ")
		words[1] = change(words[1])
		lines[0] = strings.Join(words, " ")
		return lines
	}
}

// joinedBy writes the list as one pair.
func joinedBy(separator string) func([]string, map[string]any) []string {
	return func(query []string, _ map[string]any) []string {
		var items, others []string
		for _, one := range query {
			if item, ok := strings.CutPrefix(one, "fields="); ok {
				items = append(items, item)
			} else {
				others = append(others, one)
			}
		}
		if len(items) == 0 {
			return others
		}
		return append(others, "fields="+strings.Join(items, separator))
	}
}

// replaced replaces texts of the query.
func replaced(pairs ...string) func([]string, map[string]any) []string {
	return func(query []string, _ map[string]any) []string {
		for i := range query {
			query[i] = strings.NewReplacer(pairs...).Replace(query[i])
		}
		return query
	}
}

// wrongTodoPaths are clients of getTodo whose requests go astray.
func wrongTodoPaths() []wrongClient {
	return []wrongClient{
		getTodo("method-post", ids("CLI-REQ-1"), caller{sent: func(
			l []string, _ map[string]any,
		) []string {
			l[0] = "POST" + strings.TrimPrefix(l[0], "GET")
			return append(l, "Content-Length: 0")
		}}),
		getTodo("path-misspelt", ids("CLI-REQ-2"), caller{sent: target(func(t string) string {
			return strings.Replace(t, "/todos/", "/todo/", 1)
		})}),
		getTodo(
			"path-slash-at-the-end",
			ids("CLI-REQ-2"),
			caller{sent: target(func(t string) string {
				path, query, ok := strings.Cut(t, "?")
				if ok {
					query = "?" + query
				}
				return path + "/" + query
			})},
		),
		getTodo("slash-not-encoded", ids("CLI-REQ-3"), caller{segment: func(s string) string {
			return strings.ReplaceAll(url.PathEscape(s), "%2F", "/")
		}}),
		getTodo("path-as-a-form", ids("CLI-REQ-3"), caller{segment: url.QueryEscape}),
		getTodo("path-encoded-twice", ids("CLI-REQ-3"), caller{segment: func(s string) string {
			return url.PathEscape(url.PathEscape(s))
		}}),
		getTodo("question-not-encoded", ids("CLI-REQ-3"), caller{segment: func(s string) string {
			return strings.ReplaceAll(url.PathEscape(s), "%3F", "?")
		}}),
		getTodo("path-cut-at-a-space", ids("CLI-REQ-3"), caller{segment: func(s string) string {
			s, _, _ = strings.Cut(s, " ")
			return url.PathEscape(s)
		}}),
	}
}

// wrongTodoQueries are clients of getTodo that send other parameters than they are given.
func wrongTodoQueries() []wrongClient {
	return []wrongClient{
		getTodo("plus-not-encoded", ids("CLI-REQ-14"), caller{plain: func(s string) string {
			return strings.ReplaceAll(url.QueryEscape(s), "%2B", "+")
		}}),
		getTodo("ampersand-not-encoded", ids("CLI-REQ-14"), caller{plain: func(s string) string {
			return strings.ReplaceAll(url.PathEscape(s), "%26", "&")
		}}),
		getTodo("percent-not-encoded", ids("CLI-REQ-14"), caller{plain: func(s string) string {
			return strings.ReplaceAll(url.QueryEscape(s), "%25", "%")
		}}),
		getTodo("zone-of-a-time-not-encoded", ids("CLI-REQ-14"),
			caller{pairs: replaced("%2B02%3A00", "+02:00")}),
		getTodo("query-encoded-twice", ids("CLI-REQ-14"), caller{plain: func(s string) string {
			return url.QueryEscape(url.QueryEscape(s))
		}}),
		getTodo("white-space-collapsed", ids("CLI-REQ-14"), caller{plain: func(s string) string {
			return url.QueryEscape(strings.Join(strings.Fields(s), " "))
		}}),
		getTodo("list-joined", ids("CLI-REQ-14"), caller{pairs: joinedBy(",")}),
		getTodo("list-in-brackets", ids("CLI-REQ-14"), caller{pairs: func(
			query []string, _ map[string]any,
		) []string {
			for i := range query {
				query[i] = strings.Replace(query[i], "fields=", "q=", 1)
			}
			return query
		}}),
		getTodo("list-of-one-alone", ids("CLI-REQ-14"), caller{pairs: func(
			query []string, _ map[string]any,
		) []string {
			return slices.CompactFunc(query, func(a, b string) bool {
				return strings.HasPrefix(a, "fields=") && strings.HasPrefix(b, "fields=")
			})
		}}),
		getTodo("list-sorted", ids("CLI-REQ-14"), caller{pairs: func(
			query []string, _ map[string]any,
		) []string {
			slices.Sort(query)
			return query
		}}),
		getTodo("same-items-sent-once", ids("CLI-REQ-14"), caller{pairs: func(
			query []string, _ map[string]any,
		) []string {
			return slices.Compact(query)
		}}),
		getTodo("integer-with-a-fraction", ids("CLI-REQ-14"),
			caller{pairs: replaced("limit=0", "limit=0.0")}),
		getTodo("boolean-capital", ids("CLI-REQ-14"),
			caller{pairs: replaced("done=true", "done=True", "done=false", "done=False")}),
		getTodo("false-left-out", ids("CLI-REQ-14"), caller{pairs: func(
			query []string, _ map[string]any,
		) []string {
			return slices.DeleteFunc(query, func(p string) bool { return p == "done=false" })
		}}),
		getTodo("zero-left-out", ids("CLI-REQ-14"), caller{pairs: func(
			query []string, _ map[string]any,
		) []string {
			return slices.DeleteFunc(query, func(p string) bool { return p == "limit=0" })
		}}),
		getTodo("optional-dropped", ids("CLI-REQ-14"), caller{pairs: withoutPair("limit")}),
		getTodo("null-sent", ids("CLI-REQ-14"), caller{pairs: pair("done", "done=null")}),
		getTodo("empty-sent", ids("CLI-REQ-14"), caller{pairs: pair("q", "q=")}),
		getTodo("twice", ids("CLI-REQ-14"), caller{pairs: func(
			query []string, _ map[string]any,
		) []string {
			if at := slices.IndexFunc(query, func(p string) bool {
				return strings.HasPrefix(p, "limit=")
			}); at >= 0 {
				return append(query, query[at])
			}
			return query
		}}),
		getTodo("empty-left-out", ids("CLI-REQ-20"), caller{pairs: func(
			query []string, _ map[string]any,
		) []string {
			return slices.DeleteFunc(query, func(p string) bool { return p == "q=" })
		}}),
		getTodo("time-in-the-query", ids("CLI-REQ-19"), caller{pairs: pair("", "_=1764000000")}),
		getTodo("header-dropped", ids("CLI-REQ-15"), caller{sent: lines(change("X-Trace:", ""))}),
		getTodo("header-of-an-earlier-call", ids("CLI-REQ-15"), caller{sent: firstSession()}),
		getTodo("header-undefined", ids("CLI-REQ-15"), caller{sent: func(
			l []string, given map[string]any,
		) []string {
			if given["X-Trace"] == nil {
				return append(l, "X-Trace: undefined")
			}
			return l
		}}),
	}
}

// firstSession keeps the session of the first call.
func firstSession() func([]string, map[string]any) []string {
	var once sync.Once
	var first string
	return func(lines []string, given map[string]any) []string {
		once.Do(func() { first, _ = given["X-Session"].(string) })
		return change("X-Session:", "X-Session: "+first)(lines, 0)
	}
}

// wrongTodoHeads are clients of getTodo with other credentials or fields.
func wrongTodoHeads() []wrongClient {
	return []wrongClient{
		getTodo("key-dropped", ids("CLI-REQ-4"), caller{sent: lines(change("X-Api-Key:", ""))}),
		getTodo("key-twice", ids("CLI-REQ-4"), caller{sent: lines(again("X-Api-Key:"))}),
		getTodo("key-as-bearer", ids("CLI-REQ-4"), caller{sent: func(
			l []string, _ map[string]any,
		) []string {
			l[2] = strings.Replace(l[2], "X-Api-Key:", "Authorization: Bearer", 1)
			return l
		}}),
		getTodo("key-in-a-cookie-too", ids("CLI-REQ-21"), caller{sent: func(
			l []string, _ map[string]any,
		) []string {
			_, key, _ := strings.Cut(l[2], ": ")
			return append(l, "Cookie: key="+key)
		}}),
		getTodo("accept-xml", ids("CLI-REQ-8"),
			caller{sent: lines(change("Accept:", "Accept: text/xml, application/json;q=0"))}),
		getTodo("content-of-get", ids("CLI-REQ-5"), caller{
			sent: lines(add("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0")),
		}),
		getTodo("content-type-of-nothing", ids("CLI-REQ-7"),
			caller{sent: lines(add("Content-Type: application/json"))}),
	}
}

// firstResult reports the note of the first success for all later ones.
func firstResult() caller {
	var once sync.Once
	var first any
	return member(func(m map[string]any) {
		once.Do(func() { first = m["note"] })
		m["note"] = first
	})
}

// wrongTodoOutcomes are clients of getTodo that report something else.
func wrongTodoOutcomes() []wrongClient {
	return []wrongClient{
		getTodo("success-is-an-error", ids("CLI-OK-1"),
			caller{succeeds: func(status int) bool { return status == http.StatusCreated }}),
		getTodo("result-without-a-member", ids("CLI-OK-3"),
			member(func(m map[string]any) { delete(m, "tags") })),
		getTodo("result-of-another", ids("CLI-OK-3"),
			member(func(m map[string]any) { m["id"] = 0.5 })),
		getTodo("null-becomes-empty", ids("CLI-OK-3"), member(func(m map[string]any) {
			if note, ok := m["note"]; ok && note == nil {
				m["note"] = ""
			}
		})),
		getTodo("result-kept-for-later", ids("CLI-OK-3"), firstResult()),
		getTodo("cut-result-is-success", ids("CLI-CON-8"), caller{takes: func(r *reply) bool {
			return r.cut != nil
		}}),
		getTodo("page-is-success", ids("CLI-STS-5"), caller{takes: func(r *reply) bool {
			return r.cut == nil
		}}),
		getTodo("etag-lost", ids("CLI-OK-4"),
			reports(func(a *driver.Answer) { delete(a.Headers, "Etag") })),
		getTodo("404-swallowed", ids("CLI-ERR-1"), reports(func(a *driver.Answer) {
			if a.Status == http.StatusNotFound && a.Code != "" {
				a.Outcome = driver.Success
			}
		})),
		getTodo(
			"status-lost",
			ids("CLI-ERR-2"),
			reports(func(a *driver.Answer) { a.Status = 0 }),
		),
		getTodo("code-lost", ids("CLI-ERR-3"), reports(func(a *driver.Answer) { a.Code = "" })),
		getTodo(
			"message-lost",
			ids("CLI-ERR-4"),
			reports(func(a *driver.Answer) { a.Message = "" }),
		),
		getTodo("unknown-members-confuse", ids("CLI-ODD-1"), caller{strict: true}),
		getTodo("login-page-is-success", ids("CLI-RED-3"),
			caller{model: model{page: func(status int) bool { return status == http.StatusOK }}}),
		getTodo("404-asked-again", ids("CLI-ERR-6"),
			caller{model: model{again: asksAgain(1, http.StatusNotFound)}}),
	}
}

// wrongCallers are the wrong clients of derived contracts.
func wrongCallers() []wrongClient {
	return slices.Concat(wrongTodoPaths(), wrongTodoQueries(), wrongTodoHeads(),
		wrongTodoOutcomes(), wrongTodoContent())
}
