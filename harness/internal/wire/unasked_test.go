package wire

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// TestUnasked: what comes while no request is waiting for it is known by its connection, that is
// closed, and so is every other from then on. A farewell is not a such thing.
func TestUnasked(t *testing.T) {
	const late = "HTTP/1.1 500 Late\r\n\r\n"
	const farewell = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"
	for _, tt := range []struct {
		name, late string
		want       string // what is known to have come
		sends      bool
		third      int // connections after three requests
	}{
		{"a response", late, late, true, 3},
		{"garbage", "garbage", "garbage", true, 3},
		{"a farewell", farewell, "", false, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			spoil, spoiled := make(chan bool), make(chan bool)
			keep := func(c net.Conn, br *bufio.Reader) { replyOnce(c, br); replyOnce(c, br) }
			tg := onConnection(t, func(c net.Conn, br *bufio.Reader) {
				replyOnce(c, br)
				<-spoil
				io.WriteString(c, tt.late)
				spoiled <- true
				if n, _ := io.Copy(io.Discard, br); n > 0 {
					t.Errorf("%d bytes came on a spoilt connection", n)
				}
			}, keep, keep)
			c := client(t, tg.url, Options{})
			first := send(t, c, get("/1"))
			whole(t, first, 204)
			if first.Connection != 1 || first.Turn != 0 {
				t.Errorf("connection %d, turn %d", first.Connection, first.Turn)
			}
			spoil <- true
			<-spoiled
			for range 2 {
				whole(t, send(t, c, get("/2")), 204)
			}
			came, sends := c.Unasked()
			one := came[1]
			if string(one.Bytes) != tt.want || one.Turn != 0 || sends != tt.sends {
				t.Errorf("%q in turn %d, sends: %t", one.Bytes, one.Turn, sends)
			}
			if got := tg.accepted(); got != tt.third {
				t.Errorf("%d connections, want %d", got, tt.third)
			}
		})
	}
}

// TestUnaskedIsNoResponse: on a kept connection, what is not a response, or says that the
// connection is closed, is not taken for one.
func TestUnaskedIsNoResponse(t *testing.T) {
	for name, raw := range map[string]string{
		"garbage": "garbage\r\n\r\n",
		"a farewell": "HTTP/1.1 408 Request Timeout\r\n" +
			"Connection: close\r\nContent-Length: 0\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tg := onConnection(t, func(c net.Conn, br *bufio.Reader) {
				replyOnce(c, br)
				readRequest(br)
				io.WriteString(c, raw)
				half(c)
			}, func(c net.Conn, br *bufio.Reader) { replyOnce(c, br); half(c) })
			c := client(t, tg.url, Options{})
			whole(t, send(t, c, get("/1")), 204)
			whole(t, send(t, c, get("/2")), 204)
			came, sends := c.Unasked()
			known := strings.HasPrefix(string(came[1].Bytes), "garbage")
			if want := name == "garbage"; sends != want || known != want {
				t.Errorf("came %v, sends: %t", came, sends)
			}
		})
	}
}

// TestEarlyResponse: a target that answers before it is asked has not answered; what else it says
// first is read as the response.
func TestEarlyResponse(t *testing.T) {
	for raw, isAnswer := range map[string]bool{ok204: true, "SSH-2.0-x\r\n": false} {
		tg := listen(t, func(c net.Conn) {
			io.WriteString(c, raw)
			half(c)
		})
		c := client(t, tg.url, Options{})
		cn, fault := c.dial(t.Context(), time.Now().Add(sendTime))
		if fault != nil {
			t.Fatal(fault.Detail)
		}
		defer cn.abort()
		var came []byte
		for came == nil && len(cn.ahead) == 0 { // until it has come
			came = cn.early()
		}
		if isAnswer != (came != nil) || !strings.HasPrefix(raw, string(cn.ahead)+string(came)) {
			t.Errorf("%q: %q, ahead: %q", raw, came, cn.ahead)
		}
	}
}
