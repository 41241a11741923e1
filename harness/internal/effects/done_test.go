package effects

import (
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

// TestDone holds that a resource is touched again by the instance alone that acted on it, and that
// another run finds what was executed by a request that asks for the same.
func TestDone(t *testing.T) {
	var d Done
	if why := d.Why([]string{"tasks/1"}, "a"); why != "" || !d.IsEmpty() {
		t.Errorf("nothing was done: %q", why)
	}
	d.Note([]string{"tasks/1"}, "a", " was executed by X")
	for _, c := range []struct{ resource, by, want string }{
		{"tasks/1", "a", ""}, {"tasks/1", "b", "tasks/1 was executed by X"}, {"tasks/2", "b", ""},
	} {
		if why := d.Why([]string{"tasks/0", c.resource}, c.by); why != c.want {
			t.Errorf("%s by %s: %q, want %q", c.resource, c.by, why, c.want)
		}
	}
	e := &exchange.Exchange{}
	first, second := new(int), new(int)
	d.Keep(first, "POST /1", e)
	if d.Response(second, "POST /1") != e || d.Response(first, "POST /1") != nil ||
		d.Response(second, "POST /2") != nil || d.IsEmpty() {
		t.Error("another run finds the exchange, by what was asked, and the own one does not")
	}
}

// TestAsked holds in what two requests may differ that ask for the same.
func TestAsked(t *testing.T) {
	request := func(body string, header ...string) exchange.Request {
		r := exchange.Request{Method: "POST", Target: "/1", Body: []byte(body)}
		for i := 0; i < len(header); i += 2 {
			r.Header = append(r.Header, exchange.Field{Name: header[i], Value: header[i+1]})
		}
		return r
	}
	asked := Asked(request("x", "Id", "1", "accept", "a", "X", "1"), "id")
	if Asked(request("x", "id", "2", "Accept", "b", "X", "1"), "id") != asked {
		t.Error("the correlation id or the Accept header makes a difference")
	}
	for _, other := range []exchange.Request{
		request("y", "X", "1"), request("x", "X", "2"), request("x"),
	} {
		if Asked(other, "id") == asked {
			t.Errorf("%+v asks for the same", other)
		}
	}
}
