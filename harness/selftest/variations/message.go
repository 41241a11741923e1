package variations

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"example.com/toeline/harness/selftest/defects"
)

func descending(object map[string]any) []string {
	names := slices.Sorted(maps.Keys(object))
	slices.Reverse(names)
	return names
}

func appendEscape(out []byte, r rune) []byte {
	for _, unit := range utf16.Encode([]rune{r}) {
		out = fmt.Appendf(out, `\u%04x`, unit)
	}
	return out
}

// headerVariations have more or other header fields.
func headerVariations() []Variation {
	return []Variation{
		{
			Name: "extra-headers", Strict: true,
			Wrap: defects.Answers(defects.Every,
				defects.Header("Strict-Transport-Security", "max-age=31536000"),
				defects.Header("x-ms-ags-diagnostic", `{"ServerInfo":{"Slice":"E"}}`),
				defects.Header("Set-Cookie", "a=b"),
				defects.Header("Cache-Control", "no-cache")),
		},
		{
			Name: "header-names-in-lower-case", Strict: true,
			Wrap: defects.Answers(defects.Every,
				defects.Raw(func(m []byte) []byte { return caseOfNames(m, strings.ToLower) })),
		},
		{
			Name: "spaces-around-header-values", Strict: true,
			Wrap: defects.Answers(defects.Every, defects.Raw(func(m []byte) []byte {
				head, body, _ := bytes.Cut(m, []byte("\r\n\r\n"))
				head = bytes.ReplaceAll(bytes.ReplaceAll(head, []byte(": "), []byte(":  \t")),
					[]byte("\r\n"), []byte(" \t\r\n"))
				head = bytes.Replace(head, []byte(" \t\r\n"), []byte("\r\n"), 1)
				return slices.Concat(head, []byte(" \r\n\r\n"), body)
			})),
		},
		{
			Name: "several-challenges", Strict: true,
			Wrap: defects.Answers(defects.In(defects.Unauthorized), func(a *defects.Answer) {
				a.Header["Www-Authenticate"] = []string{`Basic realm="x"`, `bearer realm="y"`}
			}),
		},
		{
			Name: "401-without-content", Strict: true,
			Wrap: defects.Answers(defects.In(defects.Unauthorized), defects.Content(""),
				defects.NoHeader("Content-Type")),
		},
		{
			Name: "405-allows-more", Strict: true,
			Wrap: defects.Answers(defects.In(defects.OtherMethod),
				defects.Header("Allow", "OPTIONS,POST")),
		},
	}
}

func caseOfNames(m []byte, to func(string) string) []byte {
	head, body, _ := bytes.Cut(m, []byte("\r\n\r\n"))
	lines := strings.Split(string(head), "\r\n")
	for i := 1; i < len(lines); i++ {
		name, value, _ := strings.Cut(lines[i], ":")
		lines[i] = to(name) + ":" + value
	}
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + string(body))
}

// messageVariations frame the message otherwise.
func messageVariations() []Variation {
	return []Variation{
		{Name: "gzip-when-asked", Strict: true, Wrap: defects.Answers(func(a *defects.Answer) bool {
			return strings.Contains(a.Request.Header.Get("Accept-Encoding"),
				"gzip") && len(a.Body) > 0
		}, func(a *defects.Answer) { a.Body = defects.Gzipped(a.Body) },
			defects.Header("Content-Encoding", "gzip"), defects.Header("Vary", "Accept-Encoding"))},
		{
			Name: "chunked", Strict: true,
			Wrap: defects.Answers(defects.AnyError, defects.Chunks("%[2]x\r\n%[1]s\r\n0\r\n\r\n")),
		},
		{
			Name: "chunked-with-extension-and-trailer", Strict: true,
			Wrap: defects.Answers(defects.AnyError,
				defects.Chunks("%[2]X;a=b\r\n%[1]s\r\n0\r\nX-Time: 3\r\n\r\n")),
		},
		{
			Name: "connection-closed-each-time", Strict: true,
			Wrap: defects.Answers(defects.Every, defects.Header("Connection", "close")),
		},
		{
			Name: "content-until-the-connection-ends", Strict: true,
			Wrap: defects.Answers(defects.AnyError,
				defects.Raw(func(m []byte) []byte { return withoutLine(m, "Content-Length:") })),
		},
		{
			Name: "http-1.0", Strict: true,
			Wrap: defects.Answers(defects.Every, defects.Replaced("HTTP/1.1", "HTTP/1.0")),
		},
		{
			Name: "no-reason-phrase", Strict: true,
			Wrap: defects.Answers(defects.Every,
				defects.Raw(func(m []byte) []byte { return reason(m, " ") })),
		},
		{
			Name: "an-interim-answer-first", Strict: true,
			Wrap: defects.Answers(defects.Every,
				defects.Raw(func(m []byte) []byte {
					return append([]byte("HTTP/1.1 103 Early Hints\r\n\r\n"), m...)
				})),
		},
		{
			Name: "bare-line-feeds", Strict: true,
			Wrap: defects.Answers(defects.Every, defects.Raw(func(m []byte) []byte {
				head, body, _ := bytes.Cut(m, []byte("\r\n\r\n"))
				return slices.Concat(bytes.ReplaceAll(head, []byte("\r\n"), []byte("\n")),
					[]byte("\n\n"), body)
			})),
		},
		{
			Name: "slow-answers", Strict: true,
			Wrap: defects.Answers(defects.Every, func(a *defects.Answer) {
				select {
				case <-time.After(5 * time.Millisecond):
				case <-a.Request.Context().Done():
				}
			}),
		},
	}
}

