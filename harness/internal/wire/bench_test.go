package wire

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

const benchBody = `{"error":{"code":"NotFound","message":"The task ` +
	`3b0c6a5e-0000-0000-0000-000000000000 was not ` +
	`found.","innerError":{"date":"2023-09-04T05:47:56"}}}`

func benchServer(b *testing.B) *httptest.Server {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("request-id", "3b0c6a5e-0000-0000-0000-000000000000")
		w.WriteHeader(404)
		io.WriteString(w, benchBody)
	}))
	b.Cleanup(srv.Close)
	return srv
}

// BenchmarkClient and BenchmarkNetHTTP do the same work: compare them.
func BenchmarkClient(b *testing.B) {
	base, _ := url.Parse(benchServer(b).URL)
	c := client(b, base, Options{})
	req := exchange.Request{
		Method: "POST", Target: "/beta/x",
		Header: exchange.Header{{Name: "Authorization", Value: "Bearer t"}},
	}
	b.ReportAllocs()
	b.SetParallelism(4)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if ex := c.Send(b.Context(), req); ex.Fault != nil ||
				len(ex.Response.Body) != len(benchBody) {
				b.Fatalf("%+v", ex.Fault)
			}
		}
	})
}

func BenchmarkNetHTTP(b *testing.B) {
	srv := benchServer(b)
	tr := &http.Transport{MaxIdleConnsPerHost: 16}
	defer tr.CloseIdleConnections()
	hc := &http.Client{Transport: tr, Timeout: 10 * time.Second}
	b.ReportAllocs()
	b.SetParallelism(4)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			req, _ := http.NewRequestWithContext(b.Context(), "POST", srv.URL+"/beta/x", nil)
			req.Header.Set("Authorization", "Bearer t")
			res, err := hc.Do(req)
			if err != nil {
				b.Fatal(err)
			}
			body, err := io.ReadAll(res.Body)
			res.Body.Close()
			if err != nil || len(body) != len(benchBody) {
				b.Fatal(err)
			}
		}
	})
}
