package html

import (
	"html/template"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/markup"
	"example.com/toeline/harness/internal/sample"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// TestPageIsThatOfHTMLTemplate holds the page against what html/template, which knows where in a
// page each value comes, makes of the same source and data.
func TestPageIsThatOfHTMLTemplate(t *testing.T) {
	t.Parallel()
	const hostile = `"><script>alert('x')</script><!-- & </style> javascript:x {{.}} a b/c?d#e%20é`
	r := sample.Report("R-1", "R-2")
	spoil(reflect.ValueOf(r).Elem(), hostile)
	r.Run.Preflight = ""
	page := newPage(r)
	funcs := template.FuncMap{
		"visible": text.Visible, "plural": text.Plural, "reason": reason,
		"policy":   func() string { return "policy" },
		"style":    func() template.CSS { return "style" },
		"script":   func() template.JS { return "script" },
		"fragment": func(s string) string { return s },
	}
	shell, source := file("shell.tmpl"), file("report.tmpl")
	var want strings.Builder
	theirs := template.Must(template.Must(template.New("").Funcs(funcs).Parse(shell)).Parse(source))
	if err := theirs.Execute(&want, page); err != nil {
		t.Fatal(err)
	}
	ours := markup.Funcs{
		"visible": text.Visible, "plural": text.Plural, "reason": reason,
		"policy": func() string { return "policy" },
		"style":  func() markup.Raw { return "style" },
		"script": func() markup.Raw { return "script" },
	}
	var got strings.Builder
	if err := markup.HTML(ours, shell, source).Execute(&got, page); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.String(), "&lt;script&gt;alert") ||
		!strings.Contains(got.String(), "%3Cscript") {
		t.Error("nothing hostile is on the page")
	}
	// It escapes one harmless character more, and URLs in lower case.
	alike := func(s string) []string {
		s = strings.ReplaceAll(s, "&#43;", "+")
		return strings.Split(regexp.MustCompile("%[0-9A-F]{2}").
			ReplaceAllStringFunc(s, strings.ToLower), "\n")
	}
	if diff := cmp.Diff(alike(want.String()), alike(got.String())); diff != "" {
		t.Errorf("(-html/template +markup)\n%s", diff)
	}
}

// spoil adds a text to all texts that a value has, but words that the report knows.
func spoil(v reflect.Value, hostile string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			spoil(v.Elem(), hostile)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				spoil(v.Field(i), hostile)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			spoil(v.Index(i), hostile)
		}
	case reflect.String:
		switch v.String() {
		case result.Passed, result.Failed, result.Untested, result.Inconclusive, result.Skipped,
			"must", "should", "may":
		default:
			v.SetString(v.String() + hostile)
		}
	}
}

// TestLinksGoThroughFragment: a value after # is encoded as a URL, and no link has one elsewhere.
func TestLinksGoThroughFragment(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`(?:href|src|action)="[^"]*"`)
	value := regexp.MustCompile(`\{\{([^}]*)\}\}`)
	seen := 0
	for _, name := range []string{
		"report.tmpl", "shell.tmpl", "../../docs/page.html.tmpl", "../../matrix/matrix.tmpl",
		"../../history/history.tmpl", "../../internal/table/table.tmpl",
	} {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range link.FindAllString(string(source), -1) {
			for _, action := range value.FindAllStringSubmatch(one, -1) {
				word, _, _ := strings.Cut(action[1], " ")
				switch seen++; {
				case !strings.HasPrefix(one, `href="#`):
					t.Errorf("%s: %s", name, one)
				case word != "fragment" && word != "if" && word != "else" && word != "end":
					t.Errorf("%s: %s does not go through fragment", name, one)
				}
			}
		}
	}
	if seen < 10 {
		t.Errorf("%d links with a value", seen)
	}
}
