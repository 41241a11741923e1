package openapi

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/toeline/spec/jsonpointer"
)

// kinds of JSON values, as bits: a schema allows a set of them. A whole number is a number and
// an integer.
type kind uint8

const (
	kindNull kind = 1 << iota
	kindBoolean
	kindInteger
	kindNumber
	kindString
	kindArray
	kindObject
)

type kindName struct {
	name, phrase string
	kind         kind
}

var kindNames = []kindName{
	{"null", "null", kindNull},
	{"boolean", "a boolean", kindBoolean},
	{"integer", "an integer", kindInteger},
	{"number", "a number", kindNumber},
	{"string", "a string", kindString},
	{"array", "an array", kindArray},
	{"object", "an object", kindObject},
}

// instance is a value that is validated: a JSON value that knows where it is.
type instance struct {
	kind    kind
	boolean bool
	number  decimal
	text    string
	items   []*instance
	members []member

	parent *instance
	step   string // its name in an object, its index in an array
}

type member struct {
	name  string
	value *instance
}

// instanceOf reads a decoded JSON value; members are in the order of their names.
func instanceOf(value any) *instance {
	switch v := value.(type) {
	case nil:
		return &instance{kind: kindNull}
	case bool:
		return &instance{kind: kindBoolean, boolean: v}
	case string:
		return &instance{kind: kindString, text: v}
	case []any:
		made := &instance{kind: kindArray, items: make([]*instance, len(v))}
		for i, item := range v {
			made.items[i] = instanceOf(item)
			made.items[i].parent, made.items[i].step = made, strconv.Itoa(i)
		}
		return made
	case map[string]any:
		made := &instance{kind: kindObject, members: make([]member, 0, len(v))}
		for _, name := range sortedKeys(v) {
			inner := instanceOf(v[name])
			inner.parent, inner.step = made, name
			made.members = append(made.members, member{name, inner})
		}
		return made
	}
	return numberOf(value)
}

// numberOf reads a number of any Go type; any other value becomes the text that JSON makes of
// it.
func numberOf(value any) *instance {
	text, ok := TextOf(value)
	if !ok {
		data, _ := json.Marshal(value) // a value that JSON cannot write is an empty text
		return &instance{kind: kindString, text: string(data)}
	}
	number, ok := parseDecimal(text)
	if !ok {
		return &instance{kind: kindString, text: text}
	}
	made := &instance{kind: kindNumber, number: number}
	if number.integer() {
		made.kind |= kindInteger
	}
	return made
}

// pointer returns the JSON pointer of the instance.
func (in *instance) pointer() string {
	var steps []string
	for at := in; at.parent != nil; at = at.parent {
		steps = append(steps, at.step)
	}
	slices.Reverse(steps)
	return jsonpointer.Join(steps)
}

func (in *instance) member(name string) *instance {
	at, ok := slices.BinarySearchFunc(in.members, name, func(m member, name string) int {
		return cmp.Compare(m.name, name)
	})
	if !ok {
		return nil
	}
	return in.members[at].value
}

func (in *instance) is(kinds kind) bool { return in.kind&kinds != 0 }

func (in *instance) length() int { return utf8.RuneCountInString(in.text) }

// same reports whether two instances are equal JSON values: numbers by their value.
func (in *instance) same(other *instance) bool {
	if in.kind != other.kind || in.boolean != other.boolean || in.number != other.number ||
		in.text != other.text {
		return false
	}
	return slices.EqualFunc(in.items, other.items, (*instance).same) &&
		slices.EqualFunc(in.members, other.members, func(a, b member) bool {
			return a.name == b.name && a.value.same(b.value)
		})
}

// key returns a text that is equal for equal values alone.
func (in *instance) key() string {
	var b strings.Builder
	in.writeKey(&b)
	return b.String()
}

func (in *instance) writeKey(b *strings.Builder) {
	switch {
	case in.is(kindNull):
		b.WriteByte('n')
	case in.is(kindBoolean):
		b.WriteString(strconv.FormatBool(in.boolean))
	case in.is(kindNumber):
		if in.number.negative {
			b.WriteByte('-')
		}
		b.WriteString(in.number.digits + "e" + strconv.Itoa(in.number.exp))
	case in.is(kindString):
		b.WriteString(strconv.Quote(in.text))
	case in.is(kindArray):
		b.WriteByte('[')
		for _, item := range in.items {
			item.writeKey(b)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	case in.is(kindObject):
		b.WriteByte('{')
		for _, m := range in.members {
			b.WriteString(strconv.Quote(m.name) + ":")
			m.value.writeKey(b)
			b.WriteByte(',')
		}
		b.WriteByte('}')
	}
}
