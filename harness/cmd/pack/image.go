package main

import (
	"bytes"
	"debug/elf"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
)

//go:embed image/Dockerfile
var dockerfile []byte

// writeImage writes what an image is built from: its Dockerfile, and the binaries for Linux.
func writeImage(dir string, all []binary) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for i := range all {
		b := &all[i]
		if b.os != "linux" {
			continue
		}
		if err := static(b.content); err != nil {
			return fmt.Errorf("%s cannot run in an image from scratch: %w", b.path, err)
		}
		if err := os.WriteFile(filepath.Join(dir, b.file()), b.content, 0o755); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "Dockerfile"), dockerfile, 0o644)
}

// static returns why an executable is not static: it asks for a loader or for libraries.
func static(executable []byte) error {
	file, err := elf.NewFile(bytes.NewReader(executable))
	if err != nil {
		return err
	}
	for _, segment := range file.Progs {
		if segment.Type == elf.PT_INTERP {
			return fmt.Errorf("it asks for a loader")
		}
	}
	libraries, err := file.ImportedLibraries()
	if err == nil && len(libraries) > 0 {
		return fmt.Errorf("it asks for %v", libraries)
	}
	return err
}
