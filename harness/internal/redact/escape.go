package redact

import "unicode/utf8"

func isEscape(b byte) bool { return b == '%' || b == '\\' || b == '&' || b == '+' }

// unescape undoes one escape of URLs, JSON or HTML at i: n bytes, which took
// width bytes of s. n is 0 where there is none of that level: by it an escape
// was escaped again.
func unescape[T text](s T, i, level int) (b [utf8.UTFMax]byte, n, width int) {
	switch s[i] {
	case '%':
		at := i + 1
		for range level {
			if at+2 > len(s) || s[at] != '2' || s[at+1] != '5' {
				return b, 0, 0
			}
			at += 2
		}
		if v, ok := hexAt(s, at, 2); ok {
			b[0] = byte(v)
			return b, 1, at + 2 - i
		}
	case '\\':
		return unescapeJSON(s, i, level)
	case '&':
		if level == 0 {
			return unescapeHTML(s, i)
		}
	case '+': // a form's space
		if level == 0 {
			b[0] = ' '
			return b, 1, 1
		}
	}
	return b, 0, 0
}

// unescapeJSON: level 0 is an escape behind several backslashes, as a string
// inside a string doubles them; the others are a backslash itself. Their number
// is bounded, or a target could make a search of its answer quadratic.
func unescapeJSON[T text](s T, i, level int) (b [utf8.UTFMax]byte, n, width int) {
	at := i
	for at < len(s) && s[at] == '\\' && at-i < 1<<maxLevels {
		at++
	}
	if level > 0 {
		if width = 1 << level; at-i < width {
			return b, 0, 0
		}
		b[0] = '\\'
		return b, 1, width
	}
	if at == len(s) {
		return b, 0, 0
	}
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
