package input

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/lint"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// Contract reads a contract, or a plain description: a file, "-" for standard input, or a URL.
func Contract(name string) (*spec.Document, error) {
	source, err := Source(name)
	if err != nil {
		return nil, err
	}
	return lint.LoadSource(source)
}

// Source reads the text of a description. Other files that it refers to are read from its folder
// alone, and from nowhere for one that is no file.
func Source(name string) (openapi.Source, error) {
	source := openapi.Source{File: name}
	var err error
	switch {
	case name == "-":
		source.File = "stdin"
		source.Data, err = infile.All(os.Stdin, infile.Contract)
	case IsURL(name):
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
		file, err := root.Open(filepath.FromSlash(location))
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
	response, err := http.DefaultClient.Do(request)
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
