package redact

import "strings"

// same compares a byte of a text with one of a folded pattern.
func same(b, p byte, base64 bool) bool {
	if b = fold(b); b == p {
		return true
	}
	return base64 && (b == '-' && p == '+' || b == '_' && p == '/')
}

func fold(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func folded(s string) []byte {
	b := []byte(s)
	for i := range b {
		b[i] = fold(b[i])
	}
	return b
}

func isWord(b byte) bool {
	b = fold(b)
	return 'a' <= b && b <= 'z' || '0' <= b && b <= '9'
}

func isBase64(b byte) bool { return isWord(b) || strings.IndexByte("+/-_", b) >= 0 }

func hexValue(b byte) int {
	switch b = fold(b); {
	case '0' <= b && b <= '9':
		return int(b - '0')
	case 'a' <= b && b <= 'f':
		return int(b-'a') + 10
	}
	return -1
}
