// Package proxy owns which proxy leads to a URL, as the environment says. It never dials, and its
// errors quote no address: a password may be in it.
package proxy

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// placeholder is an address that cannot be parsed, to see whether it would be used.
const placeholder = "http://proxy.invalid"

// For returns the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name for a URL; nil: there is
// none, as for loopback. An address that cannot be parsed is an error where it would be used, and
// not a direct connection.
func For(u *url.URL) (*url.URL, error) {
	env := httpproxy.FromEnvironment()
	wrong := map[string]bool{}
	for name, value := range map[string]*string{
		"HTTP_PROXY": &env.HTTPProxy, "HTTPS_PROXY": &env.HTTPSProxy,
	} {
		if *value != "" && !valid(*value) {
			*value, wrong[name] = placeholder, true
		}
	}
	via, err := env.ProxyFunc()(u)
	switch {
	case err != nil: // it may quote the address
		return nil,
			fmt.Errorf("HTTP_PROXY is not used where REQUEST_METHOD is set, as in CGI: unset one")
	case via == nil:
		return nil, nil
	}
	if name := strings.ToUpper(u.Scheme) + "_PROXY"; wrong[name] {
		return nil, fmt.Errorf("%s is not a proxy address: write it as http://HOST:PORT", name)
	}
	return via, nil
}

// valid reports whether an address is one of a proxy: a URL, or a host alone, perhaps with a port.
func valid(text string) bool {
	if !strings.Contains(text, "://") {
		for _, scheme := range []string{"http:", "https:"} {
			if strings.HasPrefix(strings.ToLower(text), scheme) && !isPort(text[len(scheme):]) {
				return false // http:/host and the like
			}
		}
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" {
		return false
	}
	return isPort(u.Port()) || u.Port() == "" && !strings.HasSuffix(u.Host, ":")
}

func isPort(text string) bool {
	number, err := strconv.ParseUint(text, 10, 16)
	return err == nil && number > 0
}
