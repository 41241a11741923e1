package report

import (
	"encoding/base64"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// sarifExchange adds what went over the wire.
func sarifExchange(result *sarif.Result, e *result.Exchange) {
	if e == nil {
		return
	}
	request := sarif.NewWebRequest().WithProtocol("HTTP").WithVersion("1.1").
		WithMethod(text.Visible(e.Request.Method)).
		WithTarget(text.Visible(e.Origin + e.Request.Target)).
		WithHeaders(sarifFields(e.Request.Header))
	if body := sarifContent(e.Request.Content); body != nil {
		request.WithBody(body)
	}
	result.WithWebRequest(request)
	if e.Response == nil {
		result.WithWebResponse(sarif.NewWebResponse().WithNoResponseReceived(true))
		return
	}
	protocol, version, _ := strings.Cut(e.Response.Proto, "/")
	response := sarif.NewWebResponse().
		WithProtocol(text.Visible(protocol)).WithVersion(text.Visible(version)).
		WithStatusCode(e.Response.Status).WithReasonPhrase(text.Visible(e.Response.Reason)).
		WithHeaders(sarifFields(e.Response.Header))
	if body := sarifContent(e.Response.Content); body != nil {
		response.WithBody(body)
	}
	result.WithWebResponse(response)
}

// sarifFields returns header fields by name; of a repeated one, the values joined.
func sarifFields(all []result.Field) map[string]string {
	made := map[string]string{}
	for _, f := range all {
		name, value := text.Visible(f.Name), text.Visible(f.Value)
		if before, twice := made[name]; twice {
			value = before + ", " + value
		}
		made[name] = value
	}
	return made
}

func sarifContent(c *result.Content) *sarif.ArtifactContent {
	switch {
	case c == nil:
		return nil
	case c.Base64 != nil:
		return sarif.NewArtifactContent().WithBinary(base64.StdEncoding.EncodeToString(c.Base64))
	}
	return sarif.NewArtifactContent().WithText(strings.Join(text.VisibleLines(c.Text), "\n"))
}
