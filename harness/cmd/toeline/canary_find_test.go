//go:build unix

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// spelling is a way to write a secret, and how many of its bytes in a row are a
// leak: those of twelve characters of the secret, or a few more where not every
// character is changed.
type spelling struct {
	name string
	part int
	of   func(string) string
}

func spellings() []spelling {
	all := []spelling{
		{"raw", 12, func(s string) string { return s }},
		{"upper case", 12, strings.ToUpper},
		{
			"json", 20,
			func(s string) string { b, _ := json.Marshal(s); return string(b[1 : len(b)-1]) },
		},
		{"json, every character", 72, func(s string) string { return perByte(s, `\u%04x`) }},
		{"json, every character, upper hex", 72, func(s string) string {
			return perByte(s, `\u%04X`)
		}},
		{"query", 20, url.QueryEscape},
		{"percent, lower hex", 36, func(s string) string { return perByte(s, "%%%02x") }},
		{"percent, upper hex", 36, func(s string) string { return perByte(s, "%%%02X") }},
		{"percent twice", 60, func(s string) string { return perByte(s, "%%25%02x") }},
		{"html", 72, func(s string) string { return perByte(s, "&#x%02x;") }},
		{"hex", 24, func(s string) string { return hex.EncodeToString([]byte(s)) }},
		{"base64 of Basic", 20, func(s string) string {
			return base64.StdEncoding.EncodeToString([]byte("user:" + s))
		}},
	}
	for before := range 3 {
		for name, encoding := range map[string]*base64.Encoding{
			"base64": base64.RawStdEncoding, "base64 for URLs": base64.RawURLEncoding,
		} {
			all = append(all, spelling{
				fmt.Sprintf("%s, behind %d", name, before), 20, func(s string) string {
					return encoding.EncodeToString([]byte(strings.Repeat("x", before) + s + "yy"))
				},
			})
		}
	}
	return all
}

func perByte(s, format string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

// finder finds texts, and parts of them, in all spellings.
type finder map[int]map[string]string // by length: part in lower case → spelling

func (f finder) add(text string) {
	for _, s := range spellings() {
		whole := strings.ToLower(s.of(text))
		if f[s.part] == nil {
			f[s.part] = map[string]string{}
		}
		for i := 0; i+s.part <= len(whole); i++ {
			if _, known := f[s.part][whole[i:i+s.part]]; !known {
				f[s.part][whole[i:i+s.part]] = s.name
			}
		}
	}
}

var base64Run = regexp.MustCompile(`[A-Za-z0-9+/_-]{24,}`)

// in returns what it finds in a text, by spelling: each with its surroundings. What is base64
// itself, as the bytes of a HAR are, is decoded first.
func (f finder) in(text string) map[string]string {
	found := map[string]string{}
	f.search(text, "", found)
	for _, run := range base64Run.FindAllString(text, -1) {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			plain, err := encoding.DecodeString(run)
			if err != nil {
				continue
			}
			f.search(string(plain), " in base64", found)
			if at := bytes.Index(plain, []byte{0x1f, 0x8b}); at >= 0 {
				if unzipped, err := gzip.NewReader(bytes.NewReader(plain[at:])); err == nil {
					content, _ := io.ReadAll(unzipped) // what there is of it
					f.search(string(content), " in gzip", found)
				}
			}
		}
	}
	return found
}

func (f finder) search(text, within string, found map[string]string) {
	folded := strings.ToLower(text)
	var begins [1 << 16]bool // with two bytes
	for _, known := range f {
		for part := range known {
			begins[int(part[0])<<8|int(part[1])] = true
		}
	}
	for i := range max(0, len(folded)-1) {
		if !begins[int(folded[i])<<8|int(folded[i+1])] {
			continue
		}
		for part, known := range f {
			if i+part > len(folded) {
				continue
			}
			if name, is := known[folded[i:i+part]]; is && found[name+within] == "" {
				found[name+within] = folded[max(0, i-60):min(len(folded), i+part+60)]
			}
		}
	}
}

// TestCanaryIsFound is the control of TestCanary: what it looks for it finds,
// in every spelling, whole or in part.
func TestCanaryIsFound(t *testing.T) {
	const secret = "cAn4Ry+tok3n/9f2b71~hostile.5d8e-Q7zX=="
	f := finder{}
	f.add(secret)
	for _, s := range spellings() {
		whole := s.of(secret)
		for _, text := range []string{
			whole, whole[:len(whole)*3/4], whole[len(whole)/4:],
			base64.StdEncoding.EncodeToString([]byte("\n" + whole + "\n")),
		} {
			if len(f.in("before "+text+" after")) == 0 {
				t.Errorf("%s: %s is not found", s.name, text)
			}
		}
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = io.WriteString(w, secret)
	_ = w.Close()
	if len(f.in(base64.StdEncoding.EncodeToString(zipped.Bytes()))) == 0 {
		t.Error("gzip is not looked into")
	}
	if found := f.in("nothing " + secret[:11] + " " + strings.Repeat("A", 100)); len(found) > 0 {
		t.Errorf("found what is not there: %v", found)
	}
	if names := keys(f); !slices.Contains(names, 12) {
		t.Errorf("parts of %v", names)
	}
}

func keys[K comparable, V any](m map[K]V) []K {
	var all []K
	for k := range m {
		all = append(all, k)
	}
	return all
}
