package wire

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/exchange"
)

// shownProxyCredentials replaces a proxy's password in RawRequest: what redacts an
// exchange later does not know that password.
const shownProxyCredentials = "Basic [redacted]"

// encode returns the bytes to send, and the bytes to show. They differ only in
// credentials for a proxy.
func (c *Client) encode(req exchange.Request) (sent, shown []byte, err error) {
	if err := checkRequest(req); err != nil {
		return nil, nil, err
	}
	target, credentials := req.Target, ""
	if c.proxy != nil && c.origin.scheme == "http" {
		target = "http://" + c.origin.host + target // absolute-form, RFC 9112 3.2.2
		credentials = c.proxy.credentials
	}
	sent = appendRequest(req, c.origin.host, target, credentials)
	if credentials == "" {
		return sent, sent, nil
	}
	return sent, appendRequest(req, c.origin.host, target, shownProxyCredentials), nil
}

// appendRequest returns the message, built in one allocation, to be sent in one
// write: some targets respond, or reset, on the first packet.
func appendRequest(req exchange.Request, host, target, proxyCredentials string) []byte {
	size := len(req.Method) + len(target) + len(host) + len(proxyCredentials) + len(req.Body) + 128
	for _, f := range req.Header {
		size += len(f.Name) + len(f.Value) + 4
	}
	b := make([]byte, 0, size)
	b = append(b, req.Method...)
	b = append(b, ' ')
	b = append(b, target...)
	b = append(b, " HTTP/1.1\r\n"...)
	if _, given := req.Header.Get("Host"); !given {
		b = appendField(b, "Host", host)
	}
	if proxyCredentials != "" {
		b = appendField(b, "Proxy-Authorization", proxyCredentials)
	}
	for _, f := range req.Header {
		b = appendField(b, f.Name, f.Value)
	}
	if wantsLength(req) {
		b = append(b, "Content-Length: "...)
		b = strconv.AppendInt(b, int64(len(req.Body)), 10)
		b = append(b, "\r\n"...)
	}
	if _, given := req.Header.Get("Connection"); req.Alone && !given {
		b = appendField(b, "Connection", "close")
	}
	b = append(b, "\r\n"...)
	return append(b, req.Body...)
}

func appendField(b []byte, name, value string) []byte {
	b = append(b, name...)
	b = append(b, ':')
	if value != "" {
		b = append(b, ' ')
		b = append(b, value...)
	}
	return append(b, "\r\n"...)
}

// wantsLength reports whether a Content-Length is added. Methods that define content
// always have one, 0 too, as front ends respond with 411 without it; a request that
// frames its content itself stays as it is.
func wantsLength(req exchange.Request) bool {
	for _, name := range []string{"Content-Length", "Transfer-Encoding"} {
		if _, given := req.Header.Get(name); given {
			return false
		}
	}
	switch req.Method {
	case "POST", "PUT", "PATCH":
		return true
	}
	return len(req.Body) > 0
}

// checkRequest refuses a request whose bytes would be another message than the one
// that its author wrote.
func checkRequest(req exchange.Request) error {
	if req.Method == "" || strings.ContainsAny(req.Method, " \t\r\n\x00") {
		return fmt.Errorf("method %q: empty, or holds a space, a line break or NUL", req.Method)
	}
	if req.Target == "" || strings.ContainsAny(req.Target, " \t\r\n\x00") {
		return errors.New("target: empty, or holds a space, a line break or NUL that is not " +
			"percent-encoded")
	}
	for _, f := range req.Header {
		if f.Name == "" || strings.ContainsAny(f.Name, ": \t\r\n\x00") {
			return fmt.Errorf("header field %q: its name is empty, or holds a colon, a space, a "+
				"line "+
				"break or NUL", f.Name)
		}
		if strings.ContainsAny(f.Value, "\r\n\x00") {
			// The value may be a secret.
			return fmt.Errorf("header field %s: its value holds a line break or NUL", f.Name)
		}
	}
	return nil
}

// asksClose reports whether the request itself asked the target to close.
func asksClose(h exchange.Header) bool { return hasToken(h, "Connection", "close") }

// hasToken reports whether a comma-separated field holds a token.
func hasToken(h exchange.Header, name, token string) bool {
	for _, f := range h {
		if !strings.EqualFold(f.Name, name) {
			continue
		}
		for rest, more := f.Value, true; more; {
			var one string
			one, rest, more = strings.Cut(rest, ",")
			if strings.EqualFold(strings.Trim(one, " \t"), token) {
				return true
			}
		}
	}
	return false
}
