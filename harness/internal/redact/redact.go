package redact

import (
	"strings"
	"unicode/utf8"
)

// Mark replaces a secret.
const Mark = "[redacted]"

// shortSecret is the length in bytes below which a secret is too common a text
// to be replaced wherever it occurs.
const shortSecret = 4

// Redactor removes secrets from text and from exchanges: as they are,
// percent-encoded, quoted-printable or escaped as in JSON, Go or HTML (wholly, in part, or several
// times over), in hex, and in base64 of either alphabet, alone or inside a longer
// text. Letter case is ignored. Twelve bytes of a secret in a row are replaced
// like the whole, since what repeats a secret may cut it.
//
// A secret of fewer than four bytes is replaced in the values of header fields and in the query of
// a request only, and only as a whole word: replacing every "1" would leave nothing to read.
//
// The time that a text takes is linear in its length, whatever it holds. A nil
// Redactor, and one without secrets, redacts nothing. A Redactor is safe for use
// by many goroutines.
//
// A text of which another reading holds a secret, such as base64 twice, UTF-16 or a list of
// numbers, is left out whole. Of a secret no more than half is left in a row.
type Redactor struct {
	long  index
	short [][]byte // folded; whole words, in header values alone
	// parts are those of secrets of a few bytes, folded: whole words, wherever they are.
	parts    [][]byte
	shortest int  // of the secrets that are searched for, in bytes
	wide     bool // one of them is not ASCII
}

// New returns a Redactor for secrets. Empty ones are ignored, and so is white
// space around them: a header cannot carry it.
func New(secrets ...string) *Redactor {
	r := &Redactor{}
	for _, s := range secrets {
		s = strings.TrimSpace(s)
		switch {
		case s == "":
		case len(s) < shortSecret:
			r.short = append(r.short, folded([]byte(s)))
		default:
			r.add(s)
		}
	}
	return r
}

// add adds a secret that is searched for everywhere.
func (r *Redactor) add(secret string) {
	for _, p := range spellings(secret) {
		r.long.add(p)
	}
	if r.shortest == 0 || len(secret) < r.shortest {
		r.shortest = len(secret)
	}
	r.wide = r.wide ||
		strings.IndexFunc(secret, func(c rune) bool { return c >= utf8.RuneSelf }) >= 0
	if part := len(secret)/2 + 1; part < gramSize {
		for i := range len(secret) - part + 1 {
			r.parts = append(r.parts, folded([]byte(secret[i:i+part])))
		}
	}
}

func (r *Redactor) idle() bool {
	return r == nil || len(r.long.patterns) == 0 && len(r.short) == 0
}

// String returns s without secrets.
func (r *Redactor) String(s string) string {
	if r.idle() {
		return s
	}
	return string(r.Bytes([]byte(s)))
}

// Bytes returns b without secrets; b itself, not a copy, where it has none.
func (r *Redactor) Bytes(b []byte) []byte {
	if r == nil || len(r.long.patterns) == 0 {
		return b
	}
	clean := r.visible(b)
	if r.hidden(clean) {
		return []byte(Mark)
	}
	return clean
}

// visible returns b without the secrets that are in it as it is, or escaped.
func (r *Redactor) visible(b []byte) []byte {
	b = replace(b, r.long.find)
	if len(r.parts) > 0 {
		b = replace(b, func(text []byte) []span { return words(text, r.parts) })
	}
	return marked(b, r.long.cutOff(b))
}

// replace replaces what find finds in b, or in b with its escapes undone.
func replace(b []byte, find func(text []byte) []span) []byte {
	var all []span
	for v := range decodings(b) {
		for _, s := range find(v.text) {
			all = append(all, span{v.source(s.from), v.source(s.to)})
		}
	}
	return marked(b, all)
}

// words returns where a text has one of some texts as a whole word.
func words(text []byte, wanted [][]byte) (all []span) {
	text = folded(text)
	for _, word := range wanted {
		for i := 0; i+len(word) <= len(text); i++ {
			end := i + len(word)
			if string(text[i:end]) == string(word) && (i == 0 || !isWord(text[i-1])) &&
				(end == len(text) || !isWord(text[end])) {
				all = append(all, span{i, end})
			}
		}
	}
	return all
}
