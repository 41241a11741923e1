package client

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// machineError is the envelope of the other API, and one of Graph's beside it.
type machineError struct {
	Error struct {
		Code, Message, Target string
		InnerError            struct {
			RequestID string `json:"request-id"`
		} `json:"innerError"`
	} `json:"error"`
}

// machines is a client of the other API; its zero value is right.
type machines struct {
	succeeds func(status int) bool // nil: 201
	report   func(*Reported, machineError)
	id       string // sent with every call; empty: a fresh one
}

func (m machines) isolate(ctx context.Context, server Server, id string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost,
		server.URL+"/machines/"+id+"/isolate",
		strings.NewReader(`{"Comment":"drill","IsolationType":"Full"}`))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+server.Token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Correlation-Id", m.id)
	if m.id == "" {
		request.Header.Set("X-Correlation-Id", uuid.NewString())
	}
	transport, err := server.Client()
	if err != nil {
		return err
	}
	response, err := transport.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	succeeds := response.StatusCode == http.StatusCreated
	if m.succeeds != nil {
		succeeds = m.succeeds(response.StatusCode)
	}
	if succeeds {
		return nil
	}
	var e machineError
	if err := json.Unmarshal(content, &e); err != nil {
		return err
	}
	reported := &Reported{
		Status: response.StatusCode, Code: e.Error.Code, Message: e.Error.Message,
		RequestID: e.Error.Target,
	}
	if m.report != nil {
		m.report(reported, e)
	}
	return reported
}

// A contract with another envelope needs no Go code: a right client conforms to it, and each
// wrong one breaks the requirements that the table names.
func TestAnotherEnvelope(t *testing.T) {
	t.Parallel()
	doc := machineDocument(t)
	for _, test := range []struct {
		name   string
		client machines
		broken []string
	}{
		{"right", machines{}, nil},
		{
			"takes 204 alone for success",
			machines{succeeds: func(status int) bool { return status == 204 }},
			[]string{"M-1"},
		},
		{
			"swallows a 404",
			machines{succeeds: func(status int) bool { return status == 201 || status == 404 }},
			[]string{"M-2"},
		},
		{
			"reports no code",
			machines{report: func(r *Reported, _ machineError) { r.Code = "" }},
			[]string{"M-3"},
		},
		{
			"reports the code as message",
			machines{report: func(r *Reported, e machineError) { r.Message = e.Error.Code }},
			[]string{"M-4"},
		},
		{"looks for Graph's request id", machines{
			report: func(r *Reported, e machineError) {
				r.RequestID = e.Error.InnerError.RequestID
			},
		}, []string{"M-5"}},
		{"one id for all calls", machines{id: uuid.NewString()}, []string{"M-6"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			report, err := Judge(t.Context(),
				Options{Doc: doc, Program: Func(test.client.isolate), Plain: true})
			if err != nil {
				t.Fatal(err)
			}
			var broken []string
			for _, c := range report.Requirements {
				if c.Status == result.Failed {
					broken = append(broken, c.ID)
				} else if c.Status != result.Passed {
					t.Errorf("%s is %s: %v", c.ID, c.Status, c.Why)
				}
			}
			if diff := cmp.Diff(test.broken, broken); diff != "" {
				t.Errorf("broken (-want +got):\n%s", diff)
			}
		})
	}
}

// machineDocument is the client document of the other API.
func machineDocument(t *testing.T) *clients.Contract {
	t.Helper()
	source, err := os.ReadFile("testdata/machines.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := clients.Load("machines.yaml", source, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
