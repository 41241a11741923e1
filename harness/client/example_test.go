package client_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"example.com/toeline/harness/client"
)

// A client's owner tests it in ten lines.
func TestClient(t *testing.T) {
	t.Parallel()
	client.Run(t, func(ctx context.Context, server client.Server, id string) error {
		transport, err := server.Client()
		if err != nil {
			return err
		}
		client := tasks{base: server.URL, token: server.Token, http: transport}
		return client.execute(ctx, id)
	})
}

// tasks is the client that is tested: of a page, with net/http.
type tasks struct {
	base, token string
	http        *http.Client
}

func (c tasks) execute(ctx context.Context, id string) error {
	if id == "." || id == ".." {
		return fmt.Errorf("%q is not an id of a task", id)
	}
	// A redirect is not a success, and its target none of ours.
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}
	for attempt := 0; ; attempt++ {
		response, err := c.post(ctx,
			c.base+"/security/incidentTasks/"+url.PathEscape(id)+"/executeResponseAction")
		if err != nil {
			return err
		}
		busy := response.StatusCode == http.StatusTooManyRequests ||
			response.StatusCode == http.StatusServiceUnavailable
		if !busy || attempt == 2 {
			return reported(response)
		}
		response.Body.Close()
		select {
		case <-time.After(pause(response.Header.Get("Retry-After"))):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (c tasks) post(ctx context.Context, target string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target, http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	request.Header.Set("Accept", "application/json")
	return c.http.Do(request)
}

// pause is what a server asks for, and half a second where that says nothing.
func pause(retryAfter string) time.Duration {
	if seconds, err := strconv.Atoi(retryAfter); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(retryAfter); err == nil {
		return max(time.Until(date), time.Second)
	}
	return time.Second / 2
}

// reported returns an error for every status but 204.
func reported(response *http.Response) error {
	defer response.Body.Close()
	if response.StatusCode == http.StatusNoContent {
		return nil
	}
	var envelope struct {
		Error struct{ Code, Message string } `json:"error"`
	}
	content, _ := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	_ = json.Unmarshal(content, &envelope) // an error without content is one, too
	return &client.Reported{
		Status: response.StatusCode, Code: envelope.Error.Code, Message: envelope.Error.Message,
		RequestID: response.Header.Get("request-id"),
	}
}
