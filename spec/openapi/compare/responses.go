package compare

import (
	"strings"
)

// responses compares which responses two operations document.
func (c *comparer) responses(was, now operation) {
	before, _ := was.member("responses")
	after, _ := now.member("responses")
	for _, status := range after.names() {
		current, _ := after.member(status)
		of := now.name + " " + status
		old, ok := documented(before, status)
		if !ok {
			c.add(Difference{
				Of: of, At: current.at, Text: "the response is new: it was not allowed",
				Effect: Less,
			})
			continue
		}
		c.response(of, old.resolve(), current.resolve())
	}
	for _, status := range before.names() {
		old, _ := before.member(status)
		if _, ok := documented(after, status); !ok {
			c.add(Difference{
				Of: was.name + " " + status, At: old.at, Gone: true,
				Text: "the response is gone: it is not allowed any longer", Effect: Other,
			})
		}
	}
}

// documented returns the response that is documented for a status, by itself, by its range, or by
// default.
func documented(responses node, status string) (node, bool) {
	if r, found := responses.member(status); found {
		return r, true
	}
	if len(status) == 3 && !strings.HasSuffix(strings.ToUpper(status), "XX") {
		for _, name := range []string{status[:1] + "XX", status[:1] + "xx"} {
			if r, found := responses.member(name); found {
				return r, true
			}
		}
	}
	r, found := responses.member("default")
	return r, found
}

// response compares two responses.
func (c *comparer) response(of string, was, now node) {
	c.content(of, response, was, now)
	before, _ := was.member("headers")
	after, _ := now.member("headers")
	for _, name := range before.names() {
		old, _ := before.member(name)
		old = old.resolve()
		current, ok := headerOf(after, name)
		header := of + " header " + name
		switch {
		case strings.EqualFold(name, "Content-Type"): // the media types say so
		case !ok:
			c.add(Difference{
				Of: header, At: old.at, Gone: true, Text: "the header is gone", Effect: Less,
			})
		default:
			current = current.resolve()
			if old.flag("required") && !current.flag("required") {
				c.add(Difference{
					Of: header, At: current.at, Text: "optional, was required", Effect: Less,
				})
			} else if !old.flag("required") && current.flag("required") {
				c.add(Difference{
					Of: header, At: current.at, Text: "required, was optional", Effect: Other,
				})
			}
			c.typed(header, response, old, current)
			c.content(header, response, old, current)
		}
	}
	for _, name := range after.names() {
		if _, ok := headerOf(before, name); !ok {
			current, _ := after.member(name)
			c.add(Difference{
				Of: of + " header " + name, At: current.at, Text: "the header is new",
				Effect: Other,
			})
		}
	}
}

// headerOf returns the header of a name, whatever its letter case.
func headerOf(headers node, name string) (node, bool) {
	for _, other := range headers.names() {
		if strings.EqualFold(other, name) {
			return headers.member(other)
		}
	}
	return node{}, false
}

// content compares what is sent by media type.
func (c *comparer) content(of string, dir direction, was, now node) {
	before, had := was.member("content")
	after, has := now.member("content")
	if !had && !has {
		return
	}
	gone, added := Less, Laxer // a request that is not taken any longer, or is now
	if dir == response {
		gone, added = Other, Less
	}
	if dir == response && len(after.names()) == 0 && len(before.names()) > 0 {
		c.add(Difference{
			Of: of, At: now.at, Text: "the content is not described any longer", Effect: Less,
		})
		return
	}
	if dir == response && len(before.names()) == 0 {
		added = Other // the content was not described
	}
	for _, mediaType := range before.names() {
		old, _ := before.member(mediaType)
		current, ok := mediaOf(after, mediaType)
		if !ok {
			c.add(Difference{
				Of: of, At: old.at, Gone: true, Text: "the media type " + mediaType + " is gone",
				Effect: gone,
			})
			continue
		}
		c.typed(of+" "+mediaType, dir, old, current)
	}
	for _, mediaType := range after.names() {
		if _, ok := mediaOf(before, mediaType); !ok {
			current, _ := after.member(mediaType)
			c.add(Difference{
				Of: of, At: current.at, Text: "the media type " + mediaType + " is new",
				Effect: added,
			})
		}
	}
}

// mediaOf returns the content of a media type: by itself, whatever its letter case and parameters,
// or by a range.
func mediaOf(content node, mediaType string) (node, bool) {
	wanted := essence(mediaType)
	kind, _, _ := strings.Cut(wanted, "/")
	for _, candidate := range []string{wanted, kind + "/*", "*/*"} {
		for _, name := range content.names() {
			if essence(name) == candidate {
				return content.member(name)
			}
		}
	}
	return node{}, false
}

// essence returns a media type in lower case, without parameters.
func essence(mediaType string) string {
	name, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
	return strings.TrimSpace(name)
}
