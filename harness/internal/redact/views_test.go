package redact

import (
	"bytes"
	"compress/gzip"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"example.com/toeline/harness/internal/exchange"
)

func inUTF16(s string, big bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return b.String()
}

func little(s string) string { return inUTF16(s, false) }
func big(s string) string    { return inUTF16(s, true) }
func in64(s string) string   { return base64.StdEncoding.EncodeToString([]byte(s)) }
func inHex(s string) string  { return hex.EncodeToString([]byte(s)) }
func in32(s string) string   { return base32.StdEncoding.EncodeToString([]byte(s)) }

func list(s, format, between string) string {
	var all []string
	for _, c := range []byte(s) {
		all = append(all, fmt.Sprintf(format, c))
	}
	return strings.Join(all, between)
}

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

func printed(s string) string {
	var b strings.Builder
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

// hidings are ways to write a secret that a target may choose.
var hidings = map[string]func(string) string{
	"UTF-16, little endian": little,
	"UTF-16, big endian":    big,
	"UTF-16 with a mark":    func(s string) string { return "\xff\xfe" + little(s) },
	"UTF-16 as a check shows it": func(s string) string {
		return strings.ReplaceAll(little(s), "\x00", "\uFFFD")
	},
	"UTF-16 in JSON": func(s string) string {
		return strings.ReplaceAll(little(s), "\x00", `\u0000`)
	},
	"UTF-32": func(s string) string {
		return list(s, "%c", "\x00\x00\x00")
	},
	"base64 twice":       func(s string) string { return in64(in64(s)) },
	"base64 three times": func(s string) string { return in64(in64(in64(s))) },
	"base64 of URLs, twice": func(s string) string {
		return base64.RawURLEncoding.EncodeToString([]byte(in64(s)))
	},
	"base64 of UTF-16":             func(s string) string { return in64(little(s)) },
	"base64 of UTF-16, big endian": func(s string) string { return in64(big(s)) },
	"base64 twice of UTF-16":       func(s string) string { return in64(in64(little(s))) },
	"base64 twice, with lines": func(s string) string {
		return wrapped(in64(in64(s)), "\r\n")
	},
	"base64 twice, with lines in JSON": func(s string) string {
		return wrapped(in64(in64(s)), `\n`)
	},
	"base64 of hex":    func(s string) string { return in64(inHex(s)) },
	"hex of base64":    func(s string) string { return inHex(in64(s)) },
	"hex of UTF-16":    func(s string) string { return inHex(little(s)) },
	"hex with colons":  func(s string) string { return list(s, "%02x", ":") },
	"hex with spaces":  func(s string) string { return list(s, "%02X", " ") },
	"hex with hyphens": func(s string) string { return list(s, "%02X", "-") },
	"hex as in C":      func(s string) string { return list(s, "0x%02x", ", ") },
	"hex in pairs": func(s string) string {
		return list(s+" "[:len(s)%2], "%02x", "") + " "
	},
	"decimals": func(s string) string { return list(s, "%d", ", ") },
	"decimals in lines": func(s string) string {
		return "[\n" + list(s, "        %d", ",\n") + "\n]"
	},
	"decimals with spaces": func(s string) string { return list(s, "%d", " ") },
	"octals":               func(s string) string { return list(s, "%o", " ") },
	"octals with zeros":    func(s string) string { return list(s, "0%o", ",") },
	"octal escapes":        func(s string) string { return list(s, `\%03o`, "") },
	"bits":                 func(s string) string { return list(s, "%08b", " ") },
	"entities":             func(s string) string { return list(s, "&#%d;", "") },
	"entities twice": func(s string) string {
		return html.EscapeString(list(s, "&#%d;", ""))
	},
	"entities three times": func(s string) string {
		return html.EscapeString(html.EscapeString(list(s, "&#x%x;", "")))
	},
	"quoted-printable":           func(s string) string { return list(s, "=%02X", "") },
	"quoted-printable, folded":   func(s string) string { return s[:5] + "=\r\n" + s[5:] },
	"quoted-printable of base64": func(s string) string { return printed(in64(in64(s))) },
	"base32":                     in32,
	"base32, lower case":         func(s string) string { return strings.ToLower(in32(s)) },
	"base32 of UTF-16":           func(s string) string { return in32(little(s)) },
	"percent twice": func(s string) string {
		return url.QueryEscape(list(s, "%%%02x", ""))
	},
	"percent of base64 twice": func(s string) string { return url.QueryEscape(in64(in64(s))) },
	"base64 of gzip":          func(s string) string { return in64(zipped(s)) },
}

// TestHiddenContentIsLeftOut: whatever way a target writes a secret, no output has it, and what
// could be decoded to it is not there.
func TestHiddenContentIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"hunter2x", "s3cret-token~of/40.characters_and+more=x"} {
		r := New(secret)
		for name, hide := range hidings {
			written := hide(secret)
			for _, text := range []string{
				written, `{"message":"` + written + `","more":"nothing"}`,
				"token is " + written + ".",
			} {
				got := r.String(text)
				if !strings.Contains(got, Mark) || len(got) > len(text)-len(written)+len(Mark)+4 {
					t.Errorf("%s of %q: %q became %q", name, secret, text, got)
				}
			}
			ex := r.Exchange(&exchange.Exchange{
				Response:    &exchange.Response{Body: []byte(written)},
				RawResponse: []byte("HTTP/1.1 200 OK\r\n\r\n" + written),
			})
			if !bytes.Contains(ex.Response.Body, []byte(Mark)) ||
				bytes.Contains(ex.RawResponse, []byte(written)) {
				t.Errorf("%s of %q: %q, %q", name, secret, ex.Response.Body, ex.RawResponse)
			}
		}
	}
}

