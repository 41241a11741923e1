package markup

import (
	"fmt"
	"html"
	"io"
	"maps"
	"net/url"
	"reflect"
	"strings"
	"text/template/parse"
)

// Funcs are the functions of a template, by their names. A function returns one value.
type Funcs map[string]any

// Raw is HTML that is written as it is.
type Raw string

// Template is a parsed template.
type Template struct {
	trees  map[string]*parse.Tree
	main   *parse.Tree
	funcs  Funcs
	escape func(string) string
}

// HTML parses sources as one template, whose text is that of the last. A source that is not a
// template is a mistake in the program, and panics.
func HTML(funcs Funcs, sources ...string) *Template {
	return made(funcs, escapeHTML, sources)
}

// Text is HTML of a template that escapes nothing.
func Text(funcs Funcs, source string) *Template {
	return made(funcs, func(s string) string { return s }, []string{source})
}

func made(funcs Funcs, escape func(string) string, sources []string) *Template {
	t := &Template{trees: map[string]*parse.Tree{}, funcs: maps.Clone(builtins), escape: escape}
	maps.Copy(t.funcs, funcs)
	for i, source := range sources {
		name := fmt.Sprintf("source %d", i)
		trees, err := parse.Parse(name, source, "", "", t.funcs)
		if err != nil {
			panic(err)
		}
		maps.Copy(t.trees, trees)
		t.main = trees[name]
	}
	return t
}

// escapeHTML makes a text fit for HTML, between tags and in quoted attributes.
func escapeHTML(s string) string {
	return html.EscapeString(strings.ReplaceAll(s, "\x00", "\uFFFD"))
}

// Execute writes the template, filled in with data. The error is that of w, or what the template
// asks for and data does not have.
func (t *Template) Execute(w io.Writer, data any) (err error) {
	var b strings.Builder
	defer func() {
		if wrong, ok := recover().(mistake); ok {
			err = wrong
		}
	}()
	at := reflect.ValueOf(data)
	s := &state{Template: t, out: &b, variables: []variable{{"$", at}}}
	s.walk(at, t.main.Root)
	_, err = io.WriteString(w, b.String())
	return err
}

// mistake is what a template asks for and its data does not have.
type mistake struct{ error }

func fail(format string, args ...any) {
	panic(mistake{fmt.Errorf("template: "+format, args...)})
}

// builtins are the functions that every template has.
var builtins = Funcs{
	"len": func(v reflect.Value) int { return v.Len() },
	"not": func(v reflect.Value) bool { return !truth(v) },
	"eq":  func(a, b reflect.Value) bool { return a.Equal(b.Convert(a.Type())) },
	"gt":  func(a, b int) bool { return a > b },
	"fragment": func(v reflect.Value) string {
		return strings.ReplaceAll(url.QueryEscape(fmt.Sprint(v)), "+", "%20")
	},
}
