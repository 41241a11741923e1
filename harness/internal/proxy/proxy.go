// Package proxy owns which proxy leads to a URL, as the environment says. It never dials, and its
// errors quote no address: a password may be in it.
package proxy

import (
	"cmp"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// For returns the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY, or the same in lower case, name
// for a URL; nil: there is none, as for loopback. An address that cannot be parsed is an error
// where it would be used, and not a direct connection. It does what golang.org/x/net/http/httpproxy
// does, which links 190 kB of tables for host names; the tests compare it with that.
func For(u *url.URL) (*url.URL, error) {
	name := strings.ToUpper(u.Scheme) + "_PROXY"
	if name != "HTTP_PROXY" && name != "HTTPS_PROXY" {
		return nil, nil
	}
	address := either(name)
	if address == "" {
		return nil, nil
	}
	if name == "HTTP_PROXY" && os.Getenv("REQUEST_METHOD") != "" {
		return nil,
			fmt.Errorf("HTTP_PROXY is not used where REQUEST_METHOD is set, as in CGI: unset one")
	}
	if direct(u, either("NO_PROXY")) {
		return nil, nil
	}
	if !valid(address) {
		return nil, fmt.Errorf("%s is not a proxy address: write it as http://HOST:PORT", name)
	}
	via, err := url.Parse(address)
	if err != nil || via.Scheme == "" || via.Host == "" {
		via, err = url.Parse("http://" + address)
	}
	if err != nil { // no: valid parses it likewise
		return nil, fmt.Errorf("%s is not a proxy address", name)
	}
	return via, nil
}

// either is the value of a variable, which is written in lower case by preference.
func either(name string) string {
	return cmp.Or(os.Getenv(strings.ToLower(name)), os.Getenv(name))
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