// TestNothingIsLeftOutWithoutNeed: content that holds no secret stays as it is.
func TestNothingIsLeftOutWithoutNeed(t *testing.T) {
	t.Parallel()
	r := New("hunter2x", "s3cret-token~of/40.characters_and+more=x", "pässwörter")
	for _, text := range []string{
		`{"id":"43067534-c43a-4df8-a4d1-30660b99ac76","date":"2026-11-28T07:11:11.123+01:00","n":[1,2,3,115,116]}`,
		strings.Repeat(in64("a picture, or what else is sent in base64, as it may be"), 40),
		in64(in64("nothing of interest is in here, and it is encoded twice")),
		strings.Repeat("0123456789abcdef", 300), list("a list of numbers", "%d", ", "),
		little("UTF-16"),
		"\xff\xfe\x00binary\x00" + strings.Repeat("\x01\x80\xfe", 200),
		strings.Repeat("word ", 500),
		`{"nested":"{\"a\":\"{\\\"b\\\":\\\"c\\\"}\"}"}`, "a=b&c=%20d&amp;e=\\u0041",
	} {
		if got := r.String(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestNoMoreThanHalfIsLeft: of a secret of any length, more than half in a row is replaced, however
// it is written.
func TestNoMoreThanHalfIsLeft(t *testing.T) {
	t.Parallel()
	const letters = "q7Zk9-Xw3vT_8mRb5nLc2pJd"
	for length := shortSecret; length <= len(letters); length++ {
		secret := letters[:length]
		r := New(secret)
		part := length/2 + 1
		for from := 0; from+part <= length; from++ {
			some := secret[from : from+part]
			for name, text := range map[string]string{
				"as it is": some, "JSON": list(some, `\u%04x`, ""),
				"entities": list(some, "&#%d;", ""),
			} {
				if got := r.String("the token " + text + " is wrong"); strings.Contains(got, text) {
					t.Errorf("%s: %q of %q is left: %q", name, some, secret, got)
				}
			}
		}
	}
}

// TestViewsAreBounded: content that reads as an encoding of itself again and again ends soon, and
// is left out where it would not.
func TestViewsAreBounded(t *testing.T) {
	t.Parallel()
	r := New("s3cret-token~of/40.characters_and+more=x", "pässwörter")
	text := "nothing"
	for len(text) < 64<<10 {
		text = in64(text)
	}
	for name, unit := range map[string]string{
		"base64 of base64": text, "letters": "a", "digits": "7 ", "hex": "61 ", "fill": "a\x00",
		"equals":   "=41",
		"entities": "&amp;", "slashes": `\`, "wide": "\xff\xfe", "marks": "\uFFFD",
		"lines": "abcd\n",
	} {
		body := []byte(strings.Repeat(unit, 1+(64<<10)/len(unit)))
		started := time.Now()
		r.Bytes(body)
		if took := time.Since(started); took > 10*time.Second {
			t.Errorf("%s: %s", name, took)
		}
	}
}
