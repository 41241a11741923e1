package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// fromJSON returns JSON as the tree that YAML of the same meaning has; nil: it is no object and no
// array of JSON. The YAML parser keeps all tokens between two brackets at once, does not know \/
// and surrogate pairs, refuses characters that JSON allows, and wants keys short and on one line
// with their colon.
func fromJSON(c *collector, data []byte) *yaml.Node {
	start := bytes.TrimLeft(data, " \t\r\n")
	if len(start) == 0 || start[0] != '{' && start[0] != '[' || !utf8.Valid(data) {
		return nil
	}
	r := &jsonReader{
		collector: collector{file: c.file}, data: data, pos: Pos{Line: 1, Column: 1},
		dec: json.NewDecoder(bytes.NewReader(data)), keys: map[string]string{},
	}
	r.dec.UseNumber()
	root, err := r.value(1)
	if err != nil {
		return nil
	}
	if _, err := r.dec.Token(); err != io.EOF {
		return nil
	}
	c.list = append(c.list, r.list...)
	return root
}

// jsonReader follows the tokens of a decoder through their text.
type jsonReader struct {
	collector
	dec  *json.Decoder
	data []byte
	read int // bytes of data that pos is behind
	pos  Pos
	keys map[string]string // each once
}

// errDepth is for the YAML parser, which says it.
var errDepth = errors.New("nested too deep")

// value reads the next value, which is nil where an object or an array ends.
func (r *jsonReader) value(depth int) (*yaml.Node, error) {
	token, err := r.dec.Token()
	switch {
	case err != nil:
		return nil, err
	case depth > MaxDepth+1:
		return nil, errDepth
	}
	text := r.text()
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: r.pos.Line, Column: r.pos.Column}
	r.pass(text)
	switch token := token.(type) {
	case json.Delim:
		if token == '}' || token == ']' {
			return nil, nil
		}
		return n, r.within(n, token, depth)
	case string:
		n.Tag, n.Style, n.Value = strTag, yaml.DoubleQuotedStyle, token
		if strings.ContainsRune(token, utf8.RuneError) && halfSurrogate(text) {
			r.add(PosOf(n), nil, "half of a surrogate pair, which is no character", "")
		}
	case bool:
		n.Tag, n.Value = boolTag, string(text)
	case nil:
		n.Tag, n.Value = nullTag, string(text)
	case json.Number:
		n.Tag, n.Value = intTag, token.String()
		if strings.ContainsAny(n.Value, ".eE") {
			n.Tag = floatTag
		}
	}
	return n, nil
}

// within reads what is in an object or an array, of which n has the place.
func (r *jsonReader) within(n *yaml.Node, begin json.Delim, depth int) error {
	n.Kind, n.Tag, n.Style = yaml.SequenceNode, "!!seq", yaml.FlowStyle
	if begin == '{' {
		n.Kind, n.Tag = yaml.MappingNode, "!!map"
	}
	for {
		child, err := r.value(depth + 1)
		if err != nil || child == nil {
			return err
		}
		if begin == '{' && len(n.Content)%2 == 0 {
			child.Value = r.once(child.Value)
		}
		n.Content = append(n.Content, child)
	}
}

// once returns the first string that is the same, so that a key has one in memory.
func (r *jsonReader) once(key string) string {
	if known, ok := r.keys[key]; ok {
		return known
	}
	r.keys[key] = key
	return key
}

// text returns the token that the decoder has read, and moves to its begin.
func (r *jsonReader) text() []byte {
	text := r.data[r.read:r.dec.InputOffset()]
	token := bytes.TrimLeft(text, " \t\r\n,:")
	r.pass(text[:len(text)-len(token)])
	return token
}

// pass moves behind a text.
func (r *jsonReader) pass(text []byte) {
	r.read += len(text)
	for _, b := range text {
		switch {
		case b == '\n':
			r.pos = Pos{Line: r.pos.Line + 1, Column: 1}
		case utf8.RuneStart(b):
			r.pos.Column++
		}
	}
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

// asYAML rewrites one value of JSON, as json.Marshal writes it, as YAML that says the same: the
// YAML parser takes characters that JSON allows for the end of a line or refuses them, and wants a
// question mark before a long key.
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
		if end-i >= maxPlainKey && bytes.HasPrefix(data[end+1:], []byte(":")) {
			out = append(out, '?', ' ')
		}
		for _, r := range string(data[i : end+1]) {
			if escapedInYAML(r) {
				out = fmt.Appendf(out, `\u%04X`, r)
			} else {
				out = utf8.AppendRune(out, r)
			}
		}
		i = end
	}
	return out
}

// maxPlainKey is the length of a key from which on YAML wants a question mark before it.
const maxPlainKey = 1000

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

// halfSurrogate reports whether a string of JSON has an escape of a surrogate that is not the first
// or the second of a pair.
func halfSurrogate(text []byte) bool {
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		first, second := escaped(text[i:]), escaped(text[min(i+6, len(text)):])
		switch {
		case !utf16.IsSurrogate(first):
			i++
		case utf16.DecodeRune(first, second) == utf8.RuneError:
			return true
		default:
			i += 11
		}
	}
	return false
}

// escaped returns the character of an escape such as \u00E9 at the begin of a text; 0: there is
// none.
func escaped(text []byte) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0
	}
	r, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(r)
}
