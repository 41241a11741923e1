package content

import (
	"bytes"
	"encoding/json"
	"strconv"

	"example.com/toeline/spec/jsonpointer"
)

// object is an open object or array while tokens are read.
type object struct {
	names   map[string]bool // nil for an array
	step    string          // the place of this container in its parent
	current string          // the member whose value comes next
	items   int
	isValue bool // the next token of an object is a value
}

// members counts the members of all objects of a decoded value.
func members(value any) int {
	count := 0
	switch v := value.(type) {
	case map[string]any:
		count = len(v)
		for _, member := range v {
			count += members(member)
		}
	case []any:
		for _, item := range v {
			count += members(item)
		}
	}
	return count
}

// colons counts the colons outside of texts: one a member, as it is written.
func colons(text []byte) int {
	count, inText := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			inText = !inText
		case inText && c == '\\':
			i++
		case !inText && c == ':':
			count++
		}
	}
	return count
}

// DuplicateName returns the JSON pointer of the first member whose name its
// object has already. It keeps one entry for each open container.
func DuplicateName(text []byte) (string, bool) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var open []*object
	for {
		token, err := decoder.Token()
		if err != nil {
			return "", false
		}
		var top *object
		if len(open) > 0 {
			top = open[len(open)-1]
		}
		if name, ok := token.(string); ok && top != nil && top.names != nil && !top.isValue {
			if top.names[name] {
				return pointerTo(open, name), true
			}
			top.names[name], top.current, top.isValue = true, name, true
			continue
		}
		if open = step(open, top, token); len(open) == 0 {
			return "", false
		}
	}
}

// step takes a token that is not a member name and returns the open containers.
func step(open []*object, top *object, token json.Token) []*object {
	delim, isDelim := token.(json.Delim)
	if isDelim && (delim == '}' || delim == ']') {
		return open[:len(open)-1]
	}
	where := ""
	if top != nil {
		where = top.current
		if top.names == nil {
			where = strconv.Itoa(top.items)
			top.items++
		}
		top.isValue = false
	}
	switch {
	case isDelim && delim == '{':
		return append(open, &object{names: map[string]bool{}, step: where})
	case isDelim && delim == '[':
		return append(open, &object{step: where})
	}
	return open
}

func pointerTo(open []*object, name string) string {
	var steps []string
	for _, o := range open[1:] {
		steps = append(steps, o.step)
	}
	return jsonpointer.Join(append(steps, name))
}

// NameTwice returns the JSON pointer of the first member whose name its object has already.
func (c *Content) NameTwice() (pointer string, twice bool) {
	text := bytes.TrimPrefix(c.Raw, byteOrderMark)
	if colons(text) == members(c.Value) {
		return "", false // as many as were kept: none was lost to another of its name
	}
	return DuplicateName(text)
}
