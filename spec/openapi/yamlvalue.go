package openapi

import (
	"encoding/json"
	"math"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// ValueOf returns what a node says as decoded JSON. Numbers are json.Number with the digits of
// the text; dates are texts.
func ValueOf(n *yaml.Node) any {
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.MappingNode:
		made := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			made[n.Content[i].Value] = ValueOf(n.Content[i+1])
		}
		return made
	case n.Kind == yaml.SequenceNode:
		made := make([]any, len(n.Content))
		for i, item := range n.Content {
			made[i] = ValueOf(item)
		}
		return made
	}
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true" || n.Value == "True" || n.Value == "TRUE"
	case "!!int", "!!float":
		if text := numberText(n); json.Valid([]byte(text)) {
			return json.Number(text)
		}
	}
	return n.Value
}

// numberText writes a number of YAML as JSON does; a text that is not a number is returned
// unchanged.
func numberText(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || json.Valid([]byte(n.Value)) {
		return n.Value
	}
	var i int64
	if n.Tag == "!!int" && n.Decode(&i) == nil { // 0x10, 1_000
		return strconv.FormatInt(i, 10)
	}
	var f float64
	// .5, +1.0
	if n.Tag == "!!float" && n.Decode(&f) == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return n.Value
}
