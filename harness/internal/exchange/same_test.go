package exchange

import "testing"

// TestSameToJudge holds in what exchanges must not differ.
func TestSameToJudge(t *testing.T) {
	response := func() *Response {
		return &Response{
			Proto: "HTTP/1.1", Reason: "OK", Header: Header{{Name: "A", Value: "1"}},
			Body: []byte("x"), Surplus: []byte("y"),
		}
	}
	for name, c := range map[string]struct {
		change func(e *Exchange)
		same   bool
	}{
		"nothing":   {func(*Exchange) {}, true},
		"response":  {func(e *Exchange) { e.Response = nil }, false},
		"fault":     {func(e *Exchange) { e.Fault = &Fault{Kind: Limit} }, false},
		"protocol":  {func(e *Exchange) { e.Response.Proto = "HTTP/1.0" }, false},
		"reason":    {func(e *Exchange) { e.Response.Reason = "" }, false},
		"header":    {func(e *Exchange) { e.Response.Header = nil }, false},
		"body":      {func(e *Exchange) { e.Response.Body = nil }, false},
		"surplus":   {func(e *Exchange) { e.Response.Surplus = nil }, false},
		"what else": {func(e *Exchange) { e.Connection = 7 }, true},
	} {
		a, b := &Exchange{Response: response()}, &Exchange{Response: response()}
		c.change(b)
		if SameToJudge(a, b) != c.same {
			t.Errorf("%s: want %t", name, c.same)
		}
	}
	a, b := &Exchange{Fault: &Fault{Kind: Limit}}, &Exchange{Fault: &Fault{Kind: Timeout}}
	if SameToJudge(a, b) || !SameToJudge(a, a) {
		t.Error("the kind of a fault does not count")
	}
}
