package cases

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/spec"
)

// likeValue is an id of the form of a saved one, which names nothing. A line that repeats the
// request has the same.
func (b *builder) likeValue(s *binding, v spec.Value, late *Values) (check.Binding, error) {
	was := *late
	if late.As != nil {
		was.Saved = late.As
	}
	value, ok := was.Lookup(v.Like)
	if !ok {
		return check.Binding{}, &UnknownError{v.Like}
	}
	id, _ := spec.TextOf(value)
	key := fmt.Sprint(b.ID, "#", s.index, "#", b.at, "#", v.Parameter, "#", id)
	made := like(id, rand.New(rand.NewPCG(1, hash(key))))
	if made == "" {
		return check.Binding{}, fmt.Errorf("%s is not an id that another can be made like", v.Like)
	}
	return check.Binding{Value: made, JSON: made}, nil
}

// leastChanged is how many letters and digits are changed at least, so that what comes of it names
// nothing.
const leastChanged = 8

// like changes the letters and digits of an id after its last separator, or all where there are
// few: of a digit comes a digit, of a letter one in the same case, and of hexadecimal digits such.
// An id that is too short becomes longer. Empty: it has none.
func like(id string, random *rand.Rand) string {
	prefix, rest := "", id
	if at := strings.LastIndexAny(id, "_-:.~"); at >= 0 && len(id)-at > 3 {
		prefix, rest = id[:at+1], id[at+1:]
	}
	if !utf8.ValidString(rest) || len(rest) > maxLike {
		return ""
	}
	letters, digits := "abcdefghijklmnopqrstuvwxyz", "0123456789"
	if strings.ContainsAny(rest, digits) &&
		strings.Trim(strings.ToLower(rest), digits+letters[:6]) == "" {
		letters = letters[:6]
	}
	changed, last := []rune(rest), -1
	change := func(i int, from rune) {
		switch {
		case from >= '0' && from <= '9':
			changed[i] = rune(digits[random.IntN(10)])
		case from >= 'a' && from <= 'z':
			changed[i] = rune(letters[random.IntN(len(letters))])
		case from >= 'A' && from <= 'Z':
			changed[i] = rune(strings.ToUpper(letters)[random.IntN(len(letters))])
		default:
			return
		}
		last = i
	}
	number := strings.Trim(rest, digits) == ""
	for i, r := range changed {
		if !number || i > 0 || len(changed) < leastChanged { // as large a number as it was
			change(i, r)
		}
	}
	if last < 0 {
		return ""
	}
	for len(changed) < leastChanged {
		changed = append(changed, changed[last])
		change(len(changed)-1, changed[len(changed)-1])
	}
	if number && changed[0] == '0' {
		changed[0] = '9'
	}
	return prefix + string(changed)
}

// maxLike bounds the id that another is made like.
const maxLike = 1000
