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
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/internal/proxy"
)

// The bounds of what references of one description fetch.
const (
	fetchTimeout = 30 * time.Second // of one file
	maxFetching  = 2 * time.Minute  // of all
	maxFetched   = 200              // files
	maxRedirects = 5                // of one file
)

const giveRemote = "give --allow-remote-refs to follow it"

// elsewhere opens what a description refers to.
type elsewhere struct {
	document string
	base     *url.URL // of a description that was fetched; nil: it is a file
	// anywhere is --allow-remote-refs: all files and hosts, and not the folder alone.
	anywhere bool

	mu      sync.Mutex
	fetched map[string]fetchedFile
	spent   time.Duration
	bytes   int
}

type fetchedFile struct {
	data []byte
	at   *url.URL // after redirects
	err  error
}

// moved returns where a file is that was fetched; any other is where it was sought.
func (e *elsewhere) moved(location string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if known, ok := e.fetched[location]; ok && known.at != nil {
		return known.at.String()
	}
	return location
}

// open returns a file by its location from the folder of the description, or its URL.
func (e *elsewhere) open(location string) ([]byte, error) {
	to, err := url.Parse(location)
	switch {
	case err == nil && to.Host != "":
		return e.fetch(to)
	case e.document == "-":
		return nil, errors.New("a description from standard input has no folder: save it to a " +
			"file beside what it refers to")
	case e.anywhere:
		name := filepath.Join(filepath.Dir(e.document), filepath.FromSlash(location))
		return infile.ReadRegular(name, infile.Contract)
	case !filepath.IsLocal(filepath.FromSlash(location)):
		return nil, fmt.Errorf("%s is outside of the folder of %s: %s", location, e.document,
			giveRemote)
	}
	return e.beside(location)
}

// beside opens a file in the folder of a document, or below it; links that leave it are refused.
func (e *elsewhere) beside(location string) ([]byte, error) {
	root, err := os.OpenRoot(filepath.Dir(e.document))
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

// fetch returns what is at a URL, which is fetched once.
func (e *elsewhere) fetch(to *url.URL) ([]byte, error) {
	if err := e.may(to); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if known, ok := e.fetched[to.String()]; ok {
		return known.data, known.err
	}
	switch {
	case len(e.fetched) >= maxFetched:
		return nil, fmt.Errorf("it is not fetched: %d files are already", maxFetched)
	case e.spent >= maxFetching:
		return nil, fmt.Errorf("it is not fetched: others took %v already", maxFetching)
	case e.bytes >= 2*infile.Contract:
		return nil, fmt.Errorf("it is not fetched: others have %d MiB already", e.bytes>>20)
	}
	begun := time.Now()
	var got fetchedFile
	got.data, got.at, got.err = fetch(to.String(), e.may)
	e.spent += time.Since(begun)
	e.bytes += len(got.data)
	if e.fetched == nil {
		e.fetched = map[string]fetchedFile{}
	}
	e.fetched[to.String()] = got
	return got.data, got.err
}

// may returns why a URL is not fetched; nil: it is.
func (e *elsewhere) may(to *url.URL) error {
	switch {
	case to.Scheme != "http" && to.Scheme != "https":
		return errors.New("files and http(s) URLs are read alone")
	case to.User != nil:
		return errors.New("it holds a user name or password, and none is sent")
	case e.anywhere:
		return nil
	case e.base == nil:
		return errors.New("it is not fetched: " + giveRemote)
	case to.Scheme != e.base.Scheme || to.Host != e.base.Host || !below(e.base.Path, to.Path) ||
		!below(e.base.EscapedPath(), to.EscapedPath()):
		return errors.New("it is outside of the folder of the description: " + giveRemote)
	}
	return nil
}

// below reports whether a path is in the folder of another one.
func below(document, to string) bool {
	folder := path.Clean("/" + document[:strings.LastIndex(document, "/")+1])
	return strings.HasPrefix(path.Clean("/"+to), strings.TrimSuffix(folder, "/")+"/")
}

// fetch returns what is at a URL, and the URL at which it is after redirects, each of which may
// allows; nil: all. It sends neither credentials nor where it comes from.
func fetch(location string, may func(*url.URL) error) ([]byte, *url.URL, error) {
	ctx, cancel := context.WithTimeout(context.Background(), fetchTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, location, http.NoBody)
	if err != nil {
		return nil, nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = func(r *http.Request) (*url.URL, error) { return proxy.For(r.URL) }
	transport.DisableKeepAlives = true
	client := &http.Client{
		Transport: transport,
		CheckRedirect: func(next *http.Request, before []*http.Request) error {
			next.Header.Del("Referer")
			switch {
			case len(before) > maxRedirects:
				return fmt.Errorf("more than %d redirects", maxRedirects)
			case next.URL.Scheme != "https" && before[0].URL.Scheme == "https":
				return errors.New("a redirect from https to http")
			case may == nil:
				return nil
			}
			return may(next.URL)
		},
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<16))
		return nil, nil,
			fmt.Errorf("%s: answered %s", location, strings.TrimSpace(response.Status))
	}
	data, err := infile.All(response.Body, infile.Contract)
	return data, response.Request.URL, err
}
