// Package example shows the suites in a team's own Ginkgo suite: beside its
// own specs, against a server that BeforeSuite starts. It owns nothing that
// others import.
package example

import (
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec"
	"example.com/toeline/suites"
)

// The team's server; here, the reference server with two tasks.
var (
	server *reference.Server
	held   = []reference.Task{
		{ID: "3b0c6a5e-8f5d-4b0e-9a55-0d6c5f3e7a21", ActionType: "isolateDevice"},
		{ID: "5f7b9d1c-2e4a-4c6b-8d0f-1a3c5e7b9d2f", ActionType: "disableUser"},
	}
)

const declared = `tasks:
  - {id: 3b0c6a5e-8f5d-4b0e-9a55-0d6c5f3e7a21, actionType: isolateDevice}
  - {id: 5f7b9d1c-2e4a-4c6b-8d0f-1a3c5e7b9d2f, actionType: disableUser}
`

var _ = ginkgo.BeforeSuite(func() {
	_, server = reference.NewTestServer(ginkgo.GinkgoT(), reference.Options{Tasks: held})
})

// The whole contract, in one line.
var _ = suites.Describe(suites.Options{
	URLFunc: func() string { return server.URL }, Fixtures: tasks(),
})

var _ = ginkgo.Describe("our mock", func() {
	ginkgo.It("has specs of its own",
		func() { gomega.Expect(server.URL).To(gomega.HaveSuffix("/beta")) })
})

func TestMock(t *testing.T) {
	gomega.RegisterFailHandler(ginkgo.Fail)
	ginkgo.RunSpecs(t, "our mock")
}

func tasks() *fixtures.Set {
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		panic(err)
	}
	w, err := fixtures.Load("mock_suite_test.go", []byte(declared), doc.Kinds)
	if err != nil {
		panic(err)
	}
	return w
}
