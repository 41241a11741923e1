package start

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/overlay"
	"example.com/toeline/spec/strict"
)

// recordKey is the key of what init wrote.
const recordKey = spec.StartKey

// recordVersion is the version of the record.
const recordVersion = 1

// record is what a start held when it was written.
type record struct {
	Version int `yaml:"version,required"`
	// Kinds are the collections of the kinds of resources, by the name of the parameter.
	Kinds map[string]string `yaml:"kinds"`
	// Written are digests of the entries, by their keys.
	Written map[string]string `yaml:"written,required"`
	// Document is a digest of the description that a whole document has; empty: it is an overlay.
	Document string `yaml:"document"`
}

// recordOf records the entries of a tree.
func recordOf(tree *yaml.Node, kinds map[string]string) record {
	made := record{Version: recordVersion, Kinds: kinds, Written: map[string]string{}}
	for _, e := range entriesOf(tree) {
		made.Written[e.key] = e.digest()
	}
	return made
}

func (r record) node() *yaml.Node {
	version := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: fmt.Sprint(r.Version)}
	made := mapping("version", version)
	if r.Document != "" {
		setKey(made, "document", text(r.Document))
	}
	if len(r.Kinds) > 0 {
		setKey(made, "kinds", texts(r.Kinds))
	}
	setKey(made, "written", texts(r.Written))
	return made
}

// texts makes an object of texts, sorted by their keys.
func texts(values map[string]string) *yaml.Node {
	made := mapping()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		made.Content = append(made.Content, text(name), text(values[name]))
	}
	return made
}

// earlier is a start that was written before, as the tree of an overlay.
type earlier struct {
	tree   *yaml.Node // nil: there is none
	record record
}

// readEarlier reads the start that is there already.
func readEarlier(form Form) (earlier, error) {
	if form.Earlier == nil {
		return earlier{}, nil
	}
	root, problems := strict.Parse(form.File, form.Earlier)
	if root == nil || len(problems) > 0 {
		return earlier{}, problems.Err()
	}
	made := earlier{}
	node, recorded := strict.Find(root, recordKey)
	if recorded {
		problems := strict.Decode(form.File, node, &made.record, recordKey)
		if made.record.Version != recordVersion {
			problems = append(problems, strict.Problem{
				File: form.File, Pos: strict.PosOf(node), Path: recordKey,
				Message: "is of a version that this toeline does not know",
			})
		}
		if len(problems) > 0 {
			return earlier{}, problems.Err()
		}
	}
	// With the aliases as they are written, and without the CR that comments would keep.
	var document yaml.Node
	lines := bytes.ReplaceAll(form.Earlier, []byte("\r\n"), []byte("\n"))
	if err := yaml.Unmarshal(lines, &document); err != nil {
		return earlier{}, fmt.Errorf("%s: %w", form.File, err)
	}
	made.tree = document.Content[0]
	made.tree.HeadComment = strings.TrimSpace(document.HeadComment + "\n" + made.tree.HeadComment)
	if overlay.Is(root) == form.Whole || form.Whole && !recorded {
		return earlier{}, fmt.Errorf("%s: is there already, and init would lose what you edited: "+
			"name another file, or an overlay, as contract.overlay.yaml", form.File)
	}
	if !form.Whole {
		if _, problems := overlay.Read(overlay.Text{File: form.File, Data: form.Earlier}); len(
			problems) > 0 {
			return earlier{}, problems.Err()
		}
		return made, nil
	}
	if plainDigest(made.tree) != made.record.Document {
		return earlier{}, fmt.Errorf("%s: what init took from the description was edited there, "+
			"and would be lost: keep your edits in an overlay, as --out contract.overlay.yaml",
			form.File)
	}
	made.tree = lifted(made.tree)
	return made, nil
}

// plainDigest is a digest of a whole document without what init adds.
func plainDigest(root *yaml.Node) string {
	plain := copyOf(root)
	withoutConformance(plain)
	for i := 0; i+1 < len(plain.Content); i += 2 {
		if plain.Content[i].Value == recordKey {
			plain.Content = slices.Delete(plain.Content, i, i+2)
			break
		}
	}
	if schemas := valueAt(plain, "components", "schemas"); schemas != nil {
		var kept []*yaml.Node
		for i := 0; i+1 < len(schemas.Content); i += 2 {
			if !strings.HasPrefix(schemas.Content[i].Value, derive.OwnSchemas) {
				kept = append(kept, schemas.Content[i], schemas.Content[i+1])
			}
		}
		schemas.Content = kept
	}
	return digestOf(openapi.ValueOf(resolved(plain)))
}

func withoutConformance(n *yaml.Node) {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == spec.Extension {
			n.Content = slices.Delete(n.Content, i, i+2)
			i -= 2
		}
	}
	for _, child := range n.Content {
		withoutConformance(child)
	}
}

// lifted returns what init added to a whole document as the tree of an overlay.
func lifted(root *yaml.Node) *yaml.Node {
	actions := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	add := func(target string, update *yaml.Node) {
		actions.Content = append(actions.Content, action(target, update))
	}
	if conformance := valueAt(root, spec.Extension); conformance != nil {
		add("$", mapping(spec.Extension, conformance))
	}
	own := mapping()
	schemas := valueAt(root, "components", "schemas")
	for i := 0; schemas != nil && i+1 < len(schemas.Content); i += 2 {
		if strings.HasPrefix(schemas.Content[i].Value, derive.OwnSchemas) {
			own.Content = append(own.Content, schemas.Content[i], schemas.Content[i+1])
		}
	}
	if len(own.Content) > 0 {
		add("$", mapping("components", mapping("schemas", own)))
	}
	var walk func(n *yaml.Node, at []string)
	walk = func(n *yaml.Node, at []string) {
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i].Value, n.Content[i+1]
			if key == spec.Extension {
				add(pathTo(at), mapping(spec.Extension, value))
				continue
			}
			walk(value, append(slices.Clone(at), key))
		}
	}
	if paths := valueAt(root, "paths"); paths != nil {
		walk(paths, []string{"paths"})
	}
	return mapping("overlay", text("1.0.0"), "actions", actions)
}

func copyOf(n *yaml.Node) *yaml.Node {
	own := *n
	own.Content = make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		own.Content[i] = copyOf(child)
	}
	return &own
}

// digestOf is a short digest of a decoded value.
func digestOf(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6])
}
