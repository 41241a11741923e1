package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Lookup returns the value at a JSON pointer (RFC 6901) of a decoded JSON value.
func Lookup(value any, pointer string) (any, bool) {
	if pointer == "" {
		return value, true
	}
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if strings.Contains(step, "~") {
			step = unescapePointer.Replace(step)
		}
		switch container := value.(type) {
		case map[string]any:
			member, ok := container[step]
			if !ok {
				return nil, false
			}
			value = member
		case []any:
			i, ok := index(step, len(container))
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

var unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")

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

// SetAt returns a copy of a decoded JSON value with another value at a JSON
// pointer. A member may be new, an item may be the next of its array; what
// contains it must be there.
func SetAt(value any, pointer string, to any) (any, error) {
	if pointer == "" {
		return to, nil
	}
	step, rest, nested := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	if nested {
		rest = "/" + rest
	}
	step = unescapePointer.Replace(step)
	switch container := value.(type) {
	case map[string]any:
		member, err := SetAt(container[step], rest, to)
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
		item, err := SetAt(changed[i], rest, to)
		changed[i] = item
		return changed, err
	}
	return nil,
		fmt.Errorf("nothing can be set at %q: its container is neither object nor array", pointer)
}

// RemoveAt returns a copy of a decoded JSON value without the member or item
// at a JSON pointer; what is not there stays so.
func RemoveAt(value any, pointer string) any {
	step, rest, nested := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	step = unescapePointer.Replace(step)
	switch container := value.(type) {
	case map[string]any:
		changed := maps.Clone(container)
		if member, ok := container[step]; ok && nested {
			changed[step] = RemoveAt(member, "/"+rest)
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
			changed[i] = RemoveAt(changed[i], "/"+rest)
			return changed
		}
		return slices.Delete(changed, i, i+1)
	}
	return value
}
