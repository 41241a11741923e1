package contracts

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"example.com/toeline/fixtures"
)

// objectServer reads the API reference of S3. It holds what was put.
type objectServer struct {
	defect  string
	mu      sync.Mutex
	buckets map[string]*bucket
	deleted map[string]bool // buckets
}

type bucket struct {
	objects map[string]object3
	order   []string        // of putting
	ghosts  map[string]bool // keys that were deleted
}

type object3 struct {
	content             []byte
	mediaType, tag      string
	note, modified, was string
}

func newObjectServer(_ *fixtures.Set, defect string) http.Handler {
	return &objectServer{
		defect: defect, buckets: map[string]*bucket{}, deleted: map[string]bool{},
	}
}

// is reports whether the server has one of some defects.
func (s *objectServer) is(defects ...string) bool { return slices.Contains(defects, s.defect) }

func (s *objectServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("x-amz-request-id", "R1")
	name, key, isObject := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if s.is("plus is a space") {
		key = strings.ReplaceAll(key, "+", " ")
	}
	if !isObject && r.Method == http.MethodPut {
		s.makeBucket(w, name)
		return
	}
	b := s.buckets[name]
	if b == nil {
		b = s.otherBucket(r, name)
	}
	switch {
	case b == nil && s.is("NoSuchKey for a bucket") && isObject:
		s.fail(w, r, http.StatusNotFound, "NoSuchKey")
	case b == nil:
		s.fail(w, r, http.StatusNotFound, "NoSuchBucket")
	case isObject:
		s.object(w, r, b, key)
	case r.Method == http.MethodDelete:
		s.removeBucket(w, r, b, name)
	case r.Method == http.MethodGet:
		s.list(w, r, b, name)
	default:
		s.fail(w, r, http.StatusMethodNotAllowed, "MethodNotAllowed")
	}
}

// otherBucket is what a defect has where there is no bucket; nil: nothing.
func (s *objectServer) otherBucket(r *http.Request, name string) *bucket {
	isList := r.Method == http.MethodGet && !strings.Contains(r.URL.Path[1:], "/")
	switch {
	case s.is("deleted bucket is empty") && s.deleted[name] && isList,
		s.is("unknown bucket is empty") && isList,
		s.is("put makes the bucket") && r.Method == http.MethodPut:
		return newBucket()
	}
	return nil
}

func newBucket() *bucket {
	return &bucket{objects: map[string]object3{}, ghosts: map[string]bool{}}
}

func (s *objectServer) makeBucket(w http.ResponseWriter, name string) {
	s.buckets[name] = newBucket()
	w.Header().Set("Location", "/"+name)
	if s.is("bucket is 201") {
		w.WriteHeader(http.StatusCreated)
	}
}

func (s *objectServer) removeBucket(
	w http.ResponseWriter, r *http.Request, b *bucket, name string,
) {
	switch {
	case len(b.objects) > 0 && s.is("full bucket is emptied"):
		clear(b.objects)
		s.fail(w, r, http.StatusConflict, "BucketNotEmpty")
		return
	case len(b.objects) > 0 && s.is("full bucket has another code"):
		s.fail(w, r, http.StatusConflict, "OperationAborted")
		return
	case len(b.objects) > 0 && !s.is("full bucket is deleted"):
		s.fail(w, r, http.StatusConflict, "BucketNotEmpty")
		return
	}
	delete(s.buckets, name)
	s.deleted[name] = true
	status := http.StatusNoContent
	if s.is("bucket is deleted with 200") {
		status = http.StatusOK
	}
	w.WriteHeader(status)
}

func (s *objectServer) object(w http.ResponseWriter, r *http.Request, b *bucket, key string) {
	if s.is("letter case is ignored") && r.Method == http.MethodGet {
		key = strings.ToLower(key)
	}
	if s.is("prefix is enough") && key == "know" {
		key = "known"
	}
	switch r.Method {
	case http.MethodPut:
		s.put(w, r, b, key)
	case http.MethodGet, http.MethodHead:
		s.get(w, r, b, key)
	case http.MethodDelete:
		s.remove(w, r, b, key)
	default:
		s.fail(w, r, http.StatusMethodNotAllowed, "MethodNotAllowed")
	}
}

func (s *objectServer) put(w http.ResponseWriter, r *http.Request, b *bucket, key string) {
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	was, exists := b.objects[key]
	sum := md5.Sum(content)
	digest := r.Header.Get("Content-MD5")
	wrong := digest != "" && digest != base64.StdEncoding.EncodeToString(sum[:])
	switch {
	case wrong && s.is("wrong digest has another code"):
		s.fail(w, r, http.StatusBadRequest, "InvalidDigest")
		return
	case wrong && !s.is("digest is ignored", "refused and stored"),
		digest != "" && !wrong && s.is("every digest is refused"):
		s.fail(w, r, http.StatusBadRequest, "BadDigest")
		return
	case exists && r.Header.Get("If-None-Match") == "*" &&
		!s.is("put over an object", "412 and put over"):
		s.fail(w, r, http.StatusPreconditionFailed, "PreconditionFailed")
		return
	case len(content) == 0 && s.is("empty is refused"):
		s.fail(w, r, http.StatusBadRequest, "InvalidRequest")
		return
	case strings.Contains(key, "é") && s.is("keys are ASCII"):
		s.fail(w, r, http.StatusBadRequest, "InvalidURI")
		return
	}
	made := object3{
		content: content, mediaType: r.Header.Get("Content-Type"),
		tag: `"` + hex.EncodeToString(sum[:]) + `"`, note: r.Header.Get("x-amz-meta-note"),
		modified: time.Now().UTC().Format(http.TimeFormat), was: string(was.content),
	}
	s.spoil(&made, &was, key, exists)
	if !exists {
		b.order = append(b.order, key)
	}
	b.objects[key] = made
	if !s.is("no ETag") {
		w.Header().Set("ETag", made.tag)
	}
	switch {
	case wrong && s.is("refused and stored"):
		s.fail(w, r, http.StatusBadRequest, "BadDigest")
	case exists && s.is("412 and put over") && r.Header.Get("If-None-Match") == "*":
		s.fail(w, r, http.StatusPreconditionFailed, "PreconditionFailed")
	case s.is("put is 201") && key == "life":
		w.WriteHeader(http.StatusCreated)
	}
}

