package strict

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// plain returns n as map[string]any, []any, string, int, float64, bool or nil.
// Whole numbers beyond 64 bits become float64.
func (d *Decoder) plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		values := make(map[string]any, len(n.Content)/2)
		for key, item := range pairs(n) {
			var value any
			d.At(key.Value).Decode(item, &value)
			values[key.Value] = value
		}
		return values
	case yaml.SequenceNode:
		values := make([]any, len(n.Content))
		for i, item := range n.Content {
			d.Index(i).Decode(item, &values[i])
		}
		return values
	}
	return d.plainScalar(n)
}

func (d *Decoder) plainScalar(n *yaml.Node) any {
	switch n.ShortTag() {
	case nullTag:
		return nil
	case boolTag:
		var value bool
		d.Decode(n, &value)
		return strings.EqualFold(n.Value, "true")
	case intTag:
		if i, err := strconv.ParseInt(n.Value, 0, strconv.IntSize); err == nil && !d.oddNumber(n) {
			return int(i)
		} else if err == nil {
			return nil
		}
		fallthrough
	case floatTag:
		if f, ok := d.number(n); ok {
			return f
		}
		return nil
	}
	return n.Value
}
