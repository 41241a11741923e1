package redact

import (
	"encoding/base64"
	"encoding/hex"
)

// text is what can be searched without a copy.
type text interface{ ~string | ~[]byte }

// pattern is one spelling of a secret. Escapes need no patterns of their own:
// they are undone while comparing.
type pattern struct {
	text   []byte // folded
	width  int    // how many bytes of it a byte of the secret takes, but for base64
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
		{text: folded(secret), width: 1},
		{text: folded(hex.EncodeToString([]byte(secret))), width: 2},
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
	first    [256]bool // a pattern starts with this byte
	start    [256]bool // the same, or an escape does
	grams    grams
}

func (m *matcher) add(p pattern) {
	m.patterns = append(m.patterns, p)
	if !p.word {
		m.grams.add(len(m.patterns)-1, &p)
	}
	for b := range 256 {
		if same(byte(b), p.text[0], p.base64) {
			m.first[b], m.start[b] = true, true
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
		from, to := i, -1
		if m.start[s[i]] {
			from, to = find(m, s, i)
		}
		if to < 0 {
			from, to = i, findPart(m, s, i)
		}
		if to < 0 {
			i++
			continue
		}
		out = append(out, s[last:max(from, last)]...)
		out = append(out, Mark...)
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
	if !m.first[s[i]] && !startsEscaped(m, s, i) {
		return from, to
	}
	for k := range m.patterns {
		p := &m.patterns[k]
		budget := maxReadings
		end := compare(p, s, i, 0, &budget)
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
		if p.base64 {
			end = skipPadding(s, end)
		}
		if end > to {
			from, to = begin, end
		}
	}
	return from, to
}

// startsEscaped reports whether an escape at i may be the first byte of a
// pattern; most are not, and then no pattern needs a look.
func startsEscaped[T text](m *matcher, s T, i int) bool {
	for level := range maxLevels {
		if b, n, _ := unescape(s, i, level); n > 0 && m.first[b[0]] {
			return true
		}
	}
	return false
}

// skipPadding returns where base64 padding ends, escaped or not.
func skipPadding[T text](s T, i int) int {
	for range 2 {
		width := 0
		if i < len(s) && s[i] == '=' {
			width = 1
		}
		for level := 0; width == 0 && level < maxLevels && i < len(s); level++ {
			if b, n, w := unescape(s, i, level); n == 1 && b[0] == '=' {
				width = w
			}
		}
		i += width
	}
	return i
}

const (
	// maxLevels is how often an escape is undone: what was encoded as JSON in
	// a string of JSON, or redirected with its query twice.
	maxLevels = 4
	// maxReadings bounds what a secret costs that itself looks like escapes.
	maxReadings = 1000
)

// compare returns where a match of p from its byte j on ends that starts at i,
// or -1. A secret may hold what looks like an escape, so that text can be read
// in several ways: all are tried.
func compare[T text](p *pattern, s T, i, j int, budget *int) int {
	for j < len(p.text) {
		if i >= len(s) {
			return -1
		}
		if isEscape(s[i]) {
			if end := compareEscape(p, s, i, j, budget); end >= 0 {
				return end
			}
		}
		switch {
		case same(s[i], p.text[j], p.base64):
			i, j = i+1, j+1
		case p.base64 && j > 0 && isLineBreak(s[i]):
			i++
		default:
			return -1
		}
	}
	return i
}

func compareEscape[T text](p *pattern, s T, i, j int, budget *int) int {
	for level := range maxLevels {
		b, n, width := unescape(s, i, level)
		if n == 0 || *budget == 0 {
			continue
		}
		next := j
		if !(p.base64 && j > 0 && isLineBreak(b[0])) {
			if !prefix(p, j, b[:n]) {
				continue
			}
			next += n
		}
		*budget--
		if end := compare(p, s, i+width, next, budget); end >= 0 {
			return end
		}
	}
	return -1
}

// isLineBreak takes a space too: a text for people shows line breaks as such.
func isLineBreak(b byte) bool { return b == '\r' || b == '\n' || b == ' ' }

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
