package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// fromJSON rewrites JSON as YAML that says the same: the YAML parser does not know \/ and
// surrogate pairs, takes characters that JSON allows for the end of a line or refuses them, and
// wants keys short and on one line with their colon. What a string loses in length follows its
// closing quote as spaces, so that positions stay true; only behind what gets longer they are some
// columns more. Other text is returned as it is; so are lone surrogates, which are not characters.
func fromJSON(data []byte) []byte {
	start := bytes.TrimLeft(data, " \t\r\n")
	if len(start) == 0 || start[0] != '{' && start[0] != '[' || !json.Valid(data) {
		return data
	}
	return asYAML(data)
}

// badJSON returns what is wrong with text that is no YAML and was meant as JSON, which begins as an
// object with a key in quotes, or as a list of such; empty: it was not.
func badJSON(data []byte) (Pos, string) {
	start := bytes.TrimLeft(data, " \t\r\n[")
	if len(start) == 0 || start[0] != '{' {
		return Pos{}, ""
	}
	if first := bytes.TrimLeft(start[1:], " \t\r\n"); len(first) > 0 && first[0] != '"' {
		return Pos{}, ""
	}
	var syntax *json.SyntaxError
	if !errors.As(json.Unmarshal(data, new(any)), &syntax) {
		return Pos{}, ""
	}
	before := data[:max(0, min(int(syntax.Offset), len(data))-1)]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return Pos{Line: bytes.Count(before, []byte("\n")) + 1, Column: utf8.RuneCount(line) + 1},
		"not valid JSON: " + syntax.Error()
}

// asYAML rewrites one value of JSON.
func asYAML(data []byte) []byte {
	out := make([]byte, 0, len(data)+len(data)/64)
	for i := 0; i < len(data); i++ {
		if data[i] != '"' {
			out = append(out, data[i])
			continue
		}
		end := i + 1
		for ; data[end] != '"'; end++ {
			if data[end] == '\\' {
				end++
			}
		}
		if needsMark(data[i:], end+1-i) {
			out = append(out, '?', ' ')
		}
		out = appendString(out, data[i:end+1])
		i = end
	}
	return out
}

// maxPlainKey is the length of a key from which on YAML wants a question mark before it.
const maxPlainKey = 1000

// needsMark reports whether the string of so many bytes that data begins with is a key that YAML
// takes for one only with a question mark before it.
func needsMark(data []byte, length int) bool {
	after := bytes.TrimLeft(data[length:], " \t\r\n")
	if len(after) == 0 || after[0] != ':' {
		return false
	}
	between := data[length : len(data)-len(after)]
	return length > maxPlainKey || bytes.IndexByte(between, '\n') >= 0
}

// appendString adds a string of JSON, with its quotes.
func appendString(out, text []byte) []byte {
	owed := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\': // never last
			if r, ok := surrogatePair(text[i:min(i+12, len(text))]); ok {
				out = fmt.Appendf(out, `\U%08X`, r)
				owed += 2
				i += 11
				continue
			}
			i++
			if text[i] == '/' {
				owed++
			} else {
				out = append(out, c)
			}
			out = append(out, text[i])
		case c >= 0x7F:
			r, size := utf8.DecodeRune(text[i:])
			if escapedInYAML(r) && (r != utf8.RuneError || size > 1) {
				out = fmt.Appendf(out, `\u%04X`, r)
			} else {
				out = append(out, text[i:i+size]...)
			}
			i += size - 1
		default:
			out = append(out, c)
		}
	}
	return append(out, bytes.Repeat([]byte(" "), owed)...)
}

// escapedInYAML reports whether a character is allowed in a string of JSON, and in YAML only as an
// escape: it is forbidden there, or ends a line.
func escapedInYAML(r rune) bool {
	return r >= 0x7F && r < 0xA0 || r == 0x2028 || r == 0x2029 || r == 0xFEFF || r == 0xFFFE ||
		r == 0xFFFF
}

// QuoteJSON writes a value as JSON that YAML reads as the same value.
func QuoteJSON(value any) (string, error) {
	data, err := json.Marshal(value)
	return string(asYAML(data)), err
}

// JSONText writes a value as QuoteJSON does, and one that JSON cannot have as null.
func JSONText(value any) string {
	text, err := QuoteJSON(value)
	if err != nil {
		return "null"
	}
	return text
}

// surrogatePair reads \uD83D\uDE00.
func surrogatePair(escape []byte) (rune, bool) {
	if len(escape) != 12 || escape[1] != 'u' || escape[6] != '\\' || escape[7] != 'u' {
		return 0, false
	}
	high, err := strconv.ParseUint(string(escape[2:6]), 16, 16)
	low, err2 := strconv.ParseUint(string(escape[8:12]), 16, 16)
	if err != nil || err2 != nil || high < 0xD800 || high > 0xDBFF || low < 0xDC00 || low > 0xDFFF {
		return 0, false
	}
	return utf16.DecodeRune(rune(high), rune(low)), true
}