// spoil makes of an object what a defect stores instead.
func (s *objectServer) spoil(made, was *object3, key string, exists bool) {
	replace := func(old, by string) {
		made.content = []byte(strings.ReplaceAll(string(made.content), old, by))
	}
	switch s.defect {
	case "ETag without quotes":
		made.tag = strings.Trim(made.tag, `"`)
	case "ETag of the key":
		made.tag = fmt.Sprintf(`"%x"`, key)
	case "NUL is a space":
		replace("\x00", " ")
	case "line ends change":
		replace("\r\n", "\n")
	case "white space is trimmed":
		made.content = []byte(strings.TrimSpace(string(made.content)))
	case "text is read as Latin-1":
		var text strings.Builder
		for _, c := range made.content {
			text.WriteRune(rune(c))
		}
		made.content = []byte(text.String())
	case "empty has a byte":
		if len(made.content) == 0 {
			made.content = []byte("\n")
		}
	case "metadata is lost":
		made.note = ""
	case "octet-stream for all":
		made.mediaType = "application/octet-stream"
	case "first content stays":
		if exists {
			made.content = was.content
		}
	case "first media type stays":
		if exists {
			made.mediaType = was.mediaType
		}
	case "first metadata stays":
		if exists {
			made.note = was.note
		}
	}
}

func (s *objectServer) remove(w http.ResponseWriter, r *http.Request, b *bucket, key string) {
	was, known := b.objects[key]
	delete(b.objects, key)
	b.order = slices.DeleteFunc(b.order, func(one string) bool { return one == key })
	switch {
	case !known && s.is("nothing is not deleted"):
		s.fail(w, r, http.StatusNotFound, "NoSuchKey")
		return
	case s.is("deleted with 200"):
		w.WriteHeader(http.StatusOK)
		return
	case s.is("content behind the deletion"):
		writeBytes(w, "HTTP/1.1 204 No Content\r\n\r\n<Deleted/>")
		return
	case known && s.is("deleted is still read") && string(was.content) == "second":
		b.ghosts[key] = true
	case known && s.is("deleted is still listed"):
		b.ghosts[key] = true
	}
	w.WriteHeader(http.StatusNoContent)
}

// keys are those that a list has, in its order.
func (s *objectServer) keys(b *bucket) []string {
	if s.is("in the order of putting") {
		return b.order
	}
	all := slices.Sorted(maps.Keys(b.objects))
	switch {
	case s.is("order ignores letter case"):
		slices.SortFunc(all, func(a, b string) int {
			return strings.Compare(strings.ToLower(a), strings.ToLower(b))
		})
	case s.is("first object is not listed") && len(all) > 0 && all[0] == "a.one":
		all = all[1:]
	case s.is("another object is listed") && len(all) == 3:
		all = append(all, "z")
	case s.is("deleted is still listed"):
		all = append(all, slices.Collect(maps.Keys(b.ghosts))...)
	}
	return all
}

// fail answers with an error.
func (s *objectServer) fail(w http.ResponseWriter, r *http.Request, status int, code string) {
	mediaType, root, message := "application/xml", "Error", "It is so: <"+code+">"
	request := "<RequestId>R1</RequestId>"
	switch s.defect {
	case "errors are text/plain":
		mediaType = "text/plain"
	case "text/xml":
		mediaType = "text/xml; charset=utf-8"
	case "error in a list":
		root = "ErrorResponse"
	case "empty code":
		code = ""
	case "no request id":
		request = ""
	}
	text := fmt.Sprintf("<Code>%s</Code><Message>%s</Message><Resource>%s</Resource>%s",
		escape(code), escape(message), escape(r.URL.Path), request)
	switch s.defect {
	case "no code":
		text = strings.Replace(text, "<Code>"+code+"</Code>", "", 1)
	case "no message":
		text = strings.Replace(text, "<Message>"+escape(message)+"</Message>", "", 1)
	}
	text = xml.Header + "<" + root + ">" + text + "</" + root + ">"
	switch s.defect {
	case "errors are JSON":
		text = `{"Code": "` + code + `", "Message": "no"}`
	case "errors are not escaped":
		text = strings.ReplaceAll(text, "&lt;", "<")
	case "404 breaks off":
		if status == http.StatusNotFound && r.Method == http.MethodGet {
			writeBytes(w, "HTTP/1.1 404 Not Found\r\nContent-Type: application/xml\r\n"+
				"Content-Length: 99\r\n\r\n<Error>")
			return
		}
	}
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // the client has gone
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes all
	return b.String()
}
