package contracts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
)

// variations are what HTTP and JSON leave open, done to the responses of any
// server: they break nothing, whichever the document.
func variations() map[string]func(http.Handler) http.Handler {
	return map[string]func(http.Handler) http.Handler{
		"parameters of the media type": each(func(a *httptest.ResponseRecorder) {
			if t := a.Header().Get("Content-Type"); t != "" {
				a.Header().Set("Content-Type",
					strings.ToUpper(t)+`;odata.metadata=minimal; charset="utf-8"`)
			}
		}),
		"other headers": each(func(a *httptest.ResponseRecorder) {
			a.Header().Set("request-id", "none")
			a.Header().Set("Strict-Transport-Security", "max-age=31536000")
			a.Header().Add("Vary", "Accept")
			a.Header().Add("Vary", "Authorization")
		}),
		"another challenge first": each(func(a *httptest.ResponseRecorder) {
			if a.Code == http.StatusUnauthorized {
				a.Header()["Www-Authenticate"] = []string{
					`Negotiate`,
					`bearer realm="x", error="invalid_token"`,
				}
			}
		}),
		"further members": content(func(value any) []byte { return encode(grown(value)) }),
		"white space": content(func(value any) []byte {
			indented, _ := json.MarshalIndent(value, " \t", "\r\n  ") // it was JSON
			return append(append([]byte("\r\n"), indented...), " \n"...)
		}),
		"escaped letters": content(func(value any) []byte { return escaped(encode(value)) }),
		"connections that close": each(func(a *httptest.ResponseRecorder) {
			a.Header().Set("Connection", "close")
		}),
		"in chunks": func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter,
				r *http.Request,
			) {
				next.ServeHTTP(flushing{w}, r)
			})
		},
	}
}

// each changes every response. It takes servers that hijack no connection, as
// those without a defect do.
func each(change func(*httptest.ResponseRecorder)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := httptest.NewRecorder()
			next.ServeHTTP(answer, r)
			change(answer)
			for name, values := range answer.Header() {
				w.Header()[name] = values
			}
			w.WriteHeader(answer.Code)
			_, _ = w.Write(answer.Body.Bytes()) // a 204 takes none
		})
	}
}

// content writes every JSON content anew.
func content(write func(any) []byte) func(http.Handler) http.Handler {
	return each(func(a *httptest.ResponseRecorder) {
		var value any
		if json.Unmarshal(a.Body.Bytes(), &value) == nil {
			a.Body = bytes.NewBuffer(write(value))
		}
	})
}

func encode(value any) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err) // it came from JSON
	}
	return data
}

// grown adds members to every object.
func grown(value any) any {
	object, isObject := value.(object)
	if !isObject {
		return value
	}
	for name, member := range object {
		object[name] = grown(member)
	}
	object["@odata.context"] = "https://example.invalid/$metadata#none"
	object["details"] = []any{map[string]any{"code": 1, "target": nil}}
	return object
}

// escaped writes the letters of every text as \uXXXX.
func escaped(data []byte) []byte {
	var out bytes.Buffer
	inText, afterBackslash := false, false
	for _, c := range data {
		isLetter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		switch {
		case inText && !afterBackslash && isLetter:
			fmt.Fprintf(&out, `\u%04X`, c)
		default:
			out.WriteByte(c)
		}
		if c == '"' && !afterBackslash {
			inText = !inText
		}
		afterBackslash = c == '\\' && !afterBackslash
	}
	return out.Bytes()
}

// flushing sends each part of the content as it is written.
type flushing struct{ http.ResponseWriter }

func (f flushing) Write(p []byte) (int, error) {
	for i := range p {
		if _, err := f.ResponseWriter.Write(p[i : i+1]); err != nil {
			return i, err
		}
		if i%7 == 0 {
			f.ResponseWriter.(http.Flusher).Flush()
		}
	}
	return len(p), nil
}
