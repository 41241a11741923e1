package swagger

import (
	"go.yaml.in/yaml/v4"
)

// schemas are the keywords under which a schema, a list or an object of schemas is.
var schemas = map[string]bool{
	"items": true, "additionalProperties": true, "not": true, "allOf": true, "anyOf": true,
	"oneOf": true,
}

// shared converts a schema that many operations may refer to, once.
func (c *converter) shared(at scope, from *yaml.Node) *yaml.Node {
	made := c.schemas[from]
	if made == nil {
		made = c.schema(at, from)
		c.schemas[from] = made
	}
	return made
}

// schema converts a schema: null values, discriminators and files are written as 3.0 has them.
func (c *converter) schema(at scope, from *yaml.Node) *yaml.Node {
	if from.Kind == yaml.SequenceNode {
		made := list(from)
		at.place(made)
		for _, item := range from.Content {
			made.Content = append(made.Content, c.schema(at, item))
		}
		return made
	}
	if from.Kind != yaml.MappingNode {
		return at.copied(from)
	}
	made := object(from)
	at.place(made)
	for key, value := range members(from) {
		switch name := key.Value; {
		case name == "properties" && value.Kind == yaml.MappingNode:
			properties := object(value)
			at.place(properties)
			for property, of := range members(value) {
				set(properties, at.copied(property), c.schema(at, of))
			}
			set(made, at.copied(key), properties)
		case schemas[name]:
			set(made, at.copied(key), c.schema(at, value))
		case name == "$ref" && value.Kind == yaml.ScalarNode:
			set(made, at.copied(key), scalar(at.copied(value), at.reference(value.Value)))
		case name == "x-nullable" && find(from, "nullable") == nil:
			set(made, named(at.copied(key), "nullable"), at.copied(value))
		case name == "discriminator" && value.Kind == yaml.ScalarNode:
			property := object(value)
			set(property, named(value, "propertyName"), at.copied(value))
			set(made, at.copied(key), property)
		case name == "type" && value.Value == "file":
			set(made, at.copied(key), scalar(value, "string"))
			set(made, named(value, "format"), scalar(value, "binary"))
		default:
			set(made, at.copied(key), at.copied(value))
		}
	}
	return made
}
