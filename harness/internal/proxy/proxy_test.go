package proxy_test

import (
	"net/url"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/proxy"
)

func TestFor(t *testing.T) {
	for _, tt := range []struct {
		address, want string // want "": an error
	}{
		{"http://proxy.example:3128", "http://proxy.example:3128"},
		{"proxy.example:3128", "http://proxy.example:3128"},
		{"proxy.example", "http://proxy.example"},
		{"https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"},
		{"u:p@proxy.example:3128", "http://u:p@proxy.example:3128"},
		{"http:3128", "http://http:3128"},
		{"http://[::1", ""},
		{"http://user:canary@[::1", ""},
		{"http://proxy.example:canary", ""},
		{"http://proxy.example:99999", ""},
		{"http://proxy.example:0", ""},
		{"http://proxy.example:", ""},
		{"http:/proxy.example:3128", ""},
		{"http://", ""},
		{"http://user:canary@", ""},
		{"://canary", ""},
		{"http://ca nary", ""},
		{"%zzcanary", ""},
		{" ", ""},
		{"http://proxy\x7f", ""},
	} {
		for _, scheme := range []string{"http", "https"} {
			t.Setenv("HTTP_PROXY", "")
			t.Setenv("HTTPS_PROXY", "")
			t.Setenv("NO_PROXY", "direct.example")
			name := strings.ToUpper(scheme) + "_PROXY"
			t.Setenv(name, tt.address)
			via, err := proxy.For(&url.URL{Scheme: scheme, Host: "target.example"})
			switch {
			case tt.want == "" &&
				(err == nil || !strings.HasPrefix(err.Error(), name+" is not a proxy address") ||
					strings.Contains(err.Error(), "canary")):
				t.Errorf("%s=%q: %v, %v", name, tt.address, via, err)
			case tt.want != "" && (err != nil || via.String() != tt.want):
				t.Errorf("%s=%q: %v, %v, want %s", name, tt.address, via, err, tt.want)
			}
			// Where it is not used, it does not matter.
			other := map[string]string{"http": "https", "https": "http"}[scheme]
			for _, u := range []url.URL{
				{Scheme: scheme, Host: "127.0.0.1:8765"},
				{Scheme: scheme, Host: "direct.example"},
				{Scheme: other, Host: "target.example"},
			} {
				if via, err := proxy.For(&u); via != nil || err != nil {
					t.Errorf("%s=%q: %s: %v, %v", name, tt.address, &u, via, err)
				}
			}
		}
	}
}
