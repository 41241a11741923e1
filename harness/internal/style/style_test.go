package style

import (
	"strings"
	"testing"

	"example.com/toeline/spec/openapi"
)

// TestStyles holds the table of styles of the OpenAPI specification: the value blue, a list of
// blue and black, and the object R=100, G=200 (here in the order of its names).
func TestStyles(t *testing.T) {
	list := []any{"blue", "black"}
	object := map[string]any{"R": 100, "G": 200}
	for _, test := range []struct {
		in, style string
		explode   bool
		one       string
		list      string
		object    string
	}{
		{"path", "matrix", false, ";color=blue", ";color=blue,black", ";color=G,200,R,100"},
		{"path", "matrix", true, ";color=blue", ";color=blue;color=black", ";G=200;R=100"},
		{"path", "label", false, ".blue", ".blue,black", ".G,200,R,100"},
		{"path", "label", true, ".blue", ".blue.black", ".G=200.R=100"},
		{"path", "simple", false, "blue", "blue,black", "G,200,R,100"},
		{"path", "simple", true, "blue", "blue,black", "G=200,R=100"},
		{"query", "form", false, "color=blue", "color=blue,black", "color=G,200,R,100"},
		{"query", "form", true, "color=blue", "color=blue&color=black", "G=200&R=100"},
		{
			"query", "spaceDelimited", false, "color=blue", "color=blue%20black",
			"color=G%20200%20R%20100",
		},
		{
			"query", "pipeDelimited", false, "color=blue", "color=blue%7Cblack",
			"color=G%7C200%7CR%7C100",
		},
		{
			"query", "deepObject", true, "color=blue", "color=blue&color=black",
			"color%5BG%5D=200&color%5BR%5D=100",
		},
		{
			"query", "tabDelimited", false, "color=blue", "color=blue%09black",
			"color=G%09200%09R%09100",
		},
		{"path", "pipeDelimited", false, "blue", "blue%7Cblack", "G,200%7CR,100"},
		{"header", "spaceDelimited", false, "blue", "blue black", "G,200 R,100"},
		{"header", "simple", false, "blue", "blue,black", "G,200,R,100"},
		{"header", "simple", true, "blue", "blue,black", "G=200,R=100"},
	} {
		p := openapi.Parameter{
			Name:    "color",
			In:      test.in,
			Style:   test.style,
			Explode: test.explode,
		}
		write := func(value any) string {
			switch test.in {
			case "path":
				return Path(p, value, EscapeSegment)
			case "header":
				return Header(p, value)
			}
			return strings.Join(Query(p, value), "&")
		}
		for value, got := range map[string]string{
			test.one: write("blue"), test.list: write(list), test.object: write(object),
		} {
			if got != value {
				t.Errorf("%s %s, explode %t: %s, want %s", test.in, test.style, test.explode, got,
					value)
			}
		}
	}
}

func TestQueryValues(t *testing.T) {
	for _, test := range []struct {
		p     openapi.Parameter
		value any
		want  string
	}{
		{
			openapi.Parameter{Name: "a b", Style: "form", Explode: true},
			"c&d=e f",
			"a%20b=c%26d%3De%20f",
		},
		{openapi.Parameter{Name: "u", Style: "form", Reserved: true}, "/a?b=c&d", "u=/a?b%3Dc%26d"},
		{
			openapi.Parameter{Name: "f", ContentType: "application/json"},
			map[string]any{"a": 1},
			"f=%7B%22a%22%3A1%7D",
		},
		{
			openapi.Parameter{Name: "w", Style: "deepObject", Explode: true},
			map[string]any{"a": map[string]any{"b": 1}, "c": []any{"x", "y"}},
			"w%5Ba%5D%5Bb%5D=1&w%5Bc%5D=x&w%5Bc%5D=y",
		},
	} {
		if got := strings.Join(Query(test.p, test.value), "&"); got != test.want {
			t.Errorf("%+v: %s, want %s", test.value, got, test.want)
		}
	}
}

// TestBodies holds that a value is written as its media type has it.
func TestBodies(t *testing.T) {
	object := map[string]any{"a": "x y", "n": []any{1, 2}, "o": map[string]any{"p": true}}
	for mediaType, want := range map[string]string{
		"application/json":                  `{"a":"x y","n":[1,2],"o":{"p":true}}`,
		"application/vnd.a+json":            `{"a":"x y","n":[1,2],"o":{"p":true}}`,
		"application/x-www-form-urlencoded": `a=x%20y&n=1&n=2&o=%7B%22p%22%3Atrue%7D`,
		"application/xml": "<root><a>x y</a><n>1</n><n>2</n>" +
			"<o><p>true</p></o></root>",
		"application/x-ndjson": `{"a":"x y","n":[1,2],"o":{"p":true}}` + "\n",
	} {
		got, err := Body(openapi.Media{Type: mediaType}, object)
		if err != nil || string(got) != want {
			t.Errorf("%s: %s, %v, want %s", mediaType, got, err, want)
		}
	}
	for _, mediaType := range []string{
		"text/plain", "application/xml", "application/octet-stream", "application/x-ndjson",
	} {
		got, err := Body(openapi.Media{Type: mediaType}, "<a/>")
		if err != nil || string(got) != "<a/>" {
			t.Errorf("%s: %s, %v", mediaType, got, err)
		}
	}
	got, err := Body(openapi.Media{
		Type:     "multipart/form-data",
		Encoding: map[string]openapi.Encoding{"f": {ContentType: "image/png"}},
	}, map[string]any{"a": "x", "b": map[string]any{"c": 1}, "f": "y"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n",
		"name=\"b\"\r\nContent-Type: application/json\r\n\r\n{\"c\":1}\r\n",
		"name=\"f\"; filename=\"f.bin\"\r\nContent-Type: image/png\r\n\r\ny\r\n",
		"\r\n--" + boundary + "--\r\n",
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	for mediaType, want := range map[string]string{
		"multipart/form-data": "multipart/form-data; boundary=" + boundary,
		"*/*":                 "application/json",
		"text/*":              "text/plain", "image/*": "image/png", "audio/*": "audio/x-sample",
		"text/csv": "text/csv",
	} {
		if got := ContentType(mediaType); got != want {
			t.Errorf("%s is sent as %s, want %s", mediaType, got, want)
		}
	}
}

// TestQueryStrings holds that one parameter is the whole query, as its media type has it.
func TestQueryStrings(t *testing.T) {
	object := map[string]any{"a": "x y", "b": 1}
	for mediaType, want := range map[string]string{
		"application/x-www-form-urlencoded": "a=x%20y&b=1",
		"application/json":                  "%7B%22a%22%3A%22x%20y%22%2C%22b%22%3A1%7D",
	} {
		got := QueryString(openapi.Parameter{In: "querystring", ContentType: mediaType}, object)
		if got != want {
			t.Errorf("%s: %s, want %s", mediaType, got, want)
		}
	}
}
