module example.com/toeline

go 1.26

require (
	github.com/andybalholm/brotli v1.2.0 // tests: reads the coding br
	github.com/antchfx/xpath v1.3.9 // XPath on XML content (spec/xpath alone)
	github.com/getkin/kin-openapi v0.153.0 // reads and validates the documents (spec/ alone)
	github.com/google/go-cmp v0.7.0 // tests: readable differences
	github.com/google/uuid v1.6.0 // request ids, seeded
	github.com/h2non/gock v1.2.0 // stands in for hosts that a test must not reach
	github.com/klauspost/compress v1.20.4 // tests: reads the coding zstd
	github.com/onsi/ginkgo/v2 v2.34.0 // the suites (suites/ alone)
	github.com/onsi/gomega v1.44.0 // the suites (suites/ alone)
	github.com/owenrumney/go-sarif/v3 v3.3.1 // the form of SARIF, and its schema in tests
	github.com/rogpeppe/go-internal v1.16.0 // tests: txtar scripts for the command line
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // tests: published JSON Schemas hold for what is written
	github.com/spf13/cobra v1.10.2 // commands, help, shell completion
	github.com/spf13/pflag v1.0.9 // the flags that cobra hands out
	github.com/theory/jsonpath v0.12.3 // JSONPath (RFC 9535) of overlays (spec/overlay alone)
	go.uber.org/goleak v1.3.0 // tests: nothing is left running
	go.yaml.in/yaml/v4 v4.0.0 // YAML with line and column
	golang.org/x/net v0.58.0 // tests: HTTP_PROXY and its like, as net/http reads them
	golang.org/x/term v0.45.0 // whether a person is there to confirm
)

require github.com/dlclark/regexp2 v1.12.0

require (
	github.com/Masterminds/semver/v3 v3.4.0 // indirect
	github.com/go-logr/logr v1.4.3 // indirect
	github.com/go-openapi/jsonpointer v0.22.5 // indirect
	github.com/go-openapi/swag/jsonname v0.25.5 // indirect
	github.com/go-task/slim-sprig/v3 v3.0.0 // indirect
	github.com/google/pprof v0.0.0-20260402051712-545e8a4df936 // indirect
	github.com/h2non/parth v0.0.0-20190131123155-b4df798d6542 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/xeipuuv/gojsonpointer v0.0.0-20180127040702-4e3ac2762d5f // indirect
	github.com/xeipuuv/gojsonreference v0.0.0-20180127040603-bd5ef7bd5415 // indirect
	github.com/xeipuuv/gojsonschema v1.2.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/mod v0.38.0 // indirect
	golang.org/x/sync v0.22.0 // indirect
	golang.org/x/sys v0.47.0 // indirect
	golang.org/x/text v0.41.0 // indirect
	golang.org/x/tools v0.48.0 // indirect
)
