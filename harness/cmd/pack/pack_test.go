package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// packed packs a small static executable for every platform, and returns the folder.
func packed(t *testing.T) string {
	t.Helper()
	source := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(t.TempDir(), "made")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-ldflags", "-s -w", "-o", made, source)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	content := read(t, made)
	dir := t.TempDir()
	for _, p := range platforms {
		if err := os.WriteFile(filepath.Join(dir, p.file()), content, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := pack(dir, "v1.2.3", "../../../LICENSE"); err != nil {
		t.Fatal(err)
	}
	return dir
}

func names(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for i := range found {
		found[i] = filepath.Base(found[i])
	}
	return found
}

func read(t *testing.T, parts ...string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// TestPackages reads back everything that is made of the binaries, and makes it twice.
func TestPackages(t *testing.T) {
	t.Parallel()
	dir := packed(t)
	t.Run("npm", func(t *testing.T) { npmHolds(t, filepath.Join(dir, "npm")) })
	t.Run("wheel", func(t *testing.T) { wheelsHold(t, filepath.Join(dir, "wheel")) })
	t.Run("bill", func(t *testing.T) { billsHold(t, dir) })
	t.Run("image", func(t *testing.T) { imageHolds(t, filepath.Join(dir, "image")) })
	t.Run("reproducible", func(t *testing.T) {
		all, err := binaries(dir)
		if err != nil {
			t.Fatal(err)
		}
		one, err := wheel(version{python: "1.2.3"}, nil, &all[0])
		if err != nil {
			t.Fatal(err)
		}
		another, err := wheel(version{python: "1.2.3"}, nil, &all[0])
		if err != nil || !bytes.Equal(one, another) {
			t.Errorf("two wheels of one binary differ, %v", err)
		}
	})
}

func npmHolds(t *testing.T, dir string) {
	want := []string{
		"toeline-1.2.3.tgz", "toeline-darwin-arm64-1.2.3.tgz", "toeline-darwin-x64-1.2.3.tgz",
		"toeline-linux-arm64-1.2.3.tgz", "toeline-linux-x64-1.2.3.tgz",
		"toeline-win32-arm64-1.2.3.tgz", "toeline-win32-x64-1.2.3.tgz",
	}
	if diff := cmp.Diff(want, names(t, filepath.Join(dir, "*"))); diff != "" {
		t.Fatal(diff)
	}
	whole := npmFiles(t, filepath.Join(dir, want[0]))
	var main manifest
	if err := json.Unmarshal(whole["package/package.json"], &main); err != nil {
		t.Fatal(err)
	}
	if whole["package/"+main.Bin["toeline"]] == nil {
		t.Errorf("the command %q is not in the package", main.Bin["toeline"])
	}
	for _, name := range want[1:] {
		files := npmFiles(t, filepath.Join(dir, name))
		var one manifest
		if err := json.Unmarshal(files["package/package.json"], &one); err != nil {
			t.Fatal(err)
		}
		if main.Optional[one.Name] != one.Version || one.Version != "1.2.3" {
			t.Errorf("%s %s is not what the main package asks for", one.Name, one.Version)
		}
		binary := "package/bin/toeline"
		if one.OS[0] == "win32" {
			binary += ".exe"
		}
		if one.Name != "@toeline/"+one.OS[0]+"-"+one.CPU[0] || files[binary] == nil {
			t.Errorf("%s: the launcher does not find %s", name, binary)
		}
	}
}

// npmFiles are the files of a package. The command may be carried out.
func npmFiles(t *testing.T, path string) map[string][]byte {
	t.Helper()
	unpacked, err := gzip.NewReader(bytes.NewReader(read(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for archive := tar.NewReader(unpacked); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if all[header.Name], err = io.ReadAll(archive); err != nil {
			t.Fatal(err)
		}
		isCommand := strings.HasPrefix(header.Name, "package/bin/")
		if got := header.Mode&0o111 != 0; got != isCommand {
			t.Errorf("%s: %s has the mode %o", path, header.Name, header.Mode)
		}
	}
}

func wheelsHold(t *testing.T, dir string) {
	want := []string{
		"toeline-1.2.3-py3-none-macosx_12_0_arm64.whl",
		"toeline-1.2.3-py3-none-macosx_12_0_x86_64.whl",
		"toeline-1.2.3-py3-none-manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
		"toeline-1.2.3-py3-none-manylinux2014_x86_64.musllinux_1_1_x86_64.whl",
		"toeline-1.2.3-py3-none-win_amd64.whl", "toeline-1.2.3-py3-none-win_arm64.whl",
	}
	if diff := cmp.Diff(want, names(t, filepath.Join(dir, "*"))); diff != "" {
		t.Fatal(diff)
	}
	for _, name := range want {
		archive, err := zip.OpenReader(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer archive.Close()
		recorded, last := "", ""
		var lines []string
		commands := 0
		for _, file := range archive.File {
			in, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			last = file.Name
			if strings.HasSuffix(file.Name, "/RECORD") {
				recorded = string(content)
				lines = append(lines, file.Name+",,")
				continue
			}
			if file.Mode()&0o111 != 0 {
				commands++
			}
			sum := sha256.Sum256(content)
			lines = append(lines, fmt.Sprintf("%s,sha256=%s,%d", file.Name,
				base64.RawURLEncoding.EncodeToString(sum[:]), len(content)))
		}
		got := strings.Split(strings.TrimSpace(recorded), "\n")
		slices.Sort(got)
		slices.Sort(lines)
		if diff := cmp.Diff(lines, got); diff != "" {
			t.Errorf("%s: the record is not what is in it (-in it +record):\n%s", name, diff)
		}
		if commands != 1 || !strings.HasSuffix(last, "/RECORD") {
			t.Errorf("%s: %d commands, the last file is %s", name, commands, last)
		}
	}
}

// billsHold checks what the schema of CycloneDX 1.6 requires, and that each binary has its bill.
func billsHold(t *testing.T, dir string) {
	for _, p := range platforms {
		name := strings.TrimSuffix(p.file(), ".exe") + ".cdx.json"
		var made bill
		if err := json.Unmarshal(read(t, dir, name), &made); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(read(t, dir, p.file()))
		about := made.Metadata.Component
		if made.BOMFormat != "CycloneDX" || made.SpecVersion != "1.6" || made.Version != 1 ||
			about.Type != "application" || about.Version != "v1.2.3" ||
			about.Hashes[0] != (hash{"SHA-256", fmt.Sprintf("%x", sum)}) {
			t.Errorf("%s is of %+v", name, about)
		}
		refs := map[string]bool{about.Ref: true}
		for _, c := range made.Components {
			if c.Type != "library" || c.Name == "" || c.Version == "" || refs[c.Ref] ||
				!regexp.MustCompile(`^pkg:golang/[^@+]+@[^@+]+$`).MatchString(c.PURL) {
				t.Errorf("%s: a component is %+v", name, c)
			}
			refs[c.Ref] = true
		}
		if !refs["pkg:golang/std@"+strings.TrimPrefix(runtime.Version(), "go")] {
			t.Errorf("%s leaves out the standard library: %v", name, refs)
		}
		for _, ref := range made.Dependencies[0].DependsOn {
			if !refs[ref] {
				t.Errorf("%s depends on %s, which is not in it", name, ref)
			}
		}
		if n := len(made.Dependencies[0].DependsOn); n != len(made.Components) {
			t.Errorf("%s depends on %d of %d components", name, n, len(made.Components))
		}
	}
}

// TestLibraries: a module that is replaced is the one that is in the binary.
func TestLibraries(t *testing.T) {
	t.Parallel()
	got := libraries(&debug.BuildInfo{GoVersion: "go1.26.8", Deps: []*debug.Module{
		{Path: "example.org/one", Version: "v2.0.0+incompatible"},
		{
			Path: "example.org/two", Version: "v1.0.0",
			Replace: &debug.Module{Path: "example.org/fork", Version: "v1.0.1"},
		},
	}})
	var urls []string
	for _, c := range got {
		urls = append(urls, c.PURL)
	}
	if diff := cmp.Diff([]string{
		"pkg:golang/std@1.26.8", "pkg:golang/example.org/one@v2.0.0%2Bincompatible",
		"pkg:golang/example.org/fork@v1.0.1",
	}, urls); diff != "" {
		t.Error(diff)
	}
}

// imageHolds checks that what the Dockerfile copies is there for each architecture, that what it
// runs is what it copied, and that it runs as nobody.
func imageHolds(t *testing.T, dir string) {
	text := string(read(t, dir, "Dockerfile"))
	_, last, ok := strings.Cut(text, "\nFROM scratch\n")
	if !ok {
		t.Fatal("the image is not from scratch")
	}
	copied := map[string]string{} // destination: source
	for line := range strings.Lines(last) {
		words := strings.Fields(line)
		if len(words) > 2 && words[0] == "COPY" {
			copied[words[len(words)-1]] = words[len(words)-2]
		}
	}
	run := regexp.MustCompile(`(?m)^ENTRYPOINT \["([^"]+)"\]$`).FindStringSubmatch(last)
	if run == nil || copied[run[1]] == "" {
		t.Fatalf("it runs %v, of what it copied, %v", run, copied)
	}
	for _, arch := range []string{"amd64", "arm64"} {
		source := strings.ReplaceAll(copied[run[1]], "${TARGETARCH}", arch)
		info, err := os.Stat(filepath.Join(dir, source))
		if err != nil || info.Mode()&0o111 == 0 {
			t.Errorf("%s: %v", source, err)
		}
	}
	// The first place where crypto/x509 looks on Linux.
	if copied["/etc/ssl/certs/ca-certificates.crt"] == "" {
		t.Errorf("there are no certificates: %v", copied)
	}
	user := regexp.MustCompile(`(?m)^USER (\d+):(\d+)$`).FindStringSubmatch(last)
	if user == nil || user[1] == "0" || user[2] == "0" {
		t.Errorf("it runs as %v", user)
	}
}

// TestStatic: an executable that needs a loader cannot run in an image from scratch.
func TestStatic(t *testing.T) {
	t.Parallel()
	const dynamic = "/bin/sh"
	content, err := os.ReadFile(dynamic)
	if err != nil || !bytes.Contains(content, []byte("ld-linux")) {
		t.Skipf("%s is not linked to glibc here: %v", dynamic, err)
	}
	if err := static(content); err == nil {
		t.Errorf("%s passes for static", dynamic)
	}
	if err := static([]byte("#!/bin/sh\n")); err == nil {
		t.Error("a script passes for static")
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]version{
		"v1.2.3":       {npm: "1.2.3", python: "1.2.3"},
		"v1.2.3-dirty": {npm: "0.0.0-git-1-2-3-dirty", python: "1.2.3+dirty"},
		"v1.2.3-4-gabc0123": {
			npm: "0.0.0-git-1-2-3-4-gabc0123", python: "1.2.3+4.gabc0123",
		},
		"0123456":       {npm: "0.0.0-git-g0123456", python: "0.0.0+g0123456"},
		"abc0123-dirty": {npm: "0.0.0-git-gabc0123-dirty", python: "0.0.0+gabc0123.dirty"},
		"gate-D-207-gabc0123": {
			npm: "0.0.0-git-gate-D-207-gabc0123", python: "0.0.0+gate.d.207.gabc0123",
		},
	} {
		want.described = text
		if got, err := parseVersion(text); err != nil || got != want {
			t.Errorf("%s is %+v, want %+v, %v", text, got, want, err)
		}
	}
	for _, text := range []string{"", "-v1", "../1.2.3", "1.2.3\n", "1 2"} {
		if got, err := parseVersion(text); err == nil {
			t.Errorf("%q is %+v", text, got)
		}
	}
}

func TestNoBinaries(t *testing.T) {
	t.Parallel()
	err := pack(t.TempDir(), "v1.2.3", "../../../LICENSE")
	if err == nil || !strings.Contains(err.Error(), "run make dist") {
		t.Errorf("an empty folder is packed: %v", err)
	}
}
