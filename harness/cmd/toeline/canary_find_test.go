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
type finder struct {
	lengths []int               // of parts
	parts   []map[string]string // for each length: part in lower case → spelling
	begins  [1 << 16]uint8      // by the hash of four bytes: a bit for each length
}

func newFinder(texts ...string) *finder {
	f := &finder{}
	for _, text := range texts {
		f.add(text)
	}
	return f
}

func (f *finder) add(text string) {
	for _, s := range spellings() {
		whole := strings.ToLower(s.of(text))
		at := slices.Index(f.lengths, s.part)
		if at < 0 {
			at = len(f.lengths)
			f.lengths, f.parts = append(f.lengths, s.part), append(f.parts, map[string]string{})
		}
		for i := 0; i+s.part <= len(whole); i++ {
			part := whole[i : i+s.part]
			f.begins[hashOfFour(part)] |= 1 << at
			if _, known := f.parts[at][part]; !known {
				f.parts[at][part] = s.name
			}
		}
	}
}

// hashOfFour is of the first four bytes of a text.
func hashOfFour(s string) uint16 {
	n := uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
	return uint16(n * 0x9e3779b1 >> 16)
}

// base64Runs are the parts of a text that may be base64, of 24 characters and more.
func base64Runs(text string) []string {
	var all []string
	begin := 0
	for i := range len(text) + 1 {
		if i < len(text) && inBase64[text[i]] {
			continue
		}
		if i-begin >= 24 {
			all = append(all, text[begin:i])
		}
		begin = i + 1
	}
	return all
}

// inBase64 are the characters of base64, and of base64 for URLs.
var inBase64 = func() (is [256]bool) {
	for _, c := range []byte("+/_-") {
		is[c] = true
	}
	for c := range 26 {
		is['a'+c], is['A'+c] = true, true
	}
	for c := range 10 {
		is['0'+c] = true
	}
	return is
}()

// in returns what it finds in a text, by spelling: each with its surroundings. What is base64
// itself, as the bytes of a HAR are, is decoded first.
func (f *finder) in(text string) map[string]string {
	found := map[string]string{}
	f.search(text, "", found)
	for _, run := range base64Runs(text) {
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
			if !strings.ContainsAny(run, "+/_-") {
				break // both encodings are the same
			}
		}
	}
	return found
}

func (f *finder) search(text, within string, found map[string]string) {
	folded := strings.ToLower(text)
	for i := range max(0, len(folded)-3) {
		lengths := f.begins[hashOfFour(folded[i:i+4])]
		for at := 0; lengths>>at != 0; at++ {
			end := i + f.lengths[at]
			if lengths>>at&1 == 0 || end > len(folded) {
				continue
			}
			if name, is := f.parts[at][folded[i:end]]; is && found[name+within] == "" {
				found[name+within] = folded[max(0, i-60):min(len(folded), end+60)]
			}
		}
	}
}

// TestCanaryIsFound is the control of TestCanary: what it looks for it finds,
// in every spelling, whole or in part.
func TestCanaryIsFound(t *testing.T) {
	const secret = "cAn4Ry+tok3n/9f2b71~hostile.5d8e-Q7zX=="
	f := newFinder(secret)
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
	if !slices.Contains(f.lengths, 12) {
		t.Errorf("parts of %v", f.lengths)
	}
}

func keys[K comparable, V any](m map[K]V) []K {
	var all []K
	for k := range m {
		all = append(all, k)
	}
	return all
}
