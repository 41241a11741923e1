package markup_test

import (
	"strings"
	"testing"
	"text/template"

	"example.com/toeline/harness/internal/markup"
)

type inner struct{ Name string }

type shown struct {
	inner
	Words  []string
	Of     *inner
	None   *inner
	Count  int
	Any    any
	Filled map[string]any
}

func data() shown {
	return shown{
		inner: inner{"outer"}, Words: []string{"a", "<b>", ""}, Of: &inner{"deep"}, Count: 3,
		Any: &inner{"any"}, Filled: map[string]any{"Key": 7},
	}
}

// TestTextIsThatOfTextTemplate: what is supported means the same.
func TestTextIsThatOfTextTemplate(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		`{{.Name}} {{.Of.Name}} {{.Any.Name}} {{.Filled.Key}} {{.Count}}`,
		`{{range .Words}}[{{.}}]{{end}} {{range $i, $w := .Words}}{{if $i}}, {{end}}{{$w}}{{end}}`,
		`{{range .Words}}{{else}}none{{end}}{{range .Words}}{{$.Name}}{{end}}`,
		`{{if .None}}x{{else}}no{{end}} {{if .Of}}yes{{end}} {{if not .Count}}x{{end}}`,
		`{{with .Of}}{{.Name}}{{end}} {{with .None}}x{{else}}nothing{{end}}`,
		`{{if eq .Name "outer"}}same{{else if .Count}}x{{end}} {{if gt (len .Words) 2}}3{{end}}`,
		`{{define "piece"}}<{{.Name}}>{{end}}{{template "piece" .Of}}{{template "piece" .}}`,
		`{{$x := .Of}}{{$x.Name}} {{- /* comment */ -}}  end`,
		`{{join .Words "-"}}`,
	} {
		var got, want strings.Builder
		theirs := template.Must(template.New("").
			Funcs(template.FuncMap{"join": strings.Join}).Parse(source))
		if err := theirs.Execute(&want, data()); err != nil {
			t.Fatal(err)
		}
		ours := markup.Text(markup.Funcs{"join": strings.Join}, source)
		if err := ours.Execute(&got, data()); err != nil || got.String() != want.String() {
			t.Errorf("%s: got %q, want %q, %v", source, got.String(), want.String(), err)
		}
	}
}

func TestHTMLEscapesAllButRaw(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	made := markup.HTML(markup.Funcs{"raw": func() markup.Raw { return "<i>" }},
		`{{define "p"}}{{.}}{{end}}`, `{{raw}}{{range .Words}}{{.}}{{end}}`+
			`<a title="{{.Name}}" href="#{{fragment .Name}}">{{template "p" .Name}}`)
	err := made.Execute(&b, shown{inner: inner{"\"> &'\x00+"}, Words: []string{"<b>"}})
	const text = "&#34;&gt; &amp;&#39;\uFFFD+"
	want := `<i>&lt;b&gt;<a title="` + text + `" href="#%22%3E%20%26%27%00%2B">` + text
	if err != nil || b.String() != want {
		t.Errorf("got  %s\nwant %s\n%v", b.String(), want, err)
	}
}

func TestWhatDataDoesNotHaveIsAnError(t *testing.T) {
	t.Parallel()
	for source, wanted := range map[string]string{
		`{{.Nothing}}`:                     "no field Nothing",
		`{{.None.Name}}`:                   "no field Name",
		`{{.Name.Length}}`:                 "no field Length",
		`{{join .Name "-"}}`:               "argument 0",
		`{{template "absent"}}`:            `no template "absent"`,
		`{{range .Count}}{{end}}`:          "no slice",
		`{{$x := 1}}{{$x = 2}}`:            "set again",
		`{{.Name | len}}`:                  "one command",
		`{{range .Words}}{{break}}{{end}}`: "not supported",
	} {
		var b strings.Builder
		err := markup.Text(markup.Funcs{"join": strings.Join}, source).Execute(&b, data())
		if err == nil || !strings.Contains(err.Error(), wanted) || b.Len() > 0 {
			t.Errorf("%s: %v, wrote %q", source, err, b.String())
		}
	}
}
