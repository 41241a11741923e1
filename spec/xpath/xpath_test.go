package xpath

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const list = `<?xml version="1.0" encoding="UTF-8"?>
<!-- of a bucket -->
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/" xmlns:x="urn:x">
  <Name>b</Name><Contents n="1" x:m="2"><Key>a&amp;<![CDATA[<b>]]></Key><Size>3</Size></Contents>
  <Contents n="2"><Key>c</Key><Size>4</Size></Contents><IsTruncated>false</IsTruncated>
  <x:Other/>
</ListBucketResult>
`

func TestEvaluate(t *testing.T) {
	t.Parallel()
	d, err := Parse([]byte(list))
	if err != nil {
		t.Fatal(err)
	}
	for expression, want := range map[string][]any{
		"/ListBucketResult/Name":        {"b"},
		"//Contents/Key":                {"a&<b>", "c"},
		"//Contents[Key='c']/Size":      {"4"},
		"//Contents/@n":                 {"1", "2"},
		"//Contents/@m":                 {"2"},
		"//@xmlns":                      nil,
		"//Other":                       {""},
		"//Nothing":                     nil,
		"count(//Contents)":             {json.Number("2")},
		"sum(//Size)":                   {json.Number("7")},
		"number(//Key)":                 nil,
		"string(//Contents[2]/Key)":     {"c"},
		"boolean(//Nothing)":            {false},
		"namespace-uri(/*)":             {"http://s3.amazonaws.com/doc/2006-03-01/"},
		"namespace-uri(//Other)":        {"urn:x"},
		"//Size[. > 3]":                 {"4"},
		"//Key[../Size = 3]":            {"a&<b>"},
		"//Size/preceding-sibling::Key": {"a&<b>", "c"},
		"count(//Key | //Name)":         {json.Number("3")},
		"normalize-space(//Name)":       {"b"},
	} {
		got, err := d.Evaluate(expression)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		if diff := cmp.Diff(want, got.Items); diff != "" {
			t.Errorf("%s (-want +got):\n%s", expression, diff)
		}
		if got.Found != (len(want) > 0) || got.Found && got.Value != want[0] {
			t.Errorf("%s: %v, found %t", expression, got.Value, got.Found)
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                         "it has no element",
		"<!-- a -->":               "it has no element",
		"text":                     "it has text outside of its element",
		"<a/>text":                 "it has text outside of its element",
		"<a/><b/>":                 "it has a second element after the first",
		"<a><b></a>":               "element <b> closed by </a>",
		"<a>":                      "unexpected EOF",
		"<a>&b;</a>":               "invalid character entity &b;",
		"<a>\xff</a>":              "invalid UTF-8",
		`<a b=1/>`:                 "unquoted or missing attribute value",
		"<a/>\n<!-- b -->\n":       "",
		"\xef\xbb\xbf<a/>":         "",
		strings.Repeat("<a>", 2e3): "elements deeper than 1000",
		"<a>" + strings.Repeat("<b/>", maxNodes+2): "more than 100000 nodes",
		`<?xml version="1.0" encoding="latin1"?>` + "<a/>": "its encoding is latin1, " +
			"and only UTF-8 is read",
		`<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`: "invalid character " +
			"entity &b;",
	} {
		_, err := Parse([]byte(text))
		if got := fmt.Sprint(err); want == "" && err != nil || !strings.Contains(got, want) {
			t.Errorf("%.40q: %v, want %q", text, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for expression, wrong := range map[string]bool{
		"/a/b": false, "//a[@b='c']": false, "count(//a)": false, "string(/a)": false,
		"a": false, ".": false, "": true, "/a[": true, "//": true, "x:a": true, "$a": true,
		"nothing(/a)": true, "replace(/a, 'b', 'bb')": true, strings.Repeat("(", 3_000): true,
		"count()": true, "/a/@": true, "contains(/a)": true,
	} {
		if err := Check(expression); (err != nil) != wrong {
			t.Errorf("%q: %v", expression, err)
		}
	}
}

// TestWorkIsBounded: the number of steps grows with the square of the items.
func TestWorkIsBounded(t *testing.T) {
	t.Parallel()
	d, err := Parse([]byte("<a>" + strings.Repeat("<b/>", 5_000) + "</a>"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Evaluate("//b[count(//b) = 1]")
	if err == nil || !strings.Contains(err.Error(), "takes more than") {
		t.Errorf("%v", err)
	}
}

// FuzzEvaluate: no document and no expression panics.
func FuzzEvaluate(f *testing.F) {
	f.Add(list, "//Contents[Key='c']/Size")
	f.Add("<a b='c'>d</a>", "string(/a/@b) = 'c' and not(//e)")
	f.Fuzz(func(t *testing.T, text, expression string) {
		d, err := Parse([]byte(text))
		if err != nil {
			return
		}
		r, err := d.Evaluate(expression)
		if err == nil && r.Found != (len(r.Items) > 0) {
			t.Errorf("%q of %q: found %t, %d items", expression, text, r.Found, len(r.Items))
		}
	})
}

// TestElements holds a document as a tree: names, namespaces, attributes and the text of its own.
func TestElements(t *testing.T) {
	t.Parallel()
	d, err := Parse([]byte(list))
	if err != nil {
		t.Fatal(err)
	}
	root := d.Element()
	if root.Name() != "ListBucketResult" ||
		root.Space() != "http://s3.amazonaws.com/doc/2006-03-01/" || len(root.Attributes()) != 0 {
		t.Errorf("root: %s in %s, %v", root.Name(), root.Space(), root.Attributes())
	}
	var names []string
	for _, e := range root.Elements() {
		names = append(names, e.Name())
	}
	want := []string{"Name", "Contents", "Contents", "IsTruncated", "Other"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("elements (-want +got):\n%s", diff)
	}
	contents := root.Elements()[1]
	attributes := []Attribute{{Name: "n", Value: "1"}, {Name: "m", Space: "urn:x", Value: "2"}}
	if diff := cmp.Diff(attributes, contents.Attributes()); diff != "" {
		t.Errorf("attributes (-want +got):\n%s", diff)
	}
	if text := contents.Text(); text != "" {
		t.Errorf("the text of elements within is its own: %q", text)
	}
	if text := contents.Elements()[0].Text(); text != "a&<b>" {
		t.Errorf("text: %q", text)
	}
	if e := (&Document{root: &node{}}).Element(); e.Name() != "" || len(e.Elements()) != 0 {
		t.Errorf("an empty document has an element %s", e.Name())
	}
}
