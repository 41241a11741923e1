// Package strict reads YAML (and so JSON) into Go values and reports every
// mistake it finds, each with file, line, column, path and, where one is near,
// a suggestion. It never stops at the first mistake.
//
// It owns the syntax: parsing, duplicate keys, aliases, limits, unknown and
// missing keys, kinds, and the wording of those problems. It never knows what a
// key means, never reads a file or the network, never fills in a default, and
// never guesses: a number where text is wanted is a problem, not a conversion.
//
// # Reading
//
// [Parse] turns bytes into a tree, [Decode] a tree (or a part of it) into a Go
// value, [Unmarshal] does both. A tree from Parse holds no alias and no merge
// key, is at most [MaxDepth] deep, and comes from at most [MaxBytes] bytes that
// hold one YAML document.
//
// # Aliases and merge keys
//
// Parse puts what an alias names in the alias's place, shared and not copied,
// so positions are those of the anchor. A merge key (<<) is replaced by the
// keys it brings; keys of the mapping itself win, then the earlier source. All
// aliases of a document together may add at most [MaxAliased] nodes, and no alias
// may be inside what it names; otherwise there is no tree.
//
// # Scalars
//
// Keys are text, taken as written (200 is "200"), and compared so. Values
// follow YAML 1.2: yes, no, on, off and dates are text. Numbers that YAML 1.1
// and 1.2 read differently (0123, 1_000) are problems wherever a number is
// read.
//
// # Go types
//
// Structs name keys by `yaml:"key"`; `yaml:"key,required"` must be present, and
// `yaml:"key,required,unless other"` or else the other key; `yaml:",inline"`
// takes a struct's keys as its own; `yaml:"-"` is skipped. A
// field of type [Pos] gets the position of the struct's mapping. A field
// `Extra map[string]*yaml.Node` tagged `yaml:",extra"` takes every unknown key;
// without it unknown keys are problems. What is absent keeps the value it had.
// An [Enum] lists its allowed values, an [Unmarshaler] decodes itself, an
// [Ordered] keeps order and positions of keys, *yaml.Node is taken as it is,
// and any becomes plain Go values.
package strict
