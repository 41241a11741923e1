package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// MaxBytes is the largest input Parse takes: the largest public descriptions,
// such as GitHub's, have 13 MB.
const MaxBytes = 32 << 20

// MaxValues is how many values a file has at most, about: each takes a hundred times the bytes in
// memory that it may take in the file. The largest public descriptions have a million.
const MaxValues = 3_000_000

// tooMany returns where a file has too many values, by what parts values in text: commas, colons,
// and the hyphens of lists.
func tooMany(data []byte) (Pos, bool) {
	count, line, start := 0, 1, true
	for _, b := range data {
		switch b {
		case '\n':
			line, start = line+1, true
			continue
		case ' ':
			continue
		case '-':
			if start {
				count++
			}
		case ',', ':', '[', '{', '?', '*':
			count++
		}
		if start = start && b == '-'; count > MaxValues {
			return Pos{Line: line}, true
		}
	}
	return Pos{}, false
}

// version is the directive that says which YAML 1 a file is. The parser knows 1.1 alone, and reads
// what differs as 1.2 has it.
var version = regexp.MustCompile(`\A((?:[ \t]*(?:#[^\n]*)?\r?\n)*%YAML[ \t]+1\.)[0-9]+`)

// Parse reads the one YAML document in data and returns its content node, with
// aliases and merge keys resolved, and all problems of the whole tree: syntax,
// duplicate keys, keys that are no text, unknown tags. Problems name file as
// given. The node is nil exactly when there is no tree to go on with; beside
// duplicate keys and the like there is one, so that Decode can find the rest.
func Parse(file string, data []byte) (*yaml.Node, Problems) {
	c := &collector{file: file}
	if len(data) > MaxBytes {
		c.add(Pos{}, nil,
			fmt.Sprintf("the file has %d bytes, more than the limit of %d", len(data), MaxBytes),
			"")
		return nil, c.list
	}
	if pos, over := tooMany(data); over {
		c.add(pos, nil, fmt.Sprintf("the file has more than %d values", MaxValues), "")
		return nil, c.list
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	root := fromJSON(c, data)
	if root == nil {
		root = fromYAML(c, data)
	}
	if root == nil {
		return nil, c.sorted()
	}
	t := &tree{collector: c, done: map[*yaml.Node]measure{}, open: map[*yaml.Node]bool{}}
	root, _ = t.visit(root, nil, 1)
	if t.broken {
		root = nil
	}
	return root, c.sorted()
}

// Unmarshal parses data and decodes it into the value that into points to, and
// returns the problems of both.
func Unmarshal(file string, data []byte, into any) Problems {
	root, problems := Parse(file, data)
	if root == nil {
		return problems
	}
	problems = append(problems, Decode(file, root, into)...)
	problems.Sort()
	return problems
}

// badText finds the first character that YAML forbids, which the parser would
// report without a position.
func badText(data []byte) (Pos, string) {
	pos := Pos{Line: 1, Column: 1}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return pos, fmt.Sprintf("not UTF-8 text: byte 0x%02X", data[i])
		case r == '\n':
			pos = Pos{Line: pos.Line + 1}
		case r < 0x20 && r != '\t' && r != '\r', r >= 0x7F && r < 0xA0 && r != 0x85, r == 0xFEFF,
			r == 0xFFFE, r == 0xFFFF:
			return pos,
				fmt.Sprintf("the character %U is not allowed in YAML: escape it in "+
					"double quotes", r)
		}
		pos.Column++
		i += size
	}
	return Pos{}, ""
}

// fromYAML returns the content of the only document, or nil with a problem.
func fromYAML(c *collector, data []byte) *yaml.Node {
	data = version.ReplaceAll(data, []byte("${1}1"))
	if pos, message := badText(data); message != "" {
		c.add(pos, nil, message, "")
		return nil
	}
	return parseOne(c, data)
}

// parseOne returns the content of the only document, or nil with a problem. A
// second document is a problem that leaves the first usable.
func parseOne(c *collector, data []byte) *yaml.Node {
	next := documents(bytes.NewReader(data))
	doc, err := next()
	switch {
	case errors.Is(err, io.EOF):
		c.add(Pos{Line: 1, Column: 1}, nil, "the file is empty", "")
		return nil
	case err != nil:
		if pos, message := badJSON(data); message != "" {
			c.add(pos, nil, message, "")
			return nil
		}
		addSyntax(c, data, err)
		return nil
	}
	root := doc.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		c.add(PosOf(root), nil, "the file is empty", "")
		return nil
	}
	second, err := next()
	switch {
	case errors.Is(err, io.EOF):
	case err != nil:
		addSyntax(c, data, err)
		return nil
	default:
		c.add(PosOf(second), nil, "a second YAML document begins here: one file holds one", "")
	}
	return root
}

// documents returns a function that parses one document after the other. The
// parser panics on what it takes for its own faults; here that is an error.
func documents(r io.Reader) func() (*yaml.Node, error) {
	dec := yaml.NewDecoder(r)
	return func() (doc *yaml.Node, err error) {
		defer func() {
			if recover() != nil {
				doc, err = nil, errors.New("the parser gave up")
			}
		}()
		doc = new(yaml.Node)
		if err := dec.Decode(doc); err != nil {
			return nil, err
		}
		if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
			return nil, io.EOF
		}
		return doc, nil
	}
}

// addSyntax turns the parser's error into a problem with the line. The parser puts the end of the
// file on a line of its own.
func addSyntax(c *collector, data []byte, err error) {
	lines := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	message, pos := err.Error(), Pos{Line: 1}
	var at *yaml.LoadError
	if errors.As(err, &at) {
		message, pos.Line = at.Message, max(1, min(at.Mark.Line, len(lines)))
	}
	indent := lines[pos.Line-1]
	indent = indent[:len(indent)-len(bytes.TrimLeft(indent, " \t"))]
	if name, ok := strings.CutPrefix(message, "unknown anchor '"); ok {
		name, _, _ = strings.Cut(name, "'")
		pos, message = aliasPos(data, name), "an alias names no anchor before it"
	} else if tab := bytes.IndexByte(indent, '\t'); tab >= 0 {
		pos.Column, message = tab+1, "a tab in the indentation: write spaces"
	} else if what, ok := strings.CutPrefix(message, "did not find expected "); ok {
		message = "expected " + what
		if begin := at.ContextMark.Line; at.ContextMsg != "" && begin > 0 && begin < pos.Line {
			message += fmt.Sprintf(" at line %d, as what begins here goes on until there", pos.Line)
			pos.Line = begin
		}
	} else if message == "found character that cannot start any token" {
		message = "a value begins with a character that YAML reserves: put it in quotes"
	}
	c.add(pos, nil, "not valid YAML: "+message, "")
}

// aliasPos finds an alias in the text; unknown unless there is just one.
func aliasPos(data []byte, name string) Pos {
	alias := []byte("*" + name)
	if bytes.Count(data, alias) != 1 {
		return Pos{}
	}
	before := data[:bytes.Index(data, alias)]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return Pos{Line: bytes.Count(before, []byte("\n")) + 1, Column: utf8.RuneCount(line) + 1}
}
