package reference

import "strings"

// guidLength is 32 digits and 4 hyphens.
const guidLength = 36

// canonical returns a GUID in lower case, and whether s is one: 8-4-4-4-12
// ASCII hex digits in any letter case. Version and variant are free, the nil
// and the max GUID included: the page asks for a valid GUID, not for an RFC
// 9562 UUID of some version. Braces, urn:uuid:, white space around it and
// digits of other scripts, which parsers of libraries take, are no part of it.
func canonical(s string) (string, bool) {
	if len(s) != guidLength {
		return "", false
	}
	for i := range len(s) {
		switch i {
		case 8, 13, 18, 23:
			if s[i] != '-' {
				return "", false
			}
		default:
			if !hexDigit(s[i]) {
				return "", false
			}
		}
	}
	return strings.ToLower(s), true
}

func hexDigit(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}
