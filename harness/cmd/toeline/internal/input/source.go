package input

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/internal/proxy"
	"example.com/toeline/spec/openapi"
)

// fileReference matches a reference to another file, by its location.
var fileReference = regexp.MustCompile(`\$ref["']?\s*:\s*["']?([^"'#\s{}]+)`)

// maxOthers bounds how many files are looked at for further references.
const maxOthers = 1000

// others returns the files that a description refers to, and those that they refer to. They are
// read when they are needed; here is noted which they are.
func others(name string, source openapi.Source) (all []string) {
	if source.Open == nil {
		return nil
	}
	seen := map[string]bool{}
	var visit func(folder string, data []byte)
	visit = func(folder string, data []byte) {
		for _, match := range fileReference.FindAllSubmatch(data, -1) {
			location := path.Join(folder, string(match[1]))
			if seen[location] || len(seen) >= maxOthers {
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

// Source reads the text of a description. Other files that it refers to are read from its folder
// alone, and from nowhere for one that is not a file.
func Source(name string) (openapi.Source, error) {
	source := openapi.Source{File: name}
	var err error
	switch {
	case name == "-":
		source.File = "stdin"
		source.Data, err = infile.All(os.Stdin, infile.Contract)
	case IsURL(name):
		if u, err := url.Parse(name); err == nil && u.User != nil {
			return source,
				errors.New("the URL holds a user name or password, which would be shown: " +
					"save what is there to a file")
		}
		source.Data, err = fetch(name)
	default:
		source.Data, err = infile.Read(name, infile.Contract)
		source.Open = beside(name)
	}
	return source, err
}

// IsURL reports whether the name of a document is a URL.
func IsURL(name string) bool {
	u, err := url.Parse(name)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// beside opens files in the folder of a document, and below it; links that leave it are refused.
func beside(document string) func(string) ([]byte, error) {
	return func(location string) ([]byte, error) {
		root, err := os.OpenRoot(filepath.Dir(document))
		if err != nil {
			return nil, err
		}
		defer root.Close()
		name := filepath.FromSlash(location)
		if info, err := root.Stat(name); err == nil && !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s: is not a regular file", location)
		}
		file, err := root.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		return infile.All(file, infile.Contract)
	}
}

// fetchTimeout bounds the reading of a description from a URL.
const fetchTimeout = 30 * time.Second

func fetch(location string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), fetchTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, location, http.NoBody)
	if err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = func(r *http.Request) (*url.URL, error) { return proxy.For(r.URL) }
	transport.DisableKeepAlives = true
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<16))
		return nil, fmt.Errorf("%s: answered %s", location, strings.TrimSpace(response.Status))
	}
	return infile.All(response.Body, infile.Contract)
}
