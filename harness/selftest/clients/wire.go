package clients

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/client/driver"
)

// sameOrigin follows redirects on an origin, with the token.
func sameOrigin(from, to *url.URL) (follows, withToken bool) {
	return from.Host == to.Host, true
}

func wrongFollowers() []wrongClient {
	never := func(int) bool { return false }
	var all []wrongClient
	for name, m := range map[string]struct {
		breaks string
		model  model
	}{
		"307-followed-with-get": {"ERC-RED-4", model{follow: sameOrigin, posts: never}},
		"get-behind-a-redirect-is-success": {"ERC-RED-5", model{
			follow: sameOrigin, page: func(status int) bool { return status == 204 },
		}},
		"location-of-a-success-followed": {
			"ERC-RED-8", model{follow: sameOrigin, redirects: 10, leads: true},
		},
		"redirects-followed-for-ever": {"ERC-RED-6", model{follow: sameOrigin, redirects: 100}},
	} {
		all = append(all, onBoth(name, ids(m.breaks), m.model)...)
	}
	return append(all, overTLS(made("token-sent-by-http", ids("ERC-RED-7"), model{
		follow: func(from, to *url.URL) (bool, bool) { return from.Scheme != to.Scheme, true },
	})))
}

// escaped finds a code in JSON that is written in the usual way.
var escaped = regexp.MustCompile(`"code":"([^"\\]*)"`)

func wrongParsers() []wrongClient {
	read := func(r reader) model { return model{reader: &r} }
	accepts := func(codings string) model {
		return model{head: add("Accept-Encoding: " + codings), undecoded: true}
	}
	var all []wrongClient
	all = append(all, made("interim-taken-for-the-answer", ids("ERC-ODD-7", "ERC-ODD-14"),
		model{takes: func(*http.Response) bool { return true }}))
	waits := made("spaced-coding-waits-for-the-end", ids("ERC-ODD-15"),
		read(reader{spaced: true, literal: true}))
	waits.timeout = timeToHang
	all = append(all, waits)
	for name, c := range map[string]struct {
		breaks string
		model  model
	}{
		"103-taken-for-the-answer":            {"ERC-ODD-7", read(reader{interim: -1})},
		"second-interim-taken-for-the-answer": {"ERC-ODD-14", read(reader{interim: 1})},
		"gzip-not-decoded":                    {"ERC-ODD-8", accepts("gzip")},
		"deflate-not-decoded":                 {"ERC-ODD-8", accepts("br;q=0, deflate;q=0.5")},
		"brotli-not-decoded":                  {"ERC-ODD-8", accepts("br")},
		"zstd-not-decoded":                    {"ERC-ODD-8", accepts("zstd")},
		"chunk-extensions-not-read":           {"ERC-ODD-9", read(reader{plainChunks: true})},
		"field-names-compared-exactly":        {"ERC-ODD-11", read(reader{exact: true})},
		"white-space-kept-around-values":      {"ERC-ODD-15", read(reader{spaced: true})},
		"reason-phrase-needed":                {"ERC-ODD-12", read(reader{reasoned: true})},
		"version-1.1-needed":                  {"ERC-ODD-12", read(reader{version11: true})},
		"json-read-by-a-pattern": {"ERC-ODD-13", model{
			report: func(reported *driver.Reported, e *envelope) {
				if found := escaped.FindSubmatch(e.raw); found != nil {
					reported.Code = string(found[1])
				} else {
					reported.Code = ""
				}
			},
		}},
		"media-type-compared-exactly": {"ERC-ODD-10", model{
			report: unless(func(e *envelope) bool {
				return e.header.Get("Content-Type") == "application/json"
			}, noCode),
		}},
		"media-type-compared-by-case": {"ERC-ODD-10", model{
			report: unless(func(e *envelope) bool {
				return strings.HasPrefix(e.header.Get("Content-Type"), "application/json")
			}, noCode),
		}},
		"header-ends-with-the-connection": {"ERC-CON-1", read(reader{endless: true})},
	} {
		made := []wrongClient{made(name, ids(c.breaks), c.model)}
		if c.breaks == "ERC-ODD-8" || c.breaks == "ERC-ODD-9" || c.breaks == "ERC-CON-1" {
			made = onBoth(name, ids(c.breaks), c.model)
		}
		all = append(all, made...)
	}
	return all
}

