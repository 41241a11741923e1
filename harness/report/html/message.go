package html

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// line is a line of a message. A marked one has what a finding is about.
type line struct {
	Text string
	Mark bool
}

// places are those of the findings of an exchange: "status", "header NAME", or JSON pointers.
type places []string

func (p places) has(place string) bool {
	for _, one := range p {
		if strings.EqualFold(one, place) {
			return true
		}
	}
	return false
}

// message returns an HTTP message, with the lines marked that findings are about.
func message(first string, fields []result.Field, c *result.Content, wrong places) []line {
	lines := []line{{
		text.Visible(text.Cut(strings.TrimSpace(first), wireContent)), wrong.has("status"),
	}}
	for i, f := range fields {
		if i == wireFields {
			more := fmt.Sprintf("[%d more header fields]", len(fields)-i)
			lines = append(lines, line{Text: more})
			break
		}
		shown := text.Visible(text.Cut(f.Name+": "+f.Value, wireField))
		lines = append(lines, line{shown, wrong.has("header " + f.Name)})
	}
	if c != nil {
		lines = append(append(lines, line{}), content(c, wrong)...)
	}
	return lines
}

// content returns the lines of a content: JSON is indented, and what findings are about is marked.
func content(c *result.Content, wrong places) []line {
	kept := c.Bytes()
	var indented bytes.Buffer
	if len(kept) <= wireContent && c.Cut() == 0 && json.Valid(kept) &&
		json.Indent(&indented, bytes.TrimSpace(kept), "", "  ") == nil {
		return jsonLines(indented.String(), wrong)
	}
	if len(kept) > wireContent {
		kept = text.WholeRunes(kept[:wireContent])
	}
	var lines []line
	for _, shown := range text.VisibleLines(string(kept)) {
		lines = append(lines, line{Text: shown})
	}
	if c != nil && len(kept) < c.Size {
		lines = append(lines, line{Text: fmt.Sprintf("[cut: %d bytes in all]", c.Size)})
	}
	return lines
}

// jsonLines returns the lines of an indented JSON value. It marks the members that pointers name,
// and, of one that is missing, the value that lacks it.
func jsonLines(indented string, wrong places) []line {
	all := strings.Split(indented, "\n")
	at := map[string]int{}
	var path []string      // the names that lead to a depth
	items := map[int]int{} // how many items an array has so far, by depth
	arrays := map[int]bool{0: false}
	for i, one := range all {
		rest := strings.TrimLeft(one, " ")
		depth := (len(one) - len(rest)) / 2
		if rest[0] == '}' || rest[0] == ']' {
			continue // the end of a value
		}
		path = path[:max(0, min(len(path), depth-1))]
		switch {
		case depth == 0:
		case arrays[depth]:
			path = append(path, strconv.Itoa(items[depth]))
			items[depth]++
		default:
			name, after := member(rest)
			path, rest = append(path, name), after
		}
		pointer := ""
		for _, name := range path {
			pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		}
		at[pointer] = i
		if rest == "{" || rest == "[" {
			arrays[depth+1], items[depth+1] = rest == "[", 0
		}
	}
	marked := map[int]bool{}
	for _, place := range wrong {
		for strings.HasPrefix(place, "/") {
			if i, ok := at[place]; ok {
				marked[i] = true
				break
			}
			if place = place[:strings.LastIndex(place, "/")]; place == "" {
				marked[0] = true
			}
		}
	}
	lines := make([]line, len(all))
	for i, one := range all {
		lines[i] = line{text.Visible(one), marked[i]}
	}
	return lines
}

// member splits a line of a JSON object into the name and what begins its value.
func member(rest string) (name, value string) {
	end := 1
	for end < len(rest) && rest[end] != '"' {
		if rest[end] == '\\' {
			end++
		}
		end++
	}
	_ = json.Unmarshal([]byte(rest[:min(end+1, len(rest))]), &name) // it was valid
	return name, strings.TrimPrefix(rest[min(end+1, len(rest)):], ": ")
}
