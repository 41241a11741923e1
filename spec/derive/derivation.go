package derive

import "example.com/toeline/spec/openapi"

// Derivation is what was derived from a plain description, as texts of YAML.
type Derivation struct {
	// Root is the x-conformance of the root, with that key.
	Root string
	// Named are the schemas of the description that checks name, and Schemas those that were made,
	// each with its name as the key.
	Named   []Named
	Schemas []string
	// Operations are those that have cases.
	Operations []Operation
	// Kinds are the collections of the kinds of resources, by name.
	Kinds map[string]string
	// Edits is in how many places a person must fill something in.
	Edits int
	// Left is what there would be too many cases of.
	Left []openapi.Note
	// Description is what everything was derived from.
	Description *openapi.Description
}

// Named is a schema at a place of the description, with the name that was given to it.
type Named struct {
	Name string
	At   []string
}

// Operation is the x-conformance of an operation, as YAML with that key.
type Operation struct {
	Operation *openapi.Operation
	Text      string
}

// OwnSchemas is what the names of schemas begin with that are made.
const OwnSchemas = "Toeline_"

// Of makes the requirements and cases of a plain description. Kinds that were named before, with
// their collections, have their names again. The error says why the description cannot be used.
func Of(source openapi.Source, before map[string]string) (*Derivation, error) {
	s, err := derive(source, before)
	if err != nil {
		return nil, err
	}
	d := &Derivation{
		Root: s.rootText(), Kinds: s.collections, Edits: s.edits, Left: s.left, Description: s.api,
	}
	for _, named := range s.schemas {
		d.Named = append(d.Named, Named{named.name, named.at})
	}
	for _, name := range s.order {
		d.Schemas = append(d.Schemas, s.itemSchemaText(name))
	}
	for _, part := range s.parts {
		d.Operations = append(d.Operations, Operation{part.op, part.text})
	}
	return d, nil
}
