package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// bill is a software bill of materials, as CycloneDX 1.6 has it.
type bill struct {
	BOMFormat   string `json:"bomFormat"`
	SpecVersion string `json:"specVersion"`
	Version     int    `json:"version"`
	Metadata    struct {
		Component component `json:"component"`
	} `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	PURL       string     `json:"purl,omitempty"`
	Hashes     []hash     `json:"hashes,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn"`
}

// writeBills writes the bill of each binary, beside it.
func writeBills(dir string, v version, all []binary) error {
	for i := range all {
		made, err := billOf(v, &all[i])
		if err != nil {
			return err
		}
		text, err := json.MarshalIndent(made, "", "  ")
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(all[i].file(), ".exe") + ".cdx.json"
		if err := os.WriteFile(filepath.Join(dir, name), append(text, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// billOf returns the bill of a binary: the modules that the linker recorded in it, and Go's
// standard library.
func billOf(v version, b *binary) (*bill, error) {
	info, err := buildinfo.Read(bytes.NewReader(b.content))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", b.path, err)
	}
	made := &bill{BOMFormat: "CycloneDX", SpecVersion: "1.6", Version: 1}
	whole := component{
		Type: "application", Ref: "toeline", Name: "toeline", Version: v.described,
		Hashes: []hash{{"SHA-256", b.sum()}},
	}
	for _, s := range info.Settings {
		if s.Key == "GOOS" || s.Key == "GOARCH" || s.Key == "CGO_ENABLED" {
			whole.Properties = append(whole.Properties, property{"toeline:" + s.Key, s.Value})
		}
	}
	made.Metadata.Component = whole
	made.Components = libraries(info)
	depends := dependency{Ref: whole.Ref}
	for i := range made.Components {
		depends.DependsOn = append(depends.DependsOn, made.Components[i].Ref)
	}
	made.Dependencies = []dependency{depends}
	return made, nil
}

// libraries are the components of a binary.
func libraries(info *buildinfo.BuildInfo) []component {
	// The toolchain's version may be followed by settings, as X:experiment.
	toolchain, _, _ := strings.Cut(strings.TrimPrefix(info.GoVersion, "go"), " ")
	all := []component{library("std", toolchain)}
	for _, module := range info.Deps {
		if module.Replace != nil {
			module = module.Replace
		}
		all = append(all, library(module.Path, module.Version))
	}
	return all
}

// library returns the component of a Go module. In a package URL a plus is escaped.
func library(path, version string) component {
	purl := "pkg:golang/" + path + "@" + strings.ReplaceAll(version, "+", "%2B")
	return component{Type: "library", Ref: purl, Name: path, Version: version, PURL: purl}
}
