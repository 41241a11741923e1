package clients

import (
	"net/url"
	stdpath "path"
	"strings"

	"github.com/google/uuid"
)

// change changes the first line that begins with a text, letter case ignored; a
// new text of "" takes it out.
func change(begins, to string) func([]string, int) []string {
	return func(lines []string, _ int) []string {
		var kept []string
		for _, line := range lines {
			if !strings.HasPrefix(strings.ToLower(line), strings.ToLower(begins)) {
				kept = append(kept, line)
				continue
			}
			if to != "" {
				kept = append(kept, to)
			}
		}
		return kept
	}
}

// add adds lines.
func add(more ...string) func([]string, int) []string {
	return func(lines []string, _ int) []string { return append(lines, more...) }
}

// again repeats the line that begins with a text.
func again(begins string) func([]string, int) []string {
	return func(lines []string, _ int) []string {
		for _, line := range lines {
			if strings.HasPrefix(line, begins) {
				return append(lines, line)
			}
		}
		return lines
	}
}

func method(name string) func([]string, int) []string {
	return func(lines []string, _ int) []string {
		lines[0] = name + strings.TrimPrefix(lines[0], "POST")
		return lines
	}
}

func wrongRequests() []wrongClient {
	return []wrongClient{
		made("method-put", ids("ERC-REQ-1"), model{head: method("PUT")}),
		made("method-get", ids("ERC-REQ-1"), model{head: method("GET")}),
		made("token-dropped", ids("ERC-REQ-4"), model{head: change("Authorization:", "")}),
		made("token-twice", ids("ERC-REQ-4"), model{head: again("Authorization:")}),
		made("token-dropped-on-the-second-attempt", ids("ERC-REQ-4"),
			model{head: func(lines []string, attempt int) []string {
				if attempt > 0 {
					return change("Authorization:", "")(lines, attempt)
				}
				return lines
			}}),
		made("token-of-another", ids("ERC-REQ-4"),
			model{head: change("Authorization:", "Authorization: Bearer another")}),
		made("token-with-another-scheme", ids("ERC-REQ-4"),
			model{head: func(lines []string, _ int) []string {
				lines[2] = strings.Replace(lines[2], "Bearer", "Token", 1)
				return lines
			}}),
		made("content-null", ids("ERC-REQ-5"), model{content: "null"}),
		made("content-object", ids("ERC-REQ-5", "ERC-REQ-7"),
			model{content: "{}", head: add("Content-Type: application/json")}),
		made("length-missing", ids("ERC-REQ-6"), model{head: change("Content-Length:", "")}),
		made("length-twice", ids("ERC-REQ-6"), model{head: again("Content-Length:")}),
		made("length-by-empty-chunks", ids("ERC-REQ-6"), model{
			content: "0\r\n\r\n", head: change("Content-Length:", "Transfer-Encoding: chunked"),
		}),
		made("content-type-without-content", ids("ERC-REQ-7"),
			model{head: add("Content-Type: application/json")}),
		made("accept-a-kind-of-json", ids("ERC-REQ-8"),
			model{head: change("Accept:", "Accept: application/json-seq")}),
		made("accept-anything-but-json", ids("ERC-REQ-8"),
			model{head: change("Accept:", "Accept: text/html, application/json;q=0.0")}),
		made("accept-html", ids("ERC-REQ-8"), model{head: change("Accept:", "Accept: text/html")}),
		made("client-request-id-twice", ids("ERC-REQ-9"), model{head: again("client-request-id:")}),
		made("client-request-id-no-guid", ids("ERC-REQ-10"),
			model{head: func(lines []string, _ int) []string {
				lines[4] = strings.Replace(lines[4], ": ", ": call-", 1)
				return lines
			}}),
		made("client-request-id-of-all-calls", ids("ERC-REQ-13"),
			model{head: change("client-request-id:",
				"client-request-id: 7c1bfae6-94a3-4b6f-8d52-0f3e5ad9c7b1")}),
		made("client-request-id-fresh-for-retries", ids("ERC-REQ-11"),
			model{head: func(lines []string, attempt int) []string {
				if attempt > 0 {
					return change("client-request-id:",
						"client-request-id: "+uuid.NewString())(lines,
						attempt)
				}
				return lines
			}}),
		made("http-1.0", ids("ERC-REQ-12"), model{head: func(lines []string, _ int) []string {
			lines[0] = strings.TrimSuffix(lines[0], "1.1") + "1.0"
			return lines
		}}),
		made("host-of-another", ids("ERC-REQ-12"),
			model{head: change("Host:", "Host: graph.microsoft.com")}),
		made("lines-without-carriage-return", ids("ERC-REQ-12"), model{lineEnd: "\n"}),
		made("length-with-a-sign", ids("ERC-REQ-12"),
			model{head: change("Content-Length:", "Content-Length: +0")}),
		made("host-twice", ids("ERC-REQ-12"), model{head: again("Host:")}),
	}
}