func wrongKeepers() []wrongClient {
	keeping := func(c connections) model { return model{connections: c} }
	return []wrongClient{
		made("cookies-come-back", ids("ERC-COO-1"), withCookies(false)),
		made("cookies-come-back-on-fresh-connections", ids("ERC-COO-1"), withCookies(true)),
		made("kept-connection-not-looked-at", ids("ERC-CON-3"), keeping(connections{blind: true})),
		made("kept-in-spite-of-close", ids("ERC-CON-4"), keeping(connections{careless: true})),
		made("lost-on-a-kept-connection-asked-for-again", ids("ERC-EXE-2"),
			keeping(connections{again: true})),
		without("odd.chunks", made("trailer-left-on-the-connection", ids("ERC-CON-5"),
			model{
				reader:      &reader{leavesTrailer: true},
				connections: connections{trusting: true},
			})),
		{
			name: "client/no-address-of-ipv6", breaks: ids("ERC-CON-6"),
			program: driver.Func(func(ctx context.Context, s driver.Server, id string) error {
				if strings.Contains(s.URL, "[") {
					return errors.New("no host")
				}
				return (&model{}).call(ctx, s, id)
			}),
		},
		overTLS(wrongClient{
			name: "client/http2-loses-the-status", breaks: ids("ERC-CON-7"),
			program: (&standard{http2: true, report: func(r *http.Response, e *driver.Reported) {
				if r.ProtoMajor == 2 {
					e.Status = 0
				}
			}}).program(),
		}),
		overTLS(wrongClient{
			name: "client/http2-connection-used-once", breaks: ids("ERC-CON-7"),
			program: (&standard{http2: true, single: true}).program(),
		}),
		overTLS(made("sent-by-http-after-a-refused-certificate", ids("ERC-TLS-1"),
			model{insecure: true})),
		overTLS(made("name-not-verified", ids("ERC-TLS-2"), model{
			tls: verifiedBut(func(err error) bool {
				var name x509.HostnameError
				return errors.As(err, &name)
			}),
		})),
		overTLS(made("expiry-not-verified", ids("ERC-TLS-3"), model{
			tls: verifiedBut(func(err error) bool {
				var invalid x509.CertificateInvalidError
				return errors.As(err, &invalid) && invalid.Reason == x509.Expired
			}),
		})),
	}
}

// withCookies is a client that sends back what cookies it gets.
func withCookies(never bool) model {
	var mu sync.Mutex
	var cookie string
	return model{
		connections: connections{never: never},
		takes: func(r *http.Response) bool {
			mu.Lock()
			defer mu.Unlock()
			if set := r.Header.Get("Set-Cookie"); set != "" {
				cookie, _, _ = strings.Cut(set, ";")
			}
			return r.StatusCode/100 != 1
		},
		head: func(lines []string, _ int) []string {
			mu.Lock()
			defer mu.Unlock()
			if cookie == "" {
				return lines
			}
			return append(lines, "Cookie: "+cookie)
		},
	}
}

// verifiedBut verifies certificates, but for an error.
func verifiedBut(ignored func(error) bool) func(*tls.Config) {
	return func(c *tls.Config) {
		roots := c.RootCAs
		c.InsecureSkipVerify = true
		c.VerifyConnection = func(state tls.ConnectionState) error {
			_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{
				Roots: roots, DNSName: "127.0.0.1", CurrentTime: time.Now(),
			})
			if err != nil && !ignored(err) {
				return err
			}
			return nil
		}
	}
}
