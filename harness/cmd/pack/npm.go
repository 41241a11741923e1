package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// launcher is the script that runs the binary of the platform.
//
//go:embed npm.js
var launcher []byte

// manifest is a package.json.
type manifest struct {
	Name         string            `json:"name"`
	Version      string            `json:"version"`
	Description  string            `json:"description"`
	License      string            `json:"license"`
	Bin          map[string]string `json:"bin,omitempty"`
	OS           []string          `json:"os,omitempty"`
	CPU          []string          `json:"cpu,omitempty"`
	Engines      map[string]string `json:"engines,omitempty"`
	Optional     map[string]string `json:"optionalDependencies,omitempty"`
	PreferUnplug bool              `json:"preferUnplugged,omitempty"` // Yarn unpacks it
}

// writeNPM writes a package for each binary, and one that depends on all of them: npm installs
// the one whose os and cpu are those of the machine.
func writeNPM(dir string, v version, terms []byte, all []binary) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	whole := manifest{
		Name: "toeline", Version: v.npm, Description: summary, License: "Apache-2.0",
		Bin:      map[string]string{"toeline": "bin/toeline.js"},
		Engines:  map[string]string{"node": ">=18"},
		Optional: map[string]string{},
	}
	for i := range all {
		b := &all[i]
		one := manifest{
			Name: "@toeline/" + b.npmOS + "-" + b.npmArch, Version: v.npm,
			Description: summary + ": the binary for " + b.npmOS + " on " + b.npmArch,
			License:     "Apache-2.0", OS: []string{b.npmOS}, CPU: []string{b.npmArch},
			PreferUnplug: true,
		}
		whole.Optional[one.Name] = one.Version
		carried := output{"package/bin/" + b.command(), b.content, true}
		if err := writeNPMPackage(dir, one, terms, carried); err != nil {
			return err
		}
	}
	return writeNPMPackage(dir, whole, terms, output{"package/bin/toeline.js", launcher, true})
}

// writeNPMPackage writes a package as npm pack names it.
func writeNPMPackage(dir string, m manifest, terms []byte, carried output) error {
	described, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	packed := gzip.NewWriter(&b)
	archive := tar.NewWriter(packed)
	for _, file := range sorted([]output{
		{"package/package.json", append(described, '\n'), false},
		{"package/LICENSE", terms, false},
		carried,
	}) {
		header := &tar.Header{
			Name: file.name, Mode: int64(file.mode()), Size: int64(len(file.content)),
		}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if _, err := archive.Write(file.content); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	if err := packed.Close(); err != nil {
		return err
	}
	name := strings.NewReplacer("@", "", "/", "-").Replace(m.Name) + "-" + m.Version + ".tgz"
	return os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644)
}
