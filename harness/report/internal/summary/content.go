package summary

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/jsonpointer"
)

// Line is a line of a message. A marked one has what a finding is about.
type Line struct {
	Text string
	Mark bool
}

// Places are those of the findings of an exchange: "status", "header NAME", or JSON pointers.
type Places []string

// Has reports whether a place is one of them, in any letter case.
func (p Places) Has(place string) bool {
	for _, one := range p {
		if strings.EqualFold(one, place) {
			return true
		}
	}
	return false
}

// ContentLines returns the lines of a content's first bytes; those of JSON as JSONLines does.
func ContentLines(c *result.Content, wrong Places, most int) []Line {
	if lines := JSONLines(c, wrong, most); lines != nil {
		return lines
	}
	kept := c.Bytes()
	if len(kept) > most {
		kept = text.WholeRunes(kept[:most])
	}
	var lines []Line
	for _, shown := range text.VisibleLines(strings.TrimSuffix(string(kept), "\n")) {
		lines = append(lines, Line{Text: shown})
	}
	if c != nil && len(kept) < c.Size {
		lines = append(lines, Line{Text: fmt.Sprintf("[cut: %d bytes in all]", c.Size)})
	}
	return lines
}

// JSONLines returns the lines of a content that is JSON, indented; what findings are about is
// marked. It returns nil for other content, for more than so many bytes, and for what the report
// kept in part.
func JSONLines(c *result.Content, wrong Places, most int) []Line {
	kept := c.Bytes()
	var indented bytes.Buffer
	if len(kept) > most || c.Cut() != 0 || !json.Valid(kept) ||
		json.Indent(&indented, bytes.TrimSpace(kept), "", "  ") != nil {
		return nil
	}
	return jsonLines(indented.String(), wrong)
}

// jsonLines returns the lines of an indented JSON value. It marks the members that pointers name,
// and, of one that is missing, the value that lacks it.
func jsonLines(indented string, wrong Places) []Line {
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
		at[jsonpointer.Join(path)] = i
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
	lines := make([]Line, len(all))
	for i, one := range all {
		lines[i] = Line{text.Visible(one), marked[i]}
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
