package waiver

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec/strict"
)

// Any is the word by which an entry waives every failure of what it names.
const Any = "any"

// Fingerprints are the failures that an entry waives.
type Fingerprints struct {
	// Any reports that it waives every failure, also those that are not known yet.
	Any  bool
	List []string
}

// UnmarshalStrict reads the word any, or a list of fingerprints.
func (f *Fingerprints) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind == yaml.ScalarNode {
		if f.Any = n.Value == Any; !f.Any {
			d.Problem(n, "is neither %q nor a list of fingerprints, as toeline waive writes it",
				Any)
		}
		return
	}
	if !d.Decode(n, &f.List) {
		return
	}
	if len(f.List) == 0 {
		d.Problem(n,
			"is empty: it waives nothing; toeline waive writes the fingerprints of a report")
	}
	for i, one := range f.List {
		if err := result.CheckFingerprint(one); err != nil {
			d.Index(i).Problem(n.Content[i], "%v", err)
		}
		if slices.Contains(f.List[:i], one) {
			d.Index(i).Problem(n.Content[i], "%q is there twice: keep one", one)
		}
	}
}

// rule returns the fingerprints as a rule has them.
func (f *Fingerprints) rule() []string {
	if f.Any {
		return nil
	}
	return append([]string{}, f.List...)
}

// otherVersion returns the problem of a file that another version of toeline has to read.
func otherVersion(name string, data []byte) strict.Problems {
	root, _ := strict.Parse(name, data)
	if _, ok := strict.Find(root, "waivers"); !ok {
		return nil // it is not a file of waivers: decoding says so
	}
	version, found := strict.Find(root, "version")
	is := "is missing, as in files of version 1"
	switch {
	case found && version.Value == fmt.Sprint(Version):
		return nil
	case found:
		is = "made by another version of toeline (waivers of version " + version.Value + ")"
	}
	return strict.Problems{{
		File: name, Pos: strict.PosOf(root), Path: "version",
		Message: fmt.Sprintf("%s; this one reads version %d, in which an entry names the failures "+
			"that it waives: make it again by toeline waive --from REPORT, or write version: %d, "+
			"and in each entry fingerprints: any to waive whatever fails", is, Version, Version),
	}}
}
