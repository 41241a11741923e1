package verify_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// A service's owner judges it in a test of the service: copy this, and give the URL of yours.
func TestService(t *testing.T) {
	t.Parallel()
	contract, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	_, service := reference.NewTestServer(t, reference.Options{}) // start your own here
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	report, err := verify.Run(ctx, verify.Config{
		Contract: contract,
		Target:   verify.Target{URL: service.URL},
		Only:     []string{"authorization.**"}, // leave it out to judge all
	})
	if err != nil {
		t.Fatal(err) // wrong usage
	}
	for _, cause := range report.Causes {
		t.Logf("%s (%s): %s: %s, got %s", cause.Requirement, cause.Level,
			cause.Where, cause.Reason, cause.Example.Got)
	}
	if report.Run.ExitCode != result.ExitPassed {
		t.Error(report.Run.Reason)
	}
}

func ExampleRun() {
	contract, err := spec.Embedded(spec.Default)
	if err != nil {
		panic(err)
	}
	h, err := reference.New(reference.Options{})
	if err != nil {
		panic(err)
	}
	service, err := reference.Start(h, reference.Listen{})
	if err != nil {
		panic(err)
	}
	defer service.Close()
	report, err := verify.Run(context.Background(), verify.Config{
		Contract: contract,
		Target:   verify.Target{URL: service.URL},
		Only:     []string{"invalid-guid.page-example", "not-found.absent-guid"},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(report.Run.ExitCode, report.Run.Reason)
	for _, c := range report.Cases {
		fmt.Println(c.Verdict, c.ID)
	}
	// Output:
	// 0 every gating requirement that was exercised holds
	// passed not-found.absent-guid
	// passed invalid-guid.page-example
}

// A service of one's own: the document that it publishes, what it holds, and its URL.
func ExampleRun_ownDocument() {
	contract, err := lint.Load("pets.yaml", []byte(pets)) // or os.ReadFile and lint.Load
	if err != nil {
		panic(err)
	}
	held, err := fixtures.New(contract.Kinds, fixtures.Resource{Kind: "petIds", ID: "rex"})
	if err != nil {
		panic(err)
	}
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path != "/pets/rex" {
			w.WriteHeader(http.StatusNotFound)
		}
		io.WriteString(w, `{"id": "rex"}`) // and forgets its name
	}))
	defer service.Close()
	report, err := verify.Run(context.Background(), verify.Config{
		Contract: contract, Fixtures: held, Target: verify.Target{URL: service.URL},
	})
	if err != nil {
		panic(err) // wrong usage
	}
	for _, c := range report.Causes {
		fmt.Printf("%s: %s, expected %s\n", c.Requirement, c.Where, c.Example.Expected)
	}
	fmt.Println(report.Run.ExitCode, report.Run.Reason)
	// Output:
	// pet-ANSWER: /name, expected the property "name"
	// 1 1 gating requirement failed
}

// pets is a plain OpenAPI document: it needs nothing of toeline.
const pets = `
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{petId}:
    get:
      operationId: pet
      parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: the pet
          content: {application/json: {schema: {type: object, required: [name]}}}
        "404": {description: no such pet}
`
