package derive

import (
	"fmt"
	"slices"

	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/openapi"
)

// maxText bounds the text of the cases of one operation: each gives every parameter, so with
// thousands of them there would be millions of values.
const maxText = 1 << 20

// full reports whether an operation has as many cases as it may have, which is noted.
func (o *operationSkeleton) full() bool {
	if o.text.Len()+o.tried < maxText {
		return false
	}
	note := openapi.Note{Pos: o.op.Pos, Text: fmt.Sprintf("%s %s has more parameters and members "+
		"than one run breaks: only the first of them are broken", o.op.Method, o.op.Path)}
	if !slices.Contains(o.left, note) {
		o.left = append(o.left, note)
		o.api.NotJudged(note.Pos, note.Text)
	}
	return true
}

// mostText and mostPerByte bound the text of all cases of a description, by its own size: many
// paths may have one item.
const mostText, mostPerByte = 8 << 20, 4

// filled reports whether as much was written as is made of one description.
func (s *skeleton) filled() bool { return s.written > s.most }

// word is the word for a name in the ids of requirements and cases; each name has its own.
func (o *operationSkeleton) word(name string) string {
	word := names.Word(name)
	for base, i := word, 2; o.words[word] != "" && o.words[word] != name; i++ {
		word = fmt.Sprintf("%s_%d", base, i)
	}
	if o.words == nil {
		o.words = map[string]string{}
	}
	o.words[word] = name
	return word
}
