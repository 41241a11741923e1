package reference

import (
	"fmt"
	"strings"
	"testing"
)

func TestCredentials(t *testing.T) {
	const token = "a.b-c_D~1+/=="
	const empty, invalid = "Access token is empty.", "Access token validation failure."
	for _, c := range []struct {
		name, lines, message string // message "": taken
	}{
		{"right", "Authorization: Bearer " + token, ""},
		{"lower case", "authorization: bearer " + token, ""},
		{"upper case", "AUTHORIZATION: BEARER " + token, ""},
		{"more spaces", "Authorization:   Bearer   " + token + "  ", ""},
		{"none", "X: y", empty},
		{"empty", "Authorization:", empty},
		{"blank", "Authorization:   ", empty},
		{"basic", "Authorization: Basic dXNlcjpwYXNz", empty},
		{"another scheme, right token", "Authorization: Token " + token, empty},
		{"no scheme", "Authorization: " + token, empty},
		{"no space", "Authorization: Bearer" + token, empty},
		{"a tab", "Authorization: Bearer\t" + token, empty},
		{"empty token", "Authorization: Bearer", empty},
		{"blank token", "Authorization: Bearer   ", empty},
		{"wrong", "Authorization: Bearer toeline", invalid},
		{"letter case of the token", "Authorization: Bearer " + strings.ToUpper(token), invalid},
		{"prefix", "Authorization: Bearer " + token[:5], invalid},
		{"longer", "Authorization: Bearer " + token + "x", invalid},
		{"quoted", `Authorization: Bearer "` + token + `"`, invalid},
		{"two tokens", "Authorization: Bearer " + token + " " + token, invalid},
		{"two fields", "Authorization: Bearer " + token + "\r\nAuthorization: Bearer x", invalid},
		{"in the query", "X-Query: yes", empty},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := held()
			o.Token = token
			h, s := NewTestServer(t, o)
			for _, target := range []string{
				path(idIsolate), path("213213"), path(idAbsent), "/",
				path(idIsolate) + "?access_token=" + token,
			} {
				got := raw(t, s, "POST", fmt.Sprintf(
					"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n%s\r\n\r\n", target,
					c.lines,
				))
				if c.message == "" {
					if got.status == 401 {
						t.Errorf("%s: got 401", target)
					}
					continue
				}
				if e := got.envelope.Error; got.status != 401 ||
					e.Code != "InvalidAuthenticationToken" || e.Message != c.message {
					t.Errorf("%s: got %d %+v, want 401 %q", target, got.status, e, c.message)
				}
				want := `Bearer realm="", ` +
					`authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"`
				if c.message == invalid {
					want += `, error="invalid_token"`
				}
				if have := got.header.Values("WWW-Authenticate"); len(have) != 1 ||
					have[0] != want {
					t.Errorf("%s: challenge %q, want %q", target, have, want)
				}
			}
			if n := h.Executed()[idIsolate]; (n == 0) == (c.message == "") {
				t.Errorf("executed %d times", n)
			}
		})
	}
}

func TestHandlerPrintsNoToken(t *testing.T) {
	const secret = "Kq7-secret-token"
	h, err := New(Options{Token: secret})
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if s := fmt.Sprintf(verb, h); strings.Contains(s, secret) {
			t.Errorf("%s shows the token: %s", verb, s)
		}
	}
}
