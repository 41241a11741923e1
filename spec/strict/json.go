package strict

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf16"
)

// fromJSON rewrites the two escapes of JSON that the YAML parser does not take:
// \/ and surrogate pairs. What a string loses in length follows its closing
// quote as spaces, so that every position stays true. Other text is returned as
// it is; so are lone surrogates, which are no characters.
func fromJSON(data []byte) []byte {
	if !bytes.Contains(data, []byte(`\/`)) && !bytes.Contains(bytes.ToLower(data), []byte(`\ud`)) ||
		!json.Valid(data) {
		return data
	}
	out := make([]byte, 0, len(data))
	inString, owed := false, 0
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			out = append(out, c)
			if inString = !inString; !inString {
				out = append(out, bytes.Repeat([]byte(" "), owed)...)
				owed = 0
			}
		case c == '\\': // only in strings, and never last
			escape := data[i:min(i+12, len(data))]
			if r, ok := surrogatePair(escape); ok {
				out = fmt.Appendf(out, `\U%08X`, r)
				owed += 2
				i += 11
				continue
			}
			i++
			if data[i] == '/' {
				owed++
			} else {
				out = append(out, c)
			}
			out = append(out, data[i])
		default:
			out = append(out, c)
		}
	}
	return out
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
