// Package jsonpointer reads and writes JSON pointers (RFC 6901), and looks up and changes what they
// lead to in decoded JSON values.
package jsonpointer

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

var (
	escapes   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapes = strings.NewReplacer("~1", "/", "~0", "~")
)

// Escape writes one step of a pointer.
func Escape(step string) string { return escapes.Replace(step) }

// Unescape reads one step of a pointer.
func Unescape(step string) string {
	if !strings.Contains(step, "~") {
		return step
	}
	return unescapes.Replace(step)
}

// Join writes a pointer by its steps.
func Join(steps []string) string {
	var b strings.Builder
	for _, step := range steps {
		b.WriteByte('/')
		b.WriteString(Escape(step))
	}
	return b.String()
}

// Split returns the steps of a pointer, unescaped; nil: it leads to the whole, or does not begin
// with a slash.
func Split(pointer string) []string {
	rest, ok := strings.CutPrefix(pointer, "/")
	if !ok {
		return nil
	}
	steps := strings.Split(rest, "/")
	for i, step := range steps {
		steps[i] = Unescape(step)
	}
	return steps
}

// Lookup returns the value at a pointer.
func Lookup(value any, pointer string) (any, bool) {
	if pointer == "" {
		return value, true
	}
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch container := value.(type) {
		case map[string]any:
			member, ok := container[Unescape(step)]
			if !ok {
				return nil, false
			}
			value = member
		case []any:
			i, ok := index(Unescape(step), len(container))
			if !ok {
				return nil, false
			}
			value = container[i]
		default:
			return nil, false
		}
	}
	return value, true
}

// index reads the index of a resource: digits without leading zeros (RFC 6901 4).
func index(step string, length int) (int, bool) {
	if len(step) > 1 && step[0] == '0' {
		return 0, false
	}
	i := 0
	for _, digit := range step {
		if digit < '0' || digit > '9' || i > length {
			return 0, false
		}
		i = i*10 + int(digit-'0')
	}
	return i, step != "" && i < length
}

// Set returns a copy of a decoded JSON value with another value at a
// pointer. A member may be new, an item may be the next of its array; what
// contains it must be there.
func Set(value any, pointer string, to any) (any, error) {
	if pointer == "" {
		return to, nil
	}
	step, rest, nested := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	if nested {
		rest = "/" + rest
	}
	step = Unescape(step)
	switch container := value.(type) {
	case map[string]any:
		member, err := Set(container[step], rest, to)
		changed := maps.Clone(container)
		changed[step] = member
		return changed, err
	case []any:
		i, ok := index(step, len(container)+1)
		if !ok {
			return nil, fmt.Errorf("nothing can be set at %q: the array has %d items", pointer,
				len(container))
		}
		changed := slices.Clone(container)
		if i == len(container) {
			changed = append(changed, nil)
		}
		item, err := Set(changed[i], rest, to)
		changed[i] = item
		return changed, err
	}
	return nil,
		fmt.Errorf("nothing can be set at %q: its container is neither object nor array", pointer)
}

// Remove returns a copy of a decoded JSON value without the member or item
// at a pointer; what is not there stays so.
func Remove(value any, pointer string) any {
	step, rest, nested := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	step = Unescape(step)
	switch container := value.(type) {
	case map[string]any:
		changed := maps.Clone(container)
		if member, ok := container[step]; ok && nested {
			changed[step] = Remove(member, "/"+rest)
		} else {
			delete(changed, step)
		}
		return changed
	case []any:
		i, ok := index(step, len(container))
		if !ok {
			return value
		}
		changed := slices.Clone(container)
		if nested {
			changed[i] = Remove(changed[i], "/"+rest)
			return changed
		}
		return slices.Delete(changed, i, i+1)
	}
	return value
}
