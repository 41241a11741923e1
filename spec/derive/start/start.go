package start

import (
	"bytes"
	"fmt"
	"path"
	"slices"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/overlay"
	"example.com/toeline/spec/strict"
)

// Start is what was derived from a plain description, to be edited by a person.
type Start struct {
	// Text is an overlay, or the whole document with what was derived, as YAML. Nil: the earlier
	// one has all of it.
	Text []byte
	// Edits is in how many places a person must fill something in; each is
	// marked by a comment that begins with EDIT.
	Edits int
	// Left is what there would be too many cases of.
	Left []openapi.Note
	// Changes says what became of an earlier start.
	Changes Changes
}

// Form is how a start is written.
type Form struct {
	// Whole is for the whole document, and not an overlay.
	Whole bool
	// Extends is the reference to the description from the folder that is written to; empty: it
	// has none. The references of a whole document are changed by it.
	Extends string
	// Anywhere reports whether references may leave the folder that is written to.
	Anywhere bool
	// File and Earlier are the start that is there already, and may be edited; nil: there is none.
	File    string
	Earlier []byte
}

// New makes requirements and cases for what a plain description documents already: success,
// media types and schemas of responses, credentials, ids that name nothing, parameters and bodies
// that must be refused. It is a start, to be edited: of an earlier one, all that was edited is
// kept. The source is as overlay.Effective returns it. The error says why the description cannot
// be read, or that it has conformance already.
func New(source openapi.Source, form Form) (*Start, error) {
	if _, ok := strict.Find(source.Root, spec.Extension); ok {
		return nil, fmt.Errorf("%s: has %s already; edit that", source.File, spec.Extension)
	}
	earlier, err := readEarlier(form)
	if err != nil {
		return nil, err
	}
	d, err := derive.Of(source, earlier.record.Kinds)
	if err != nil {
		return nil, err
	}
	made, err := compose(d, source.Root)
	if err != nil {
		return nil, err
	}
	root := source.Root
	if form.Whole {
		root = written(source)
		inline(root, d.Description)
		for _, tree := range []*yaml.Node{root, made} {
			if err := form.move(source.File, tree); err != nil {
				return nil, err
			}
		}
	}
	start := &Start{Edits: d.Edits, Left: d.Left}
	merged := made
	if earlier.tree != nil {
		merged, start.Changes = merge(earlier, made, root)
	}
	record := recordOf(made, d.Kinds)
	if form.Whole {
		start.Text, err = whole(root, source.File, form.File, merged, record)
	} else {
		start.Text, err = overlayText(d, form, merged, record)
	}
	start.Text = encodedAs(start.Text, form.Earlier)
	if err == nil && bytes.Equal(start.Text, form.Earlier) {
		start.Text = nil
	}
	return start, err
}

// overlayText writes an overlay.
func overlayText(d *derive.Derivation, form Form, tree *yaml.Node, record record) ([]byte, error) {
	written := valueAt(tree, "extends")
	if form.Extends != "" && (written == nil || path.Clean(written.Value) != form.Extends) {
		setKey(tree, "extends", text(form.Extends), "actions")
	}
	if valueAt(tree, "info") == nil {
		info := mapping("title", text("Contract of "+d.Description.Title), "version", text("1.0.0"))
		info.Style = yaml.FlowStyle
		setKey(tree, "info", info, "extends", "actions")
	}
	setKey(tree, recordKey, record.node())
	return encoded(tree)
}

var byteOrderMark = []byte("\ufeff")

// encodedAs gives a text the line ends and the byte order mark that the one before it had.
func encodedAs(text, before []byte) []byte {
	lines := bytes.Count(before, []byte("\n"))
	if lines > 0 && bytes.Count(before, []byte("\r\n")) == lines {
		text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	if bytes.HasPrefix(before, byteOrderMark) && len(text) > 0 {
		text = slices.Concat(byteOrderMark, text)
	}
	return text
}

// encoded writes a tree as YAML, whose lines are as long as they are.
func encoded(tree *yaml.Node) ([]byte, error) {
	return strict.Marshal(tree, yaml.WithIndent(2))
}

// whole writes the document in root, of a file, with what was derived.
func whole(root *yaml.Node, of, file string, tree *yaml.Node, record record) ([]byte, error) {
	made, problems := overlay.Of(of, plainOf(tree))
	if len(problems) == 0 {
		root, problems = made.Apply(root, of)
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s: it has edits of what %s has no longer; remove them there "+
			"first, or keep them in an overlay: %s", file, of, problems[0].Message)
	}
	record.Document = plainDigest(root)
	setKey(root, recordKey, record.node())
	blockStyle(root)
	return encoded(root)
}
