package waiver

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// Target is a pattern of base URLs, as result.MatchesTarget matches it.
type Target string

// UnmarshalStrict refuses a pattern that no base URL could match.
func (t *Target) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	var text string
	if !d.Decode(n, &text) {
		return
	}
	if !strings.HasPrefix(text, "*") && !strings.HasPrefix(strings.ToLower(text), "http") {
		d.Problem(n,
			"matches no base URL: write it as --target takes it, with * for a part of it, "+
				"as http://127.0.0.1:*/beta or **.example.com/beta")
	}
	*t = Target(text)
}
