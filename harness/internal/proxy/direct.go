package proxy

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

var ports = map[string]string{"http": "80", "https": "443"}

// direct reports whether no proxy leads to a URL: its host is this machine, or NO_PROXY excepts it.
func direct(u *url.URL, excepted string) bool {
	host := ascii(u.Hostname())
	if host == "localhost" {
		return true
	}
	port := u.Port()
	if port == "" {
		port = ports[u.Scheme]
	}
	host = strings.ToLower(strings.TrimSpace(host))
	var ip net.IP
	if parsed, err := netip.ParseAddr(host); err == nil {
		ip = net.IP(parsed.AsSlice())
	}
	if ip.IsLoopback() {
		return true
	}
	for entry := range strings.SplitSeq(excepted, ",") {
		if excepts(strings.ToLower(strings.TrimSpace(entry)), host, port, ip) {
			return true
		}
	}
	return false
}

// excepts reports whether an entry of NO_PROXY covers a host, whose IP address may be nil: "*" is
// all, 10.0.0.0/8 a network, 10.0.0.1 an address, a.example the host and what is below it,
// .a.example and *.a.example what is below it. All but the first two may end with a port.
func excepts(entry, host, port string, ip net.IP) bool {
	if entry == "*" {
		return true
	}
	if _, network, err := net.ParseCIDR(entry); err == nil {
		return network.Contains(ip)
	}
	name, of := entry, ""
	if before, after, err := net.SplitHostPort(entry); err == nil {
		name, of = before, after
	}
	if name == "" || of != "" && of != port {
		return false
	}
	if same := net.ParseIP(name); same != nil {
		return same.Equal(ip)
	}
	if ip != nil {
		return false
	}
	if strings.HasPrefix(name, "*.") {
		name = name[1:]
	}
	if name = ascii(name); strings.HasPrefix(name, ".") {
		return strings.HasSuffix(host, name)
	}
	return host == name || strings.HasSuffix(host, "."+name)
}

// ascii is the name of a host as net/http writes it, with other letters as xn--….
func ascii(host string) string {
	if !strings.ContainsFunc(host, func(r rune) bool { return r > '~' }) {
		return host
	}
	asked := http.Request{URL: &url.URL{Scheme: "http", Host: strings.ToLower(host)}}
	var sent bytes.Buffer
	if asked.Write(&sent) != nil {
		return host
	}
	read, err := http.ReadRequest(bufio.NewReader(&sent))
	if err != nil || read.Host == "" {
		return host
	}
	return read.Host
}