const (
	pathBefore = "/security/incidentTasks/"
	pathAfter  = "/executeResponseAction"
)

func wrongPaths() []wrongClient {
	return []wrongClient{
		made("path-misspelt", ids("ERC-REQ-2"),
			model{target: func(base, id string) string {
				return base + pathBefore + segment(id) + "/execute"
			}}),
		made("path-letter-case", ids("ERC-REQ-2"),
			model{target: func(base, id string) string {
				return base + "/security/IncidentTasks/" + segment(id) + pathAfter
			}}),
		made("path-slash-at-the-end", ids("ERC-REQ-2"),
			model{target: func(base, id string) string {
				return base + pathBefore + segment(id) + pathAfter + "/"
			}}),
		made("path-with-a-query", ids("ERC-REQ-2"),
			model{target: func(base, id string) string {
				return base + pathBefore + segment(id) + pathAfter + "?api-version=1"
			}}),
		made("path-without-the-id", ids("ERC-REQ-2"),
			model{target: func(base, _ string) string {
				return base + "/security/incidentTasks" + pathAfter
			}}),
		made("path-below-another-base", ids("ERC-REQ-2"),
			model{target: func(_, id string) string {
				return "/v1.0" + pathBefore + segment(id) + pathAfter
			}}),
		made("token-in-the-query", ids("ERC-REQ-2", "ERC-REQ-4"), model{
			target: func(base, id string) string {
				return base + pathBefore + segment(id) + pathAfter + "?access_token=secret"
			},
			head: change("Authorization:", ""),
		}),
		made("id-in-upper-case", ids("ERC-REQ-3"),
			model{target: func(base, id string) string {
				return base + pathBefore + segment(strings.ToUpper(id)) + pathAfter
			}}),
		made("id-in-braces", ids("ERC-REQ-3"),
			model{target: func(base, id string) string {
				return base + pathBefore + segment("{"+id+"}") + pathAfter
			}}),
		made("id-encoded-twice", ids("ERC-ID-1", "ERC-ID-3"),
			model{target: func(base, id string) string {
				return base + pathBefore + url.PathEscape(segment(id)) + pathAfter
			}}),
		made("id-encoded-as-a-form", ids("ERC-ID-1"), model{target: func(base, id string) string {
			if strings.Trim(id, ".") == "" {
				return base + pathBefore + segment(id) + pathAfter
			}
			return base + pathBefore + url.QueryEscape(id) + pathAfter
		}}),
		made("id-not-encoded", ids("ERC-ID-1", "ERC-ID-3", "ERC-REQ-12"),
			model{
				target: func(base, id string) string { return base + pathBefore + id + pathAfter },
			}),
		made("id-trimmed", ids("ERC-ID-1"),
			model{target: func(base, id string) string {
				return base + pathBefore + segment(strings.TrimSpace(id)) + pathAfter
			}}),
		made("path-cleaned", ids("ERC-ID-1", "ERC-ID-3"),
			model{target: func(base, id string) string {
				return stdpath.Clean(base + pathBefore + url.PathEscape(id) + pathAfter)
			}}),
	}
}
