package redact

// readNumbers reads the words of a text that are numbers of a base as bytes, whatever is between
// them: 73:65:63, [115, 101, 99], 0x73 0x65, 163 145. A word of hexadecimal digits may be several
// bytes. What is not a number breaks the bytes up.
func readNumbers(b []byte, base int) []byte {
	var out []byte
	for i := 0; i < len(b); {
		if !isWord(b[i]) {
			i++
			continue
		}
		end := i
		for end < len(b) && isWord(b[end]) {
			end++
		}
		before := len(out)
		if out = appendNumber(out, b[i:end], base); len(out) == before && len(out) > 0 &&
			out[before-1] != breakByte {
			out = append(out, breakByte)
		}
		i = end
	}
	return out
}

// breakByte is between bytes that are not in a row. No secret of a header has it.
const breakByte = '\x01'

// appendNumber appends the bytes that a word encodes; nothing if it is not a number of the base.
func appendNumber(out, word []byte, base int) []byte {
	if len(word) > 2 && word[0] == '0' && isPrefix(word[1]|0x20, base) {
		word = word[2:]
	} else if len(word) > 1 && base == 16 && word[0]|0x20 == 'x' {
		word = word[1:]
	}
	if base == 16 {
		return appendHex(out, word)
	}
	if base == 2 && len(word) != 8 || len(word) > 8 {
		return out
	}
	value := 0
	for _, c := range word {
		digit := int(c) - '0'
		if digit < 0 || digit >= base {
			return out
		}
		value = value*base + digit
	}
	if value > 0xff {
		return out
	}
	return append(out, byte(value))
}

// isPrefix reports whether a letter behind a zero begins a number of a base.
func isPrefix(c byte, base int) bool {
	return c == 'x' && base == 16 || c == 'o' && base == 8 || c == 'b' && base == 2
}

// appendHex appends the bytes of a word of hexadecimal digits, two each.
func appendHex(out, word []byte) []byte {
	if len(word)%2 != 0 {
		return out
	}
	for _, c := range word {
		if !isHex(c) {
			return out
		}
	}
	for i := 0; i < len(word); i += 2 {
		out = append(out, fromHex(word[i])<<4|fromHex(word[i+1]))
	}
	return out
}

func isHex(c byte) bool { return kinds[c]&hexKind != 0 }

func fromHex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
