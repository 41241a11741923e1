package random

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// nearText is a text that is nearly as the schema wants it: it has a space or a new line behind it,
// or another letter case, or is changed in a few places.
func (b breaking) nearText(text string) string {
	if len(b.shape.Enum) > 0 {
		text, _ = openapi.TextOf(b.shape.Enum[b.s.Below(len(b.shape.Enum))])
	}
	how := b.s.At("how")
	n := 8
	if b.place == Header || b.place == Cookie { // what is around a field is not part of it
		n = 4
	}
	switch how.Below(n) {
	case 0:
		return text + "~"
	case 1:
		return strings.ToUpper(text)
	case 2:
		return Mutated(b.s.At("change"), text, b.place)
	case 3:
		return "~no~such~value~"
	case 4:
		return text + " "
	case 5:
		return " " + text
	case 6:
		return text + "\n"
	}
	return text + text
}

// misshapen is a text that no reader takes for one of the format.
func (b breaking) misshapen(text string) string {
	runes := []rune(text)
	at := b.s.Below(len(runes) + 1)
	if at == len(runes) {
		return text + "~"
	}
	runes[at] = '~'
	return string(runes)
}

// longer is a text that is too long.
func (b breaking) longer(text string, most uint64) string {
	runes := []rune(text)
	fill := []rune(plainText(b.s.At("text"), b.place, 0, upTo(3)))
	if len(fill) == 0 {
		fill = []rune("x")
	}
	n := most + 1 + b.s.UpTo(20)
	for i := 0; uint64(len(runes)) < n; i++ {
		runes = append(runes, fill[i%len(fill)])
	}
	return string(runes)
}

// beyond is a number beyond a bound.
func (b breaking) beyond(rule Rule) (any, bool) {
	from, closed := b.shape.Min, int64(1)
	if rule == High {
		from = b.shape.Max
	}
	if from == nil {
		closed = 0
		from = b.shape.Above
		if rule == High {
			from = b.shape.Below
		}
	}
	if from == nil || *from != float64(int64(*from)) {
		return nil, false
	}
	n := closed + int64(b.s.UpTo(1<<31))
	if rule == Low {
		n = -n
	}
	return json.Number(strconv.FormatInt(int64(*from)+n, 10)), true
}

// between is a number that is no multiple.
func (b breaking) between() (any, bool) {
	m := b.shape.MultipleOf
	low, high, ok := bounds(b.shape)
	if m == nil || !ok || *m != float64(int64(*m)) || *m < 2 {
		return nil, false
	}
	step := int64(*m)
	from := max(low, 0) + step - max(low, 0)%step
	n := from + 1 + int64(b.s.UpTo(uint64(step-2)))
	return json.Number(strconv.FormatInt(n, 10)), n <= high
}

// otherItems is a list that has too few or too many items, or one twice.
func (b breaking) otherItems(list []any, isList bool, rule Rule) (any, bool) {
	if !isList || b.shape.Items == nil {
		return nil, false
	}
	item, good := sample.Of(b.shape.Items, sample.Request)
	if len(list) > 0 {
		item, good = list[0], true
	}
	switch {
	case !good:
		return nil, false
	case rule == Twice:
		return []any{item, item}, b.shape.Unique
	case rule == Few:
		least := b.shape.MinItems
		if least == 0 {
			return nil, false
		}
		return list[:min(b.s.UpTo(least-1), uint64(len(list)))], true
	case b.shape.MaxItems == nil || *b.shape.MaxItems > 200 || b.shape.Unique:
		return nil, false
	}
	made := slices.Clone(list)
	for n := *b.shape.MaxItems + 1 + b.s.UpTo(20); uint64(len(made)) < n; {
		made = append(made, item)
	}
	return made, true
}
