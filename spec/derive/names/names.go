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

// OfID are the names that the id of an item may have, the likeliest first. A parameter that says by
// its name what else it is, as a code does, is no other id.
func OfID(parameter, collection string) []string {
	one, own := Item(collection), Plain(parameter)
	if i := slices.IndexFunc(natural, func(word string) bool {
		return strings.HasSuffix(own, word) && (own == word || len(word) > 3)
	}); i >= 0 && own != one {
		return []string{own, natural[i]}
	}
	names := []string{own, "id", one + "id"}
	if rest := strings.TrimPrefix(own, one); rest != "" {
		names = append(names, rest)
	}
	return append(names, "uuid", "guid", "key", "slug", "name")
}

// natural are ends of names of values by which an item is known beside its id; the short ones are
// whole names.
var natural = []string{
	"name", "slug", "email", "login", "handle", "code", "isbn", "hash", "digest", "version",
	"title", "label", "path", "domain", "host", "address", "sku", "sha", "tag", "ip", "url", "uri",
	"urn", "arn", "crn",
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
