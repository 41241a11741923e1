package random

import (
	"math/rand/v2"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/pattern"
)

// Place is where a value is sent, which says which characters it can have.
type Place string

// The places. Bodies take any text.
const (
	Body   Place = "body"
	Path   Place = "path"
	Query  Place = "query"
	Header Place = "header"
	Cookie Place = "cookie"
)

// characters are those of texts, the simplest first: letters and digits, then what programs treat
// in a way of its own, then what takes more than one byte, more than two, or more than one unit of
// UTF-16.
var (
	plainCharacters = []rune("abcxyzABCXYZ0123456789-_.~")
	markCharacters  = []rune(" !#$&()*+/:=?@[]^`{|}'\"<>%;,\\")
	wideCharacters  = []rune("😀äßéñİıſKøŁжЖאعक中日本語𝟘👨\u200d\u00a0\u0301\u00ad\u200e\u2028\ufeff")
)

// alphabet returns the characters of a place.
func (p Place) alphabet() []rune {
	switch p {
	case Cookie, Path:
		return plainCharacters
	case Header: // visible ASCII, and no list or quotes of its own
		return slices.Concat(plainCharacters, []rune("!#$&()*+/:=?@[]^`{|}'<>%"))
	}
	return slices.Concat(plainCharacters, markCharacters, wideCharacters)
}

// mostText bounds texts without a longest length; one of a bound that is not larger than
// mostBounded is as long as that, now and then.
const (
	mostText    = 300
	mostBounded = 5000
)

// length draws the length of a text.
func length(s *Source, least uint64, most *uint64) uint64 {
	limit := max(least, mostText)
	if most != nil && *most <= mostBounded {
		limit = *most
	}
	if limit < least {
		return least
	}
	span := limit - least
	return least + s.Draw(span, func(r *rand.Rand) uint64 {
		switch r.IntN(8) {
		case 0:
			return span
		case 1:
			return 0
		case 2:
			return r.Uint64N(span + 1)
		}
		return r.Uint64N(min(span, 40) + 1)
	})
}

// plainText makes a text of a length.
func plainText(s *Source, p Place, least uint64, most *uint64) string {
	n := length(s, least, most)
	alphabet := p.alphabet()
	var b strings.Builder
	for range n {
		b.WriteRune(alphabet[character(s, len(alphabet))])
	}
	return b.String()
}

// character draws one of n characters, plain ones more often.
func character(s *Source, n int) uint64 {
	return s.Draw(uint64(n-1), func(r *rand.Rand) uint64 {
		if r.IntN(2) == 0 {
			return r.Uint64N(uint64(min(n, len(plainCharacters))))
		}
		return r.Uint64N(uint64(n))
	})
}

// formatted are patterns of texts of formats.
var formatted = map[string]string{
	"uuid":      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
	"date":      "(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
	"date-time": "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3])(:[0-5][0-9]){2}Z",
	"email":     "[a-z][a-z0-9]{0,10}([.+_-][a-z0-9]{1,5})?@example[.](com|org)",
	"ipv4":      "(1?[0-9]{1,2}[.]){3}1?[0-9]{1,2}",
	"ipv6":      "2001:db8(:[1-9a-f][0-9a-f]{0,3}){6}",
	"uri":       "https://example[.]com/[a-z0-9]{1,12}([?][a-z]{1,3}=[0-9]{1,3})?",
	"hostname":  "[a-z][a-z0-9]{0,10}[.]example[.](com|org)",
}

// text makes a text by what a schema says of it; false: it is not known how.
func text(s *Source, p Place, shape openapi.Shape) (string, bool) {
	from := formatted[shape.Format]
	switch {
	case shape.Pattern != "":
		from = shape.Pattern
	case from == "" && shape.Format != "":
		return "", false
	}
	if from == "" {
		least := shape.MinLength
		if p != Body {
			least = max(least, 1) // an empty one may be taken for none
		}
		return plainText(s, p, least, shape.MaxLength), true
	}
	made, err := pattern.Generate(from, rand.New(s))
	return made, err == nil
}
