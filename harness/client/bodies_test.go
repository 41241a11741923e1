package client

import (
	"slices"
	"testing"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/lint"
	"example.com/toeline/spec/clients"
)

// uploads has an operation for each kind of content that is neither JSON nor a form.
const uploads = `openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /bytes: {put: {requestBody: {content: {application/octet-stream: {}}}, responses: &ok {"204": {description: ok}}}}
  /pictures: {put: {requestBody: {content: {image/*: {}}}, responses: *ok}}
  /text: {put: {requestBody: {content: {text/plain: {schema: {type: string}}}}, responses: *ok}}
  /xml: {put: {requestBody: {content: {application/xml: {schema: &todo {type: object, required: [title], xml: {name: todo}, properties: {title: {type: string}}}}}}, responses: *ok}}
  /parts: {put: {requestBody: {content: {multipart/form-data: {schema: *todo}}}, responses: *ok}}
`

// Content of any media type is sent as the call gives it: a right client breaks nothing, and one
// that loses what is not ASCII is found.
func TestContentOfAnyMediaType(t *testing.T) {
	t.Parallel()
	doc, err := lint.Load("uploads.yaml", []byte(uploads))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/bytes", "/pictures", "/text", "/xml", "/parts"} {
		contract, err := clients.Derive(doc, "PUT "+path)
		if err != nil {
			t.Fatal(err)
		}
		holdsOf(t, contract)
		ascii := func(content []byte) []byte {
			return slices.DeleteFunc(content, func(b byte) bool { return b >= 0x80 })
		}
		report, err := Judge(t.Context(), Options{
			Doc: contract, Plain: true, Only: []string{"call.**"},
			Program: driver.Driver(anyClient{op: contract.Described, spoil: ascii}.drive),
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range report.Requirements {
			if (r.Status == "failed") != (r.ID == "CLI-REQ-18") {
				t.Errorf("%s: %s %s", path, r.ID, r.Status)
			}
		}
	}
}

// What may not be read as given is not judged: parts without names.
func TestPartsWithoutNames(t *testing.T) {
	t.Parallel()
	doc, err := lint.Load("mixed.yaml", []byte(`openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /mixed: {put: {requestBody: {content: {multipart/mixed: {schema: {type: object, required: [a], properties: {a: {type: string}}}}}}, responses: {"204": {description: ok}}}}
`))
	if err != nil {
		t.Fatal(err)
	}
	contract, err := clients.Derive(doc, "")
	if err != nil {
		t.Fatal(err)
	}
	holdsOf(t, contract)
}
