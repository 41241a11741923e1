package redact

import "sort"

// span is a part of a text, in bytes.
type span struct{ from, to int }

// marked returns b with every span replaced by Mark, overlapping ones by a single one; b itself
// without spans.
func marked(b []byte, all []span) []byte {
	if len(all) == 0 {
		return b
	}
	sort.Slice(all, func(i, j int) bool { return all[i].from < all[j].from })
	var out []byte
	last := 0
	for i := 0; i < len(all); {
		s := all[i]
		for i++; i < len(all) && (all[i].from < s.to || all[i].from == s.from); i++ {
			s.to = max(s.to, all[i].to)
		}
		out = append(append(out, b[last:s.from]...), Mark...)
		last = s.to
	}
	return append(out, b[last:]...)
}

// folding maps bytes that are the same to a search to one: letters of either
// case, the alphabets of base64, and a form's plus for a space.
var folding = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
	}
	for c := 'A'; c <= 'Z'; c++ {
		table[c] = byte(c + 'a' - 'A')
	}
	table['-'], table[' '], table['_'] = '+', '+', '/'
	return table
}()

func folded(b []byte) []byte {
	out := make([]byte, len(b))
	for i, c := range b {
		out[i] = folding[c]
	}
	return out
}

// The kinds of bytes.
const (
	wordKind = 1 << iota
	hexKind
	base64Kind // but for a space
	base32Kind
)

// kinds are those of each byte.
var kinds = func() (table [256]byte) {
	add := func(all string, kind byte) {
		for _, c := range []byte(all) {
			table[c] |= kind
		}
	}
	const (
		small  = "abcdefghijklmnopqrstuvwxyz"
		large  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		digits = "0123456789"
	)
	add(small+large+digits, wordKind|base64Kind)
	add("+/-_", base64Kind)
	add(digits+"abcdefABCDEF", hexKind)
	add(small+large+"234567", base32Kind)
	return table
}()

func isWord(b byte) bool { return kinds[b]&wordKind != 0 }

func isBase64(b byte) bool { return kinds[b]&base64Kind != 0 }

// isLineBreak reports whether b may separate lines; text for people has a space.
func isLineBreak(b byte) bool { return b == '\r' || b == '\n' || b == ' ' }
