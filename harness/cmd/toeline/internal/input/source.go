package input

import (
	"errors"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sync"

	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/spec/openapi"
)

// fileReference matches a reference to another file, by its location.
var fileReference = regexp.MustCompile(`\$ref["']?\s*:\s*["']?([^"'#\s{}]+)`)

// maxOthers bounds how many files are looked at for further references.
const maxOthers = 1000

// others returns the files that a description refers to, and those that they refer to. They are
// read when they are needed; here is noted which they are.
func others(name string, source openapi.Source) (all []string) {
	if source.Open == nil || source.Base != "" || name == stdin {
		return nil
	}
	seen := map[string]bool{}
	var visit func(folder string, data []byte)
	visit = func(folder string, data []byte) {
		for _, match := range fileReference.FindAllSubmatch(data, -1) {
			location := path.Join(folder, string(match[1]))
			if IsURL(string(match[1])) || seen[location] || len(seen) >= maxOthers {
				continue
			}
			seen[location] = true
			if more, err := source.Open(location); err == nil {
				all = append(all, filepath.Join(filepath.Dir(name), filepath.FromSlash(location)))
				visit(path.Dir(location), more)
			}
		}
	}
	visit(".", source.Data)
	return all
}

// stdin is the name of a description that comes from standard input.
const stdin = "stdin"

// Source reads the text of a description. Other files that it refers to are read from its folder
// alone, unless anywhere allows all.
func Source(name string, anywhere bool) (openapi.Source, error) {
	source := openapi.Source{File: name, Anywhere: true}
	from := &elsewhere{document: name, anywhere: anywhere}
	source.Open, source.Moved = from.open, from.moved
	var err error
	switch {
	case name == "-":
		source.File = stdin
		source.Data, err = infile.All(os.Stdin, infile.Contract)
	case IsURL(name):
		if u, err := url.Parse(name); err == nil && u.User != nil {
			return source,
				errors.New("the URL holds a user name or password, which would be shown: " +
					"save what is there to a file")
		}
		source.Data, from.base, err = fetch(name, nil)
		if from.base != nil {
			source.Base = from.base.String()
		}
	default:
		source.Data, err = read(name)
	}
	return source, err
}

// piped are what was read of pipes, by their names: each can be read once, and a document is looked
// at for what it is before it is read as that.
var piped sync.Map

// read reads a file, or once a pipe, as in toeline lint <(make openapi).
func read(name string) ([]byte, error) {
	if info, err := os.Stat(name); err != nil || info.Mode().IsRegular() || info.IsDir() {
		return infile.Read(name, infile.Contract)
	}
	once, _ := piped.LoadOrStore(name, sync.OnceValues(func() ([]byte, error) {
		return infile.Read(name, infile.Contract)
	}))
	return once.(func() ([]byte, error))()
}

// IsURL reports whether the name of a document is a URL.
func IsURL(name string) bool {
	u, err := url.Parse(name)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
