package strict

import "go.yaml.in/yaml/v4"

// Entry is one pair of an Ordered map.
type Entry[T any] struct {
	Key   string
	Pos   // of the key
	Value T
}

// Ordered is a mapping from text to T that keeps the order and the positions of
// its keys. The zero value is empty. Keys are unique.
type Ordered[T any] struct {
	Pos     // of the mapping
	Entries []Entry[T]
}

// UnmarshalStrict implements Unmarshaler.
func (o *Ordered[T]) UnmarshalStrict(d *Decoder, n *yaml.Node) {
	o.Pos, o.Entries = PosOf(n), nil
	if isNull(n) {
		d.Problem(n, "is empty, a mapping is wanted")
		return
	}
	if n.Kind != yaml.MappingNode {
		d.Problem(n, "a mapping is wanted, got %s", describe(n))
		return
	}
	o.Entries = make([]Entry[T], 0, len(n.Content)/2)
	for key, item := range pairs(n) {
		entry := Entry[T]{Key: key.Value, Pos: PosOf(key)}
		d.At(key.Value).Decode(item, &entry.Value)
		o.Entries = append(o.Entries, entry)
	}
}

// Get returns the value of the key, and whether it is there.
func (o Ordered[T]) Get(key string) (T, bool) {
	for _, entry := range o.Entries {
		if entry.Key == key {
			return entry.Value, true
		}
	}
	var none T
	return none, false
}

// Keys returns the keys in their order.
func (o Ordered[T]) Keys() []string {
	keys := make([]string, len(o.Entries))
	for i, entry := range o.Entries {
		keys[i] = entry.Key
	}
	return keys
}
