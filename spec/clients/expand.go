package clients

import (
	"strings"
	"time"

	"example.com/toeline/spec/strict"
)

// expand makes a case for each value, its texts filled in.
func (c *Case) expand() []Case {
	if len(c.Each.Entries) == 0 {
		return []Case{*c}
	}
	var all []Case
	for _, entry := range c.Each.Entries {
		fill := func(s string) string {
			return strings.ReplaceAll(s, "{"+placeEach+"}", entry.Value)
		}
		made := *c
		made.ID, made.Each = c.ID+"."+entry.Key, Each{}
		made.Text = strings.ReplaceAll(c.Text, "{"+placeEach+"}", entry.Key)
		if c.Task != nil {
			text := fill(*c.Task)
			made.Task = &text
		}
		made.Play = nil
		for _, p := range c.Play {
			made.Play = append(made.Play, p.filled(fill))
		}
		if c.First != nil {
			first := c.First.filled(fill)
			made.First = &first
		}
		all = append(all, made)
	}
	return all
}

// filled is the answer with its texts replaced.
func (p Play) filled(fill func(string) string) Play {
	p.Status.text = fill(p.Status.text)
	p.Status.parse()
	p.Merge = filledValue(p.Merge, fill)
	if p.Text != nil {
		text := fill(*p.Text)
		p.Text = &text
	}
	headers := strict.Ordered[string]{Pos: p.Headers.Pos}
	for _, h := range p.Headers.Entries {
		h.Value = fill(h.Value)
		headers.Entries = append(headers.Entries, h)
	}
	p.Headers = headers
	return p
}

// filledValue replaces the texts of a decoded JSON value.
func filledValue(value any, fill func(string) string) any {
	switch v := value.(type) {
	case string:
		return fill(v)
	case map[string]any:
		made := make(map[string]any, len(v))
		for name, member := range v {
			made[name] = filledValue(member, fill)
		}
		return made
	case []any:
		made := make([]any, len(v))
		for i, item := range v {
			made[i] = filledValue(item, fill)
		}
		return made
	}
	return value
}

// Fill replaces the placeholders of a value's texts.
func Fill(value any, fill func(string) string) any { return filledValue(value, fill) }

// Placeholders replaces the placeholders of a text by what value returns for a
// name and the duration behind it; those for which it returns false stay.
func Placeholders(text string, value func(name string, plus time.Duration) (string, bool)) string {
	if !strings.Contains(text, "{") {
		return text
	}
	return placeholder.ReplaceAllStringFunc(text, func(whole string) string {
		match := placeholder.FindStringSubmatch(whole)
		plus, _ := time.ParseDuration(strings.TrimPrefix(match[2], "+")) // lint has read it
		if filled, ok := value(match[1], plus); ok {
			return filled
		}
		return whole
	})
}
