package redact

import "strings"

// Mark replaces a secret.
const Mark = "[redacted]"

// shortSecret is the length in bytes below which a secret is too common a text
// to be replaced wherever it occurs.
const shortSecret = 4

// Redactor removes secrets from text and from exchanges: as they are,
// percent-encoded or escaped as in JSON, Go or HTML (wholly, in part, or several
// times over), in hex, and in base64 of either alphabet, alone or inside a longer
// text. Letter case is ignored. Twelve bytes of a secret in a row are replaced
// like the whole, since what repeats a secret may cut it.
//
// A secret of fewer than four bytes is replaced in the values of header fields
// only, and only as a whole word: replacing every "1" would leave nothing to read.
//
// The time that a text takes is linear in its length, whatever it holds. A nil
// Redactor, and one without secrets, redacts nothing. A Redactor is safe for use
// by many goroutines.
type Redactor struct {
	long  index
	short [][]byte // folded; whole words, in header values alone
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
			for _, p := range spellings(s) {
				r.long.add(p)
			}
		}
	}
	return r
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
	b = replace(b, r.long.find)
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

// words returns where a text has a short secret as a whole word.
func (r *Redactor) words(text []byte) (all []span) {
	text = folded(text)
	for _, word := range r.short {
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
