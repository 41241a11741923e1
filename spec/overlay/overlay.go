package overlay

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// Text is the text of an overlay, and the name of its file.
type Text struct {
	File string
	Data []byte
}

// Overlay is an overlay that can be applied.
type Overlay struct {
	File string
	// Extends is a reference to the description, as written; empty: none is given.
	Extends string
	actions []action
}

// action is one change of a description.
type action struct {
	at     string // its path in the overlay
	target query
	update *yaml.Node // nil: there is none
	copy   *query     // nil: there is none
	remove bool
}

// query is a JSONPath with its place.
type query struct {
	text string
	pos  strict.Pos
	path *spec.PathQuery
}

// document is the text of an overlay.
type document struct {
	Version string                `yaml:"overlay,required"`
	Info    *yaml.Node            `yaml:"info"`
	Extends string                `yaml:"extends"`
	Actions []actionText          `yaml:"actions,required"`
	Extra   map[string]*yaml.Node `yaml:",extra"`
}

type actionText struct {
	Pos         strict.Pos            `yaml:"-"`
	Target      *yaml.Node            `yaml:"target,required"`
	Description *yaml.Node            `yaml:"description"`
	Update      *yaml.Node            `yaml:"update"`
	Copy        *yaml.Node            `yaml:"copy"`
	Remove      bool                  `yaml:"remove"`
	Extra       map[string]*yaml.Node `yaml:",extra"`
}

// Is reports whether a tree is that of an overlay, and not of a description.
func Is(root *yaml.Node) bool {
	_, overlay := strict.Find(root, "overlay")
	_, actions := strict.Find(root, "actions")
	_, openapi := strict.Find(root, "openapi")
	_, swagger := strict.Find(root, "swagger")
	return (overlay || actions) && !openapi && !swagger
}

// Extends returns the reference of an overlay to its document; false: the text is not an overlay. A
// text that cannot be parsed is none.
func Extends(text Text) (reference string, ok bool) {
	if !bytes.Contains(text.Data, []byte("overlay")) || hasVersion.Match(text.Data) {
		return "", false
	}
	root, _ := strict.Parse(text.File, text.Data)
	if root == nil || !Is(root) {
		return "", false
	}
	if extends := valueOf(root, "extends"); extends != nil && extends.Kind == yaml.ScalarNode {
		reference = extends.Value
	}
	return reference, true
}

// hasVersion matches a description, without parsing it.
var hasVersion = regexp.MustCompile(`(?m)^(\{\s*)?\s?["']?(openapi|swagger)["']?\s*:`)

// maxTarget is how long a JSONPath may be.
const maxTarget = 4096

var versions = regexp.MustCompile(`^1\.[01](\.[0-9]+)?$`)

// Read reads an overlay, and returns all that is wrong with it.
func Read(text Text) (*Overlay, strict.Problems) {
	root, problems := strict.Parse(text.File, text.Data)
	if root == nil {
		return nil, problems
	}
	made, more := Of(text.File, root)
	problems = append(problems, more...)
	problems.Sort()
	return made, problems
}

// Of is Read of a tree without aliases, which becomes a part of the overlay.
func Of(file string, root *yaml.Node) (*Overlay, strict.Problems) {
	r := &reader{file: file}
	if !Is(root) {
		r.problem(strict.PosOf(root), "", "no OpenAPI Overlay: it has no key overlay", "")
		return nil, r.problems
	}
	strict.Mark(root, file)
	var doc document
	r.problems = append(r.problems, strict.Decode(file, root, &doc)...)
	r.keys(root, doc.Extra, "", "overlay", "info", "extends", "actions")
	if doc.Version != "" && !versions.MatchString(doc.Version) {
		pos, _ := strict.Locate(root, "overlay")
		r.problem(pos, "overlay", "this version is not known: 1.0.0 and 1.1.0 are read", "")
	}
	if list, ok := strict.Find(root, "actions"); ok && len(list.Content) == 0 {
		r.problem(strict.PosOf(list), "actions", "an overlay has one action at least", "")
	}
	made := &Overlay{File: file, Extends: doc.Extends}
	for i, a := range doc.Actions {
		at := fmt.Sprintf("actions[%d]", i)
		if node, ok := strict.Find(root, "actions", fmt.Sprint(i)); ok {
			r.keys(node, a.Extra, at, "target", "description", "update", "copy", "remove")
		}
		one := action{at: at, update: a.Update, remove: a.Remove}
		one.target = r.query(a.Target, at+".target")
		if a.Copy != nil {
			from := r.query(a.Copy, at+".copy")
			one.copy = &from
		}
		made.actions = append(made.actions, one)
	}
	r.problems.Sort()
	return made, r.problems
}

type reader struct {
	file     string
	problems strict.Problems
}

func (r *reader) problem(pos strict.Pos, path, message, near string) {
	r.problems = append(r.problems, strict.Problem{
		File: r.file, Pos: pos, Path: path, Message: message, Suggestion: near,
	})
}

// keys reports the keys that overlays do not have; extensions begin with x-.
func (r *reader) keys(n *yaml.Node, extra map[string]*yaml.Node, at string, known ...string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if _, ok := extra[key.Value]; ok && !strings.HasPrefix(key.Value, "x-") {
			delete(extra, key.Value) // a duplicate is reported already
			r.problem(strict.PosOf(key), at, fmt.Sprintf("unknown key %q", key.Value),
				strict.Suggest(key.Value, known))
		}
	}
}

// query reads a JSONPath.
func (r *reader) query(n *yaml.Node, at string) query {
	if n == nil {
		return query{} // reported as a missing key
	}
	q := query{text: n.Value, pos: strict.PosOf(n)}
	switch {
	case n.Kind != yaml.ScalarNode || n.Tag == "!!null":
		r.problem(q.pos, at, "is not JSONPath: write it in quotes, as \"$.paths['/things'].get\"",
			"")
		return query{}
	case len(n.Value) > maxTarget:
		r.problem(q.pos, at, fmt.Sprintf("is longer than %d bytes", maxTarget), "")
		return query{}
	}
	path, err := jsonpath.Parse(n.Value)
	if err != nil {
		message := strings.TrimPrefix(err.Error(), jsonpath.ErrPathParse.Error()+": ")
		if hyphened.MatchString(n.Value) {
			message += "; a name with a hyphen is written in brackets, as ['x-a']"
		}
		r.problem(q.pos, at, fmt.Sprintf("%q is not a valid JSONPath (RFC 9535): %s",
			shown(n.Value), message), "")
		return query{}
	}
	q.path = path.Query()
	return q
}

// Steps returns the keys of a JSONPath that leads to one place by names alone; false: it is
// another.
func Steps(target string) (steps []string, ok bool) {
	path, err := jsonpath.Parse(target)
	if err != nil || len(target) > maxTarget {
		return nil, false
	}
	for _, segment := range path.Query().Segments() {
		name, isName := segment.Selectors()[0].(spec.Name)
		if !isName || segment.IsDescendant() || len(segment.Selectors()) > 1 {
			return nil, false
		}
		steps = append(steps, string(name))
	}
	return steps, true
}

// hyphened matches a name with a hyphen that is written after a dot.
var hyphened = regexp.MustCompile(`\.[A-Za-z_]\w*-`)

// shown cuts a text that is quoted in an error.
func shown(text string) string {
	const most = 200
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
