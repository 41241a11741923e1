package suites_test

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/h2non/gock"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/waiver"
	"example.com/toeline/suites"
)

// A handler, in ten lines of a plain go test; t is the *testing.T.
func ExampleRun_handler() {
	t := printer{}
	suites.Run(t, suites.Options{Handler: mock()}) // the handler of your own mock
	fmt.Println("the mock is judged")
	// Output: the mock is judged
}

// What a broken handler looks like: every case that fails is an error of t, of
// which this prints the first line.
func ExampleRun_broken() {
	t := printer{}
	suites.Run(t, suites.Options{Handler: wrongCode(), Only: []string{"not-found.**"}})
	// Output:
	// FAIL ERA-NF-2 (must)  404: /error/code is "Missing", expected "NotFound"
	// FAIL 1 gating requirement failed
}

// The gock stub with which a team already fakes Graph is judged itself: nothing is
// dialed. The stub answers from the request that it is asked, so that ids are echoed, and more
// than once, by Persist.
func ExampleRun_gock() {
	defer gock.Off()
	gock.New("https://graph.microsoft.com").
		Post(`^/beta/security/incidentTasks/[^/]+/executeResponseAction$`).
		Persist().Reply(404).Map(notFound("NotFound", "taskId %s not found"))

	t := printer{}
	suites.Run(t, suites.Options{
		RoundTripper: gock.DefaultTransport, Only: []string{"not-found.**"},
	})
	fmt.Println("the stub is judged")
	// Output: the stub is judged
}

// A stub with a code and a message of its own fails with the requirements.
func ExampleRun_gockBroken() {
	defer gock.Off()
	gock.New("https://graph.microsoft.com").
		Post(`^/beta/security/incidentTasks/[^/]+/executeResponseAction$`).
		Persist().Reply(404).Map(notFound("ResourceNotFound", "no task %s"))

	t := printer{}
	suites.Run(t, suites.Options{
		RoundTripper: gock.DefaultTransport,
		Only:         []string{"not-found.absent-guid"},
	})
	// Output:
	// FAIL ERA-NF-2 (must)  404: /error/code is "ResourceNotFound", expected "NotFound"
	// FAIL ERA-NF-3 (must)  404: /error/message is "no task …", expected "taskId … not found"
	// FAIL 2 gating requirements failed
}

// A stub that always says the same cannot echo an id: the profile shape leaves
// the wording of messages out.
func ExampleRun_gockStatic() {
	defer gock.Off()
	gock.New("https://graph.microsoft.com").
		Post(`^/beta/security/incidentTasks/[^/]+/executeResponseAction$`).
		Persist().Reply(404).SetHeader("Content-Type",
		"application/json").BodyString(envelope("NotFound", "taskId 1 not found"))

	t := printer{}
	suites.Run(t, suites.Options{
		RoundTripper: gock.DefaultTransport, Profile: "shape",
		Only: []string{"not-found.**"},
	})
	fmt.Println("the stub is judged")
	// Output: the stub is judged
}

// notFound is what a faithful stub does: it takes the id from the path.
func notFound(code, message string) gock.MapResponseFunc {
	return func(r *http.Response) *http.Response {
		id := strings.Split(r.Request.URL.Path, "/")[4]
		r.Header = http.Header{"Content-Type": {"application/json"}}
		r.Body = io.NopCloser(strings.NewReader(envelope(code, fmt.Sprintf(message, id))))
		return r
	}
}

// envelope is an error as Graph writes it.
func envelope(code, message string) string {
	const guid = "43067534-c43a-4df8-a4d1-30660b99ac76"
	return fmt.Sprintf(`{"error":{"code":%q,"message":%q,"innerError":{"date":%q,"request-id":%q,"client-request-id":%q}}}`,
		code, message, time.Now().UTC().Format("2006-01-02T15:04:05"), guid, guid)
}

// address is what the last error begins with: where the target was.
var address = regexp.MustCompile(`^https?://\S+: `)

// printer is used in the place of a *testing.T: it prints the first line of an error.
type printer struct{}

func (printer) Helper()             {}
func (printer) Logf(string, ...any) {}
func (printer) Errorf(format string, args ...any) {
	line, _, _ := strings.Cut(fmt.Sprintf(format, args...), "\n")
	line = address.ReplaceAllString(line, "")
	fmt.Println("FAIL", line)
}
func (p printer) Fatalf(format string, args ...any) { p.Errorf(format, args...) }

// A service of one's own, by the document that it publishes, and what it holds. The document
// demands a name of the pet, which the handler forgets.
func ExampleRun_ownDocument() {
	document, err := lint.Load("pets.yaml", []byte(pets)) // or os.ReadFile and lint.Load
	if err != nil {
		fmt.Println(err)
		return
	}
	held, err := fixtures.New(document.Kinds, fixtures.Resource{Kind: "petIds", ID: "rex"})
	if err != nil {
		fmt.Println(err)
		return
	}
	handler := http.NewServeMux()
	handler.HandleFunc("GET /v1/pets/rex", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"id": "rex"}`)
	})
	t := printer{}
	report := suites.Run(t, suites.Options{
		Handler: handler, URL: "/v1", Document: document, Fixtures: held,
	})
	fmt.Println(len(report.Causes), "cause in", report.Totals.Cases.Failed, "case")
	// Output:
	// FAIL pet-ANSWER (must)  200: /name is missing
	// FAIL 1 gating requirement failed
	// 1 cause in 1 case
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

// What is known to fail fails nothing. On a mock that has fixed the same
// test fails, with the line of the waiver: the file is that of toeline verify
// --waivers.
func ExampleRun_waivers() {
	const known = `
version: 2
waivers:
  - requirement: ERA-NF-2
    fingerprints: any # toeline waive writes those of a report
    reason: the mock has a code of its own
    owner: team-mocks
`
	file, err := waiver.Load("known.yaml", []byte(known))
	if err != nil {
		fmt.Println(err)
		return
	}
	t := printer{}
	suites.Run(t, suites.Options{Handler: wrongCode(), Waivers: file})
	fmt.Println("waived")
	// Output: waived
}