func withoutLine(m []byte, prefix string) []byte {
	head, body, _ := bytes.Cut(m, []byte("\r\n\r\n"))
	lines := slices.DeleteFunc(strings.Split(string(head), "\r\n"),
		func(l string) bool { return strings.HasPrefix(l, prefix) })
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + string(body))
}

// reason puts a text behind the status code.
func reason(m []byte, text string) []byte {
	const statusLength = len("HTTP/1.1 204")
	end := bytes.Index(m, []byte("\r\n"))
	return slices.Concat(m[:statusLength], []byte(text), m[end:])
}

// siteVariations serve the reference itself elsewhere.
func siteVariations() []Variation {
	return []Variation{
		{Name: "no-base-path", Strict: true, Moved: true},
		{Name: "long-base-path", Strict: true, Moved: true, BasePath: "/a/b/c"},
		{Name: "tls", Strict: true, TLS: true},
	}
}

// looserVariations conform to every "must", and break a "should" or a "may".
func looserVariations() []Variation {
	return []Variation{
		{
			Name: "any-token-taken",
			Wrap: defects.AnyTokenTaken(),
		},
		{
			Name: "400-on-other-methods",
			Wrap: defects.Answers(defects.In(defects.OtherMethod), defects.Status(400)),
		},
		{
			Name: "501-on-other-methods",
			Wrap: defects.Answers(defects.In(defects.OtherMethod), defects.Status(501),
				defects.Content("")),
		},
		{
			Name: "405-without-content",
			Wrap: defects.Answers(defects.In(defects.OtherMethod), defects.Content(""),
				defects.NoHeader("Content-Type")),
		},
		{
			Name: "405-without-allow",
			Wrap: defects.Answers(defects.In(defects.OtherMethod), defects.NoHeader("Allow")),
		},
		{
			Name: "404-on-the-qualified-path",
			Wrap: defects.Answers(defects.Qualified(defects.Every), defects.Status(404),
				defects.Content("404 page not found\n"),
				defects.Header("Content-Type", "text/plain")),
		},
		{
			Name: "date-of-the-page",
			Wrap: defects.Answers(defects.AnyError, defects.Member("date", "2023-09-04T05:47:56")),
		},
		{Name: "length-0-on-204", Wrap: defects.Answers(defects.In(defects.Success),
			defects.Line("Content-Length: 0"))},
		{
			Name: "other-notations-of-a-guid", Strict: true,
			Wrap: defects.Loose("", nil, func(id string) (string, bool) {
				bare := strings.Trim(id, "{}()")
				pair := strings.HasPrefix(id, "{") && strings.HasSuffix(id,
					"}") || strings.HasPrefix(id, "(") && strings.HasSuffix(id, ")")
				return bare, pair && len(id) == 38 && defects.IsGUID(bare)
			}).Wrap,
		},
		{
			Name: "content-type-without-content-refused", Strict: true,
			Wrap: defects.Answers(func(a *defects.Answer) bool {
				return a.Request.Method == http.MethodPost &&
					a.Request.Header.Get("Content-Type") != ""
			}, defects.Status(415)),
		},
		{
			Name: "scheme-in-lower-case-refused", Strict: true,
			Wrap: defects.Handle(func(b *defects.Base, r *http.Request) *defects.Answer {
				if strings.HasPrefix(defects.Credentials(r), "bearer ") {
					r = r.Clone(r.Context())
					r.Header.Set("Authorization", "none")
				}
				return b.Answer(r)
			}),
		},
		{
			Name: "invalid-ids-answered-by-a-router",
			Wrap: defects.Answers(func(a *defects.Answer) bool {
				return a.Situation == defects.Invalid &&
					strings.Contains(strings.ToLower(a.Request.URL.EscapedPath()), "%2f")
			}, defects.Status(404), defects.Content("404 page not found\n"),
				defects.Header("Content-Type", "text/plain")),
		},
	}
}
