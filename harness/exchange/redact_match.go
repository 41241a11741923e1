package exchange

import (
	"encoding/base64"
	"encoding/hex"
	"unicode/utf8"
)

// text is what can be searched without a copy.
type text interface{ ~string | ~[]byte }

// pattern is one spelling of a secret. Escapes need no patterns of their own:
// they are undone while comparing.
type pattern struct {
	text   []byte // folded
	base64 bool   // both alphabets are one, and line breaks inside mean nothing
	word   bool   // matches no part of a longer word
	// before and after: a character beside the match holds some bits of the
	// secret, and goes with it.
	before, after bool
}

// encodings returns the patterns of a secret. Inside longer base64 text a
// secret has three spellings, by how many bytes stand before it; those
// characters are searched for that it alone determines.
func encodings(secret string) []pattern {
	all := []pattern{
		{text: folded(secret)},
		{text: folded(hex.EncodeToString([]byte(secret)))},
	}
	for shift := range 3 {
		whole := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), secret...))
		bits := 8 * (shift + len(secret))
		own := whole[(8*shift+5)/6 : bits/6]
		all = append(all, pattern{text: folded(own), base64: true, before: shift > 0, after: bits%6 != 0})
	}
	return all
}

// matcher searches for several patterns in one pass.
type matcher struct {
	patterns []pattern
	start    [256]bool // a match can start with this byte
}

func (m *matcher) add(p pattern) {
	m.patterns = append(m.patterns, p)
	for b := range 256 {
		if same(byte(b), p.text[0], p.base64) {
			m.start[b] = true
		}
	}
	for _, b := range []byte(`%\&+`) {
		m.start[b] = true
	}
}

// replace returns s with every match replaced. Without one it allocates
// nothing, and returns nil and false.
func replace[T text](m *matcher, s T) (out []byte, changed bool) {
	if len(m.patterns) == 0 {
		return nil, false
	}
	last := 0
	for i := 0; i < len(s); {
		if !m.start[s[i]] {
			i++
			continue
		}
		from, to := find(m, s, i)
		if to < 0 {
			i++
			continue
		}
		out = append(out, s[last:max(from, last)]...)
		out = append(out, Redacted...)
		i, last = to, to
	}
	if last == 0 {
		return nil, false
	}
	return append(out, s[last:]...), true
}

// find returns the longest match at i, or -1.
func find[T text](m *matcher, s T, i int) (from, to int) {
	from, to = i, -1
	for k := range m.patterns {
		p := &m.patterns[k]
		// A secret may hold what looks like an escape: both readings count.
		end := max(compare(p, s, i, false), compare(p, s, i, true))
		if end < 0 || p.word && (i > 0 && isWord(s[i-1]) || end < len(s) && isWord(s[end])) {
			continue
		}
		begin := i
		if p.before && i > 0 && isBase64(s[i-1]) {
			begin--
		}
		if p.after && end < len(s) && isBase64(s[end]) {
			end++
		}
		for pad := 0; p.base64 && pad < 2 && end < len(s) && s[end] == '='; pad++ {
			end++
		}
		if end > to {
			from, to = begin, end
		}
	}
	return from, to
}

// compare returns where a match that starts at i ends, or -1.
func compare[T text](p *pattern, s T, i int, escapesFirst bool) int {
	for j := 0; j < len(p.text); {
		if i >= len(s) {
			return -1
		}
		raw := same(s[i], p.text[j], p.base64)
		if raw && !(escapesFirst && isEscape(s[i])) {
			i, j = i+1, j+1
			continue
		}
		if p.base64 && j > 0 && (s[i] == '\r' || s[i] == '\n') {
			i++
			continue
		}
		if isEscape(s[i]) {
			if b, n, width := unescape(s, i); n > 0 {
				if p.base64 && j > 0 && (b[0] == '\r' || b[0] == '\n') {
					i += width
					continue
				}
				if taken := prefix(p, j, b[:n]); taken {
					i, j = i+width, j+n
					continue
				}
			}
		}
		if !raw {
			return -1
		}
		i, j = i+1, j+1
	}
	return i
}

func prefix(p *pattern, j int, b []byte) bool {
	if len(b) > len(p.text)-j {
		return false
	}
	for k, c := range b {
		if !same(c, p.text[j+k], p.base64) {
			return false
		}
	}
	return true
}

func isEscape(b byte) bool { return b == '%' || b == '\\' || b == '&' || b == '+' }

// unescape undoes one escape of URLs, JSON or HTML at i: n bytes, which took
// width bytes of s. n is 0 where there is none.
func unescape[T text](s T, i int) (b [utf8.UTFMax]byte, n, width int) {
	switch s[i] {
	case '+': // a form's space
		b[0] = ' '
		return b, 1, 1
	case '%':
		at := i + 1
		for at+3 < len(s) && s[at] == '2' && s[at+1] == '5' && isHexDigit(s[at+2]) && isHexDigit(s[at+3]) {
			at += 2 // encoded again
		}
		if v, ok := hexAt(s, at, 2); ok {
			b[0] = byte(v)
			return b, 1, at + 2 - i
		}
	case '\\':
		return unescapeJSON(s, i)
	case '&':
		return unescapeHTML(s, i)
	}
	return b, 0, 0
}

func unescapeJSON[T text](s T, i int) (b [utf8.UTFMax]byte, n, width int) {
	at := i
	for at < len(s) && s[at] == '\\' {
		at++ // a string inside a string doubles them
	}
	if at < len(s) {
		digits := 0
		switch s[at] {
		case 'u':
			digits = 4
		case 'x':
			digits = 2
		}
		if v, ok := hexAt(s, at+1, digits); ok && digits > 0 {
			return b, utf8.EncodeRune(b[:], rune(v)), at + 1 + digits - i
		}
		if c := simpleEscape(s[at]); c != 0 {
			b[0] = c
			return b, 1, at + 1 - i
		}
	}
	if at-i >= 2 {
		b[0] = '\\'
		return b, 1, 2
	}
	return b, 0, 0
}

func simpleEscape(b byte) byte {
	switch b {
	case '/', '"', '\'':
		return b
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return 0
}

func unescapeHTML[T text](s T, i int) (b [utf8.UTFMax]byte, n, width int) {
	const longest = 10
	end := i + 1
	for end < len(s) && s[end] != ';' && end-i < longest {
		end++
	}
	if end == len(s) || s[end] != ';' {
		return b, 0, 0
	}
	v := entity(string(s[i+1 : end]))
	if v == 0 {
		return b, 0, 0
	}
	return b, utf8.EncodeRune(b[:], v), end + 1 - i
}

// entity returns the character that a name or number between & and ; means.
func entity(name string) rune {
	switch name {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	if len(name) < 2 || name[0] != '#' {
		return 0
	}
	base, digits := rune(10), name[1:]
	if digits[0] == 'x' || digits[0] == 'X' {
		base, digits = 16, digits[1:]
	}
	var v rune
	for _, c := range []byte(digits) {
		d := hexValue(c)
		if d < 0 || rune(d) >= base {
			return 0
		}
		if v = v*base + rune(d); v > utf8.MaxRune {
			return 0
		}
	}
	return v
}

func hexAt[T text](s T, i, digits int) (v int, ok bool) {
	if i+digits > len(s) {
		return 0, false
	}
	for _, c := range []byte(s[i : i+digits]) {
		d := hexValue(c)
		if d < 0 {
			return 0, false
		}
		v = v<<4 | d
	}
	return v, true
}
