// Command pack makes what carries the binaries of out/dist, in the same folder: a bill of
// materials, packages for npm, wheels for Python and the context of a container image. The same
// binaries give the same bytes.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"example.com/toeline/harness/internal/infile"
)

// summary is what toeline is, in the words of every package.
const summary = "A conformance suite for HTTP contracts"

// mostBinary bounds a binary that is read.
const mostBinary = 256 << 20

// platform is one that a binary is built for, in the words of those who install it.
type platform struct {
	os, arch       string // as Go has them
	npmOS, npmArch string
	wheel          []string // platform tags
}

// platforms are those of the Makefile. A static binary runs with glibc and with musl. Go 1.26
// needs macOS 12.
var platforms = []platform{
	{"linux", "amd64", "linux", "x64", []string{"manylinux2014_x86_64", "musllinux_1_1_x86_64"}},
	{"linux", "arm64", "linux", "arm64", []string{
		"manylinux2014_aarch64", "musllinux_1_1_aarch64",
	}},
	{"darwin", "amd64", "darwin", "x64", []string{"macosx_12_0_x86_64"}},
	{"darwin", "arm64", "darwin", "arm64", []string{"macosx_12_0_arm64"}},
	{"windows", "amd64", "win32", "x64", []string{"win_amd64"}},
	{"windows", "arm64", "win32", "arm64", []string{"win_arm64"}},
}

// command is the file name of the binary on the platform.
func (p platform) command() string {
	if p.os == "windows" {
		return "toeline.exe"
	}
	return "toeline"
}

// file is the name of the binary in the folder of all of them.
func (p platform) file() string {
	extension := filepath.Ext(p.command())
	return "toeline-" + p.os + "-" + p.arch + extension
}

// binary is what was built for a platform.
type binary struct {
	platform
	path    string
	content []byte
}

func (b *binary) sum() string {
	sum := sha256.Sum256(b.content)
	return hex.EncodeToString(sum[:])
}

func main() {
	dir := flag.String("dir", "out/dist", "the folder of the binaries")
	described := flag.String("version", "", "the version, as git describe says it")
	license := flag.String("license", "LICENSE", "the file of the licence")
	flag.Parse()
	if err := pack(*dir, *described, *license); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// pack writes everything that carries the binaries of a folder.
func pack(dir, described, license string) error {
	v, err := parseVersion(described)
	if err != nil {
		return err
	}
	terms, err := infile.Read(license, 1<<20)
	if err != nil {
		return err
	}
	all, err := binaries(dir)
	if err != nil {
		return err
	}
	return errors.Join(writeBills(dir, v, all), writeNPM(filepath.Join(dir, "npm"), v, terms, all),
		writeWheels(filepath.Join(dir, "wheel"), v, terms, all),
		writeImage(filepath.Join(dir, "image"), all))
}

// binaries reads those that are in a folder. A folder may lack some, not all.
func binaries(dir string) ([]binary, error) {
	var all []binary
	for _, p := range platforms {
		path := filepath.Join(dir, p.file())
		content, err := readBinary(path)
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			return nil, err
		default:
			all = append(all, binary{p, path, content})
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no binary: run make dist", dir)
	}
	return all, nil
}

func readBinary(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, mostBinary))
}

// output is a file of a package. Its mode is that of a command, or of a text.
type output struct {
	name    string
	content []byte
	command bool
}

func (o output) mode() os.FileMode {
	if o.command {
		return 0o755
	}
	return 0o644
}

// sorted returns files by name, so that archives are the same each time.
func sorted(files []output) []output {
	return slices.SortedFunc(slices.Values(files), func(a, b output) int {
		if a.name < b.name {
			return -1
		}
		return 1
	})
}
