module example.com/toeline

go 1.26

require (
	github.com/getkin/kin-openapi v0.153.0 // reads and validates the documents (spec/ alone)
	github.com/google/go-cmp v0.7.0 // tests: readable differences
	github.com/google/uuid v1.6.0 // request ids, seeded
	github.com/h2non/gock v1.2.0 // stands in for hosts that a test must not reach
	github.com/onsi/ginkgo/v2 v2.34.0 // the suites (suites/ alone)
	github.com/onsi/gomega v1.44.0 // the suites (suites/ alone)
	github.com/rogpeppe/go-internal v1.16.0 // tests: txtar scripts for the command line
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // tests: published JSON Schemas hold for what is written
	github.com/spf13/cobra v1.10.2 // commands, help, shell completion
	go.uber.org/goleak v1.3.0 // tests: nothing is left running
	go.yaml.in/yaml/v3 v3.0.5 // YAML with line and column (the parser kin-openapi uses)
)
