package contracts

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// get answers GET and HEAD of an object.
func (s *objectServer) get(w http.ResponseWriter, r *http.Request, b *bucket, key string) {
	o, known := b.objects[key]
	isHead := r.Method == http.MethodHead
	switch {
	case isHead && (s.is("HEAD is 405") || known && s.is("HEAD of an object is 405")):
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	case !known && s.is("deleted is still read") && b.ghosts[key],
		!known && isHead && s.is("HEAD of nothing is 200"),
		!known && !isHead && s.is("unknown key is empty"):
	case !known && s.is("another code for a key"):
		s.fail(w, r, http.StatusNotFound, "NoSuchObject")
		return
	case !known:
		s.fail(w, r, http.StatusNotFound, "NoSuchKey")
		return
	case s.is("what was put over is 500") && o.was != "":
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	if s.conditions(w, r, &o) {
		return
	}
	h := w.Header()
	h.Set("Content-Type", o.mediaType)
	h.Set("ETag", o.tag)
	h.Set("Last-Modified", o.modified)
	if o.note != "" {
		h.Set("x-amz-meta-note", o.note)
	}
	content, status := o.content, http.StatusOK
	if r.Header.Get("Range") != "" && !isHead {
		if content, status = s.part(w, r, &o); status == 0 {
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(content)))
	s.spoilHeader(h, isHead, status)
	if isHead && s.is("content behind HEAD") {
		writeBytes(w, "HTTP/1.1 200 OK\r\nETag: %s\r\nContent-Length: %d\r\nContent-Type: %s\r\n"+
			"x-amz-meta-note: %s\r\n\r\n%s", o.tag, len(content), o.mediaType, o.note, content)
		return
	}
	w.WriteHeader(status)
	if !isHead {
		_, _ = w.Write(content) // the client has gone
	}
}

// spoilHeader changes what a defect answers of an object.
func (s *objectServer) spoilHeader(h http.Header, isHead bool, status int) {
	for _, d := range []struct {
		defect     string
		head       bool
		status     int
		name, text string
	}{
		{"no length", false, 200, "Content-Length", ""},
		{"another ETag on GET", false, 200, "ETag", `"other"`},
		{"Last-Modified of ISO 8601", false, 200, "Last-Modified", "2026-01-02T03:04:05Z"},
		{"HEAD without length", true, 200, "Content-Length", ""},
		{"HEAD with another ETag", true, 200, "ETag", `"other"`},
		{"HEAD without metadata", true, 200, "x-amz-meta-note", ""},
		{"HEAD with another media type", true, 200, "Content-Type", "application/xml"},
		{"no Content-Range", false, 206, "Content-Range", ""},
		{"part without ETag", false, 206, "ETag", ""},
	} {
		switch {
		case d.defect != s.defect || d.head != isHead || d.status != status:
		case d.text == "":
			h.Del(d.name)
			if d.name == "Content-Length" {
				h.Set("Transfer-Encoding", "chunked")
			}
		default:
			h.Set(d.name, d.text)
		}
	}
}

// conditions answers a request whose condition does not hold.
func (s *objectServer) conditions(w http.ResponseWriter, r *http.Request, o *object3) bool {
	none, match := r.Header.Get("If-None-Match"), r.Header.Get("If-Match")
	switch {
	case none != "" && s.is("If-None-Match is ignored"):
	case none == o.tag && s.is("content behind 304"):
		writeBytes(w, "HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n%s", o.tag, o.content)
		return true
	case none == o.tag && none != "", none != "" && s.is("any If-None-Match is 304"):
		w.Header().Set("ETag", o.tag)
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	switch {
	case match == "", s.is("If-Match is ignored"),
		match == o.tag && !s.is("every If-Match is 412"):
		return false
	case s.is("412 has another code"):
		s.fail(w, r, http.StatusPreconditionFailed, "ConditionFailed")
	default:
		s.fail(w, r, http.StatusPreconditionFailed, "PreconditionFailed")
	}
	return true
}

// part returns the bytes of a range, and its status; 0: it is answered.
func (s *objectServer) part(w http.ResponseWriter, r *http.Request, o *object3) ([]byte, int) {
	first, last, _ := strings.Cut(strings.TrimPrefix(r.Header.Get("Range"), "bytes="), "-")
	from, _ := strconv.Atoi(first)
	to, err := strconv.Atoi(last)
	size := len(o.content)
	if to = min(to, size-1); err != nil {
		to = size - 1
	}
	if first == "" {
		n, _ := strconv.Atoi(last)
		from, to = size-n, size-1
	}
	switch {
	case s.is("ranges are ignored"), first == "" && s.is("ranges of the end are ignored"):
		return o.content, http.StatusOK
	case from >= size && s.is("a range behind the end is all"):
		return o.content, http.StatusOK
	case from >= size && s.is("416 has another code"):
		s.fail(w, r, http.StatusRequestedRangeNotSatisfiable, "InvalidArgument")
		return nil, 0
	case from >= size:
		s.fail(w, r, http.StatusRequestedRangeNotSatisfiable, "InvalidRange")
		return nil, 0
	}
	of := "/" + strconv.Itoa(size)
	if s.is("Content-Range without size") {
		of = "/*"
	}
	w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d%s", from, to, of))
	content := o.content[from : to+1]
	switch {
	case s.is("a range ends too early"):
		content = content[:len(content)-1]
	case first == "" && s.is("the end is the beginning"):
		content = o.content[:len(content)]
	}
	return content, http.StatusPartialContent
}

// page is what a list has.
type page struct {
	keys, prefixes []string
	truncated      bool
	next           string
}

func (s *objectServer) page(b *bucket, q url.Values) page {
	var p page
	most, err := strconv.Atoi(q.Get("max-keys"))
	if err != nil || s.is("max-keys is ignored") {
		most = 1000
	}
	pageSize := most
	if s.is("a key more than max-keys") && most < 1000 {
		pageSize++
	}
	if s.is("one key a page") && most < 1000 {
		pageSize = 1
	}
	all := slices.DeleteFunc(slices.Clone(s.keys(b)), func(key string) bool {
		after := q.Get("start-after")
		return !strings.HasPrefix(key, q.Get("prefix")) && !s.is("prefix is ignored") ||
			after != "" && key <= after && !(key == after && s.is("start-after is included"))
	})
	begin, _ := strconv.Atoi(strings.TrimPrefix(q.Get("continuation-token"), "after/"))
	begin = min(begin, len(all))
	switch {
	case begin > 0 && s.is("the last key comes again"):
		begin--
	case begin > 0 && s.is("a key is left out"):
		begin = min(begin+1, len(all))
	}
	end := min(begin+pageSize, len(all))
	p.truncated, p.next = end < len(all), "after/"+strconv.Itoa(end)
	for _, key := range all[begin:end] {
		prefix, _, found := strings.Cut(key, q.Get("delimiter"))
		if prefix += q.Get("delimiter"); q.Get("delimiter") == "" || !found ||
			s.is("delimiter is ignored") {
			p.keys = append(p.keys, key)
			continue
		}
		if !slices.Contains(p.prefixes, prefix) || s.is("a prefix comes twice") {
			p.prefixes = append(p.prefixes, prefix)
		}
		if s.is("gathered keys are listed") {
			p.keys = append(p.keys, key)
		}
	}
	return p
}

// list answers with a page of the keys of a bucket.
func (s *objectServer) list(w http.ResponseWriter, r *http.Request, b *bucket, name string) {
	q := r.URL.Query()
	p := s.page(b, q)
	var x strings.Builder
	add := func(element, text string, defects ...string) {
		if !s.is(defects...) {
			fmt.Fprintf(&x, "<%s>%s</%s>", element, escape(text), element)
		}
	}
	count := len(p.keys) + len(p.prefixes)
	switch s.defect {
	case "KeyCount is MaxKeys":
		count = 1000
	case "prefixes are not counted":
		count -= len(p.prefixes)
	case "IsTruncated is never true":
		defer func() { p.truncated = true }()
	}
	most := q.Get("max-keys")
	if most == "" || s.is("MaxKeys is 1000") {
		most = "1000"
	}
	add("Name", name, "no Name")
	add("Prefix", q.Get("prefix"), "no Prefix")
	add("MaxKeys", most)
	add("KeyCount", strconv.Itoa(count))
	truncated := p.truncated && !s.is("IsTruncated is never true")
	add("IsTruncated", strconv.FormatBool(truncated || s.is("IsTruncated is always true")))
	if token := q.Get("continuation-token"); token != "" {
		add("ContinuationToken", token, "token is not repeated")
	}
	if p.truncated || s.is("a token in the end") && most != "1000" {
		add("NextContinuationToken", p.next, "no token")
	}
	for _, key := range p.keys {
		s.entry(&x, b.objects[key], key)
	}
	for _, prefix := range p.prefixes {
		x.WriteString("<CommonPrefixes>")
		add("Prefix", prefix)
		x.WriteString("</CommonPrefixes>")
	}
	s.writeList(w, x.String())
}

func (s *objectServer) entry(x *strings.Builder, o object3, key string) {
	size, tag, modified := len(o.content), o.tag, "2026-01-02T03:04:05.000Z"
	switch s.defect {
	case "Size has a byte more":
		size++
	case "ETags of a list have no quotes":
		tag = strings.Trim(tag, `"`)
	case "LastModified of HTTP":
		modified = o.modified
	case "keys of a list are encoded":
		key = url.QueryEscape(key)
	}
	fmt.Fprintf(x, "<Contents><Key>%s</Key>", escape(key))
	if !s.is("no LastModified") {
		fmt.Fprintf(x, "<LastModified>%s</LastModified>", modified)
	}
	fmt.Fprintf(x, "<ETag>%s</ETag><Size>%d</Size></Contents>", escape(tag), size)
}

// writeList sends a list as XML has it in many ways.
func (s *objectServer) writeList(w http.ResponseWriter, content string) {
	const namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
	mediaType, status, end := "application/xml", http.StatusOK, "</ListBucketResult>"
	text := xml.Header + `<ListBucketResult xmlns="` + namespace + `">` + content + end
	switch s.defect {
	case "list is 203":
		status = http.StatusNonAuthoritativeInfo
	case "list is text/html":
		mediaType = "text/html"
	case "text/xml":
		mediaType = "text/xml; charset=utf-8"
	case "list breaks off":
		text = strings.TrimSuffix(text, end)
	case "list has another element":
		text = strings.ReplaceAll(text, "ListBucketResult", "ListResult")
	case "with a prefix":
		content = strings.NewReplacer("</", "</s3:", "<", "<s3:").Replace(content)
		text = `<s3:ListBucketResult xmlns:s3="` + namespace + `">` + content +
			"</s3:ListBucketResult>"
	case "without a namespace":
		text = "<ListBucketResult>" + content + end
	case "with comments and white space":
		text = strings.ReplaceAll(text, "><", ">\n  <!-- a < b -->\n  <")
	case "with CDATA":
		text = strings.ReplaceAll(text, "<Key>b.", "<Key><![CDATA[b]]>&#46;")
	case "with further elements":
		text = strings.ReplaceAll(text, "<Key>", "<Owner><ID>1</ID></Owner><Key>")
	}
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // the client has gone
}
