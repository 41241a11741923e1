package lab

import (
	"bufio"
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"example.com/toeline/spec/clients"
)

// An error has its code and message at the pointers of the contract, and nowhere else.
func TestAnswerTellsByThePointersOfTheDocument(t *testing.T) {
	t.Parallel()
	doc := machineDocument(t, func(s string) string {
		return strings.NewReplacer("code: /error/code", "code: /error/target",
			"x-correlation-id: \"{clientRequestId}\"", "x-echo: \"{clientRequestId}\"").Replace(s)
	})
	sent := uuid.NewString()
	request, err := readRequest(bufio.NewReader(strings.NewReader("POST / HTTP/1.1\r\nHost: "+
		"h\r\nX-Correlation-Id: "+sent+"\r\nclient-request-id: other\r\n\r\n")), waitsForNothing)
	if err != nil {
		t.Fatal(err)
	}
	v := &values{id: "m1", request: request}
	missing, _ := doc.Case("error.not-found")
	a := compose(doc, &missing.Play[0], v)
	if a.Code != a.RequestID || a.Message != "Machine m1 was not found" ||
		!bytes.Contains(a.Body, []byte(a.RequestID)) {
		t.Errorf("code %q, message %q, request id %q in %s", a.Code, a.Message, a.RequestID, a.Body)
	}
	if echo, _ := a.Header.Get("x-echo"); echo != sent {
		t.Errorf("it repeats %q, not %q", echo, sent)
	}
	success, _ := doc.Case("success.machine")
	if a := compose(doc, &success.Play[0], v); a.RequestID != "" ||
		bytes.Contains(a.Body, []byte(`"error"`)) {
		t.Errorf("a success has a part of the envelope: %s", a.Body)
	}
}

// machineDocument is the client document of the other API, changed.
func machineDocument(t *testing.T, change func(string) string) *clients.Contract {
	t.Helper()
	source, err := os.ReadFile("../../testdata/machines.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := clients.Load("machines.yaml", []byte(change(string(source))), nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
