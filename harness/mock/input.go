package mock

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec/openapi"
)

// parameters reads the parameters and returns what is wrong with them; empty: nothing.
func (c *call) parameters() string {
	queries, cookies := style.Pairs(c.r.URL.RawQuery), style.Cookies(c.r.Header)
	others := map[string]bool{}
	for _, p := range c.op.Parameters {
		others[p.Name] = others[p.Name] || p.In == "query" || p.In == "cookie"
	}
	for _, s := range slices.Concat(c.op.Security...) {
		others[s.Parameter] = true
	}
	for _, p := range c.op.Parameters {
		var value any
		var given bool
		switch p.In {
		case "path":
			text, there := c.path[p.Name]
			if !there {
				continue // the template does not have it
			}
			if value, given = style.ReadPath(p, text); !given {
				return fmt.Sprintf("%s is not in the style %s", p.Name, p.Style)
			}
		case "query":
			value, given = style.ReadQuery(p, queries, others)
		case "cookie":
			value, given = style.ReadQuery(p, cookies, others)
		case "header":
			if texts := c.r.Header.Values(p.Name); len(texts) > 0 {
				value, given = style.ReadHeader(p, strings.Join(texts, ",")), true
			}
		default:
			continue
		}
		if problem := wrong(p, value, given); problem != "" {
			return problem
		}
		if p.In == "path" {
			c.ids[p.Key] = texts(value)
		}
	}
	return ""
}

// texts are a value as ids: a list has one each.
func texts(value any) (all []string) {
	if list, ok := value.([]any); ok {
		for _, item := range list {
			all = append(all, texts(item)...)
		}
		return all
	}
	if text, ok := openapi.TextOf(value); ok {
		return []string{text}
	}
	return nil
}

func wrong(p openapi.Parameter, value any, given bool) string {
	switch {
	case !given && p.Required && !p.MayBeEmpty():
		return fmt.Sprintf("the %s parameter %s is missing", p.In, p.Name)
	case !given || p.Schema == nil:
		return ""
	}
	if violations := p.Schema.ValidateRequest(value); len(violations) > 0 {
		return fmt.Sprintf("the %s parameter %s: %s", p.In, p.Name, violations[0])
	}
	return ""
}

// content reads content of a media type and returns what is wrong with it; empty: nothing.
func (c *call) content(sent string, data []byte, media openapi.Media) string {
	value, err := style.ReadBody(sent, data, media)
	switch {
	case style.IsOpaque(err):
		c.body = string(data)
		return ""
	case err != nil:
		return "the content is not " + media.Type
	}
	c.body = value
	if media.Schema == nil {
		return ""
	}
	if violations := media.Schema.ValidateRequest(value); len(violations) > 0 {
		v := violations[0]
		return fmt.Sprintf("the content at %q: %s", v.Pointer, v)
	}
	return ""
}
