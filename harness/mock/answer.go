package mock

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// documented returns the response that is described for a status: its own, that of its class, or
// the default.
func (c *call) documented(status int) (openapi.Response, bool) {
	class := string('0'+rune(status/100)) + "XX"
	for _, name := range []string{strconv.Itoa(status), class, strings.ToLower(class), "default"} {
		if response, ok := c.op.Response(name); ok {
			return response, true
		}
	}
	return openapi.Response{}, false
}

// refuse answers with the first of some statuses that is documented: by its number, else by its
// class or as the default, and else with the first.
func (c *call) refuse(why string, statuses ...int) {
	c.why = why
	for _, status := range statuses {
		if response, ok := c.op.Response(strconv.Itoa(status)); ok {
			c.respond(status, response, "")
			return
		}
	}
	if response, ok := c.documented(statuses[0]); ok {
		c.respond(statuses[0], response, "")
		return
	}
	c.plain(statuses[0], why)
}

// plain answers with a text that the description does not speak of.
func (c *call) plain(status int, why string) {
	c.status, c.why = status, why
	c.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	c.w.WriteHeader(status)
	_, _ = c.w.Write([]byte(why + "\n")) // the client has gone
}

// succeed answers as the description says of a request that is right.
func (c *call) succeed() {
	c.why = "as described"
	status, response := c.success()
	_, acceptable := c.negotiated(response)
	if c.answers(http.StatusNotAcceptable) && !acceptable {
		c.refuse("no content of a type that is accepted", http.StatusNotAcceptable)
		return
	}
	if !c.conditions() {
		return
	}
	c.act()
	c.respond(status, response, "")
}

// success returns the response that is described for success, with its status: of 2xx, else of
// 3xx, the default, or what else there is.
func (c *call) success() (int, openapi.Response) {
	for _, class := range []string{"2", "3", "d", ""} {
		for _, response := range c.op.Responses {
			if strings.HasPrefix(response.Status, class) {
				return number(response.Status, http.StatusOK), response
			}
		}
	}
	return http.StatusOK, openapi.Response{}
}

// number returns a status of a class, and another one for the default.
func number(status string, otherwise int) int {
	n, err := strconv.Atoi(strings.NewReplacer("X", "0", "x", "0").Replace(status))
	if err != nil || n < 100 || n > 599 {
		return otherwise
	}
	return n
}

// respond sends a documented response, with a named example; empty: any content that fits.
func (c *call) respond(status int, response openapi.Response, example string) {
	c.status = status
	media, _ := c.negotiated(response)
	header := c.w.Header()
	for _, h := range response.Headers {
		switch {
		case strings.EqualFold(h.Name, "Location") && c.made != "":
			base := strings.TrimSuffix(c.r.URL.EscapedPath(), c.at)
			header.Set(h.Name, base+c.madeAt())
		case strings.EqualFold(h.Name, "ETag") && (h.Schema == nil || h.Schema.TakesText(c.tag())):
			header.Set(h.Name, c.tag())
		case h.Required && header.Get(h.Name) == "":
			header.Set(h.Name, headerValue(h))
		}
	}
	if media.Type == "" || status == http.StatusNoContent || status == http.StatusNotModified ||
		status < 200 {
		c.w.WriteHeader(max(status, 200))
		return
	}
	value, _ := sample.Body(media, sample.Response)
	for _, e := range media.Examples {
		if e.Name == example {
			value = e.Value
		}
	}
	if example == "" && status < 300 {
		value = c.personal(media.Schema, value)
	}
	data, err := style.Body(media, value)
	if err != nil {
		c.plain(http.StatusInternalServerError, err.Error())
		return
	}
	header.Set("Content-Type", style.ContentType(media.Type))
	c.w.WriteHeader(status)
	_, _ = c.w.Write(data) // the client has gone
}

// headerValue is a value of a header that every such response has.
func headerValue(h openapi.Header) string {
	value, _ := sample.Of(h.Schema, sample.Response)
	if value == nil {
		return "x"
	}
	return style.Header(openapi.Parameter{Name: h.Name}, value)
}

// preference is what a request prefers (RFC 7240), as other mocks take it.
type preference struct{ example, code string }

// wishOf reads "Prefer: code=404" and "Prefer: example=NAME".
func wishOf(h http.Header) (wish preference) {
	for part := range strings.FieldsFuncSeq(strings.Join(h.Values("Prefer"), ","),
		func(r rune) bool { return r == ',' || r == ';' }) {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch value = strings.Trim(strings.TrimSpace(value), `"`); name {
		case "example":
			wish.example = value
		case "code":
			wish.code = value
		}
	}
	return wish
}

// prefer answers as a request prefers, whatever else it holds.
func (c *call) prefer(wish preference) {
	c.why = "as preferred"
	if wish.code != "" {
		status := number(wish.code, 0)
		response, ok := c.documented(status)
		if !ok || status == 0 {
			c.plain(http.StatusBadRequest, "no response of the preferred status is described")
			return
		}
		c.respond(status, response, wish.example)
		return
	}
	var known []string
	for _, response := range c.op.Responses {
		media, _ := c.negotiated(response)
		for _, e := range media.Examples {
			if e.Name == wish.example {
				c.respond(number(response.Status, http.StatusOK), response, wish.example)
				return
			}
			known = append(known, e.Name)
		}
	}
	slices.Sort(known)
	c.plain(http.StatusBadRequest, "no example of the preferred name is described; there are: "+
		strings.Join(slices.Compact(known), ", "))
}
