package plain_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// pet is the XML that conforms, with the namespace of its name declared where it may be.
const pet = `<pet id="7" xmlns:p="http://pets.example"><p:called>Rex</p:called>` +
	`<tags><tag>a</tag></tags><size>1</size><size>2</size></pet>`

// contents are the right responses, by path.
var contents = map[string][2]string{
	"/pet":     {"application/xml", `<?xml version="1.0"?>` + "\n" + pet},
	"/pets":    {"text/xml; charset=utf-8", "<pets>\n  " + pet + pet + "\n</pets>"},
	"/plain":   {"application/vnd.a+xml", `<x><size>3</size><colours>red</colours></x>`},
	"/level":   {"text/plain", "7"},
	"/colour":  {"text/plain; charset=utf-8", "red"},
	"/picture": {"image/png", "\x89PNG\r\n\x1a\n\x00\xff"},
}

// failures runs what is derived from the document against a server with other content, and returns
// the ids of the requirements that failed.
func failures(t *testing.T, other map[string][2]string) []string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, ok := other[r.URL.Path]
		if !ok {
			content = contents[r.URL.Path]
		}
		switch {
		case content[0] == "":
			http.NotFound(w, r)
		case r.Method != http.MethodGet:
			w.Header().Set("Allow", "GET")
			w.WriteHeader(http.StatusMethodNotAllowed)
		default:
			w.Header().Set("Content-Type", content[0])
			_, _ = w.Write([]byte(content[1]))
		}
	}))
	t.Cleanup(server.Close)
	report, err := verify.Run(t.Context(), verify.Config{
		Contract: contractOf(t, "testdata/content.yaml"), Strict: true,
		Target: verify.Target{URL: server.URL},
	})
	if err != nil {
		t.Fatal(err)
	}
	var failed []string
	for _, r := range report.Requirements {
		if r.Status != result.Passed {
			failed = append(failed, r.ID+" "+r.Status)
		}
	}
	return failed
}

// TestContentConforms: content that conforms is not reported, however it is written.
func TestContentConforms(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]map[string][2]string{
		"as it is": {},
		"an empty list": {
			"/pet": {
				"application/xml",
				strings.NewReplacer("<tag>a</tag>", "", "<size>1</size><size>2</size>", "").
					Replace(pet),
			},
			"/pets": {"text/xml", "<pets/>"},
		},
		"a list that is wrapped, where nothing is said": {
			"/plain": {
				"application/vnd.a+xml",
				`<X><Size>3</Size><Colours><string>red</string><string>blue</string></Colours></X>`,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if failed := failures(t, other); len(failed) > 0 {
				t.Error(failed)
			}
		})
	}
}

// TestContentDefects: each defect of content fails what its schema is checked by, and nothing else.
func TestContentDefects(t *testing.T) {
	t.Parallel()
	change := func(old, now string) string {
		if !strings.Contains(pet, old) {
			t.Fatalf("no %q", old)
		}
		return strings.Replace(pet, old, now, 1)
	}
	for name, tt := range map[string]struct{ path, content, breaks string }{
		"xml/not-well-formed": {"/pet", pet[:len(pet)-1], "pet"},
		"xml/root-name": {
			"/pet",
			strings.ReplaceAll(pet, "pet ", "cat ")[:len(pet)-4] + "cat>",
			"pet",
		},
		"xml/namespace": {
			"/pet",
			change("http://pets.example", "http://other.example"),
			"pet",
		},
		"xml/no-attribute":    {"/pet", change(`id="7" `, ""), "pet"},
		"xml/attribute-type":  {"/pet", change(`"7"`, `"seven"`), "pet"},
		"xml/element-type":    {"/pet", change("<size>1</size>", "<size>big</size>"), "pet"},
		"xml/element-missing": {"/pet", change("<p:called>Rex</p:called>", ""), "pet"},
		"xml/element-twice":   {"/pet", change("</tags>", "</tags><tags/>"), "pet"},
		"xml/text-length":     {"/pet", change("Rex", "Rex the dog"), "pet"},
		"xml/not-wrapped": {
			"/pet",
			change("<tags><tag>a</tag></tags>", "<tag>a</tag>"),
			"pet",
		},
		"xml/item-name": {"/pet", change("<tag>a</tag>", "<label>a</label>"), "pet"},
		"xml/item-of-a-list": {
			"/pets",
			"<pets>" + change(`"7"`, `"seven"`) + "</pets>",
			"pets",
		},
		"xml/another-list":      {"/pets", "<list>" + pet + "</list>", "pets"},
		"xml/plain-type":        {"/plain", `<x><size>big</size></x>`, "plain"},
		"xml/plain-missing":     {"/plain", `<x><colours>red</colours></x>`, "plain"},
		"text/number":           {"/level", "high", "level"},
		"text/bounds":           {"/level", "10", "level"},
		"text/enum":             {"/colour", "green", "colour"},
		"bytes/too-short":       {"/picture", "\xff\xfe\xfd", "picture"},
		"bytes/too-long":        {"/picture", strings.Repeat("\xff", 17), "picture"},
		"bytes/multi-byte-text": {"/picture", "äöü äöü äöü", "picture"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			other := map[string][2]string{tt.path: {contents[tt.path][0], tt.content}}
			got, want := failures(t, other), []string{tt.breaks + "-ANSWER failed"}
			if !slices.Equal(got, want) {
				t.Errorf("%v, want %v", got, want)
			}
		})
	}
}
