package spec

import (
	"slices"

	"example.com/toeline/spec/strict"
)

// Kind is a sort of thing that a target holds, as the document declares it.
type Kind struct {
	Pos strict.Pos `yaml:"-"`
	// Name is the plural, the key in fixtures: tasks.
	Name string `yaml:"-"`
	// Singular is the name that cases use: task.
	Singular string `yaml:"role,required"`
	// Schema names the component schema of one resource.
	Schema string `yaml:"schema,required"`
	// ID is the property that identifies a resource.
	ID string `yaml:"id,required"`
	// Absent is a regular expression (RE2) whose matches are ids that name
	// nothing, when one of them is made at random.
	Absent string `yaml:"absent,required"`
	// Example is an id that the description shows. Where fixtures give no resource, requests that
	// only read name it, and are not judged where it names nothing.
	Example string `yaml:"example"`
	// Roles name subsets of the resources: a property must have a value of the
	// enum of a component schema.
	Roles strict.Ordered[map[string]string] `yaml:"roles"`

	schema *Schema
	roles  map[string]map[string][]string // role → property → allowed values
}

// Check returns every way in which a resource, its id included, breaks the
// kind's schema.
func (k Kind) Check(item map[string]any) []Violation { return k.schema.Validate(item) }

// CheckID returns every way in which a text is not an id of the kind.
func (k Kind) CheckID(id string) []Violation {
	schema, ok := k.schema.Property(k.ID)
	if !ok {
		return nil
	}
	return schema.Validate(id)
}

// Enum returns the values that the document lists for a property; nil when it
// lists none.
func (k Kind) Enum(property string) []string {
	schema, ok := k.schema.Property(property)
	if !ok {
		return nil
	}
	return schema.Enum()
}

// Properties returns the names of an item's properties, the id's included.
func (k Kind) Properties() []string { return k.schema.Properties() }

// Plays says whether an item of these properties plays a role of the kind.
func (k Kind) Plays(role string, properties map[string]string) bool {
	wanted, ok := k.roles[role]
	for property, values := range wanted {
		ok = ok && slices.Contains(values, properties[property])
	}
	return ok
}
