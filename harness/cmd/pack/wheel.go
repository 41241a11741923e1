package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// writeWheels writes a wheel for each binary, which pip puts among the scripts.
func writeWheels(dir string, v version, terms []byte, all []binary) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for i := range all {
		b := &all[i]
		made, err := wheel(v, terms, b)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("toeline-%s-py3-none-%s.whl", v.python, strings.Join(b.wheel, "."))
		if err := os.WriteFile(filepath.Join(dir, name), made, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// wheel returns the wheel of a binary.
func wheel(v version, terms []byte, b *binary) ([]byte, error) {
	info, about := "toeline-"+v.python+".dist-info/", &strings.Builder{}
	about.WriteString("Wheel-Version: 1.0\nGenerator: toeline\nRoot-Is-Purelib: false\n")
	for _, tag := range b.wheel {
		fmt.Fprintf(about, "Tag: py3-none-%s\n", tag)
	}
	files := []output{
		{"toeline-" + v.python + ".data/scripts/" + b.command(), b.content, true},
		{info + "METADATA", fmt.Appendf(nil, "Metadata-Version: 2.4\nName: toeline\nVersion: %s\n"+
			"Summary: %s\nLicense-Expression: Apache-2.0\nLicense-File: LICENSE\n"+
			"Requires-Python: >=3.8\n", v.python, summary), false},
		{info + "WHEEL", []byte(about.String()), false},
		{info + "licenses/LICENSE", terms, false},
	}
	record := &strings.Builder{}
	for _, file := range files {
		sum := sha256.Sum256(file.content)
		fmt.Fprintf(record, "%s,sha256=%s,%d\n", file.name,
			base64.RawURLEncoding.EncodeToString(sum[:]), len(file.content))
	}
	fmt.Fprintf(record, "%sRECORD,,\n", info)
	// The record comes last, as the format recommends.
	files = append(sorted(files), output{info + "RECORD", []byte(record.String()), false})
	var made bytes.Buffer
	archive := zip.NewWriter(&made)
	for _, file := range files {
		header := &zip.FileHeader{
			Name: file.name, Method: zip.Deflate,
			Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
		}
		header.SetMode(file.mode())
		to, err := archive.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := to.Write(file.content); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return made.Bytes(), nil
}
