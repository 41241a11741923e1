package names

import (
	"regexp"
	"slices"
	"strings"
)

// Item is what an item of a collection is called, plainly.
func Item(collection string) string {
	return Plain(singular(collection[strings.LastIndex(collection, "/")+1:]))
}

// Plain is a name without what spellings differ in: todo_id, todoId and todo-id are one.
func Plain(name string) string {
	return strings.ToLower(spelling.Replace(name))
}

// Same reports whether two names differ in their spelling alone.
func Same(a, b string) bool { return Plain(a) == Plain(b) }

// Among reports whether a name is one of some plain ones.
func Among(plain []string, name string) bool { return slices.Contains(plain, Plain(name)) }

var spelling = strings.NewReplacer("_", "", "-", "", ".", "")

func singular(name string) string {
	switch {
	case strings.HasSuffix(name, "ies"):
		return strings.TrimSuffix(name, "ies") + "y"
	case strings.HasSuffix(name, "ses"), strings.HasSuffix(name, "xes"):
		return strings.TrimSuffix(name, "es")
	}
	return strings.TrimSuffix(name, "s")
}

// OfID are the names that the id of an item may have, the likeliest first.
func OfID(parameter, collection string) []string {
	one := Item(collection)
	names := []string{Plain(parameter), "id", one + "id"}
	if rest := strings.TrimPrefix(Plain(parameter), one); rest != "" {
		names = append(names, rest)
	}
	return append(names, "uuid", "guid", "key", "slug", "name")
}

// Word is the word for what a parameter names; request has a meaning of its own in a case.
func Word(parameter string) string {
	name := notInName.ReplaceAllString(parameter, "_")
	if name == "request" {
		return name + "_"
	}
	return name
}

// General are names of parameters that say nothing of what they name.
var General = map[string]bool{
	"id": true, "uuid": true, "guid": true, "key": true, "name": true, "slug": true, "code": true,
	"pk": true, "ref": true, "number": true, "identifier": true, "hash": true, "sha": true,
}

// Hyphenated returns a name for ids: its letters and digits, with hyphens between.
func Hyphenated(name string) string {
	return strings.Trim(notInName.ReplaceAllString(name, "-"), "-")
}

var notInName = regexp.MustCompile(`[^A-Za-z0-9]+`)
