package verify_test

import (
	"context"
	"fmt"
	"testing"
	"time"

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
