package hostile

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// robbingTargets try to get the token out: to another origin, or into the output of a run.
func robbingTargets() []hostileTarget {
	var all []hostileTarget
	for _, status := range []int{301, 302, 303, 307, 308} {
		all = append(all, hostileTarget{
			Name: fmt.Sprintf("robber.redirect-to-another-host-%d", status),
			says: []string{fmt.Sprint(status)},
			robber: func(elsewhere string) func(context.Context, net.Conn) {
				return saying(fmt.Sprintf("HTTP/1.1 %d Over There\r\nLocation: "+
					"http://%s/beta\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status,
					elsewhere))
			},
		})
	}
	all = append(all,
		hostileTarget{
			Name: "robber.redirect-loop", says: []string{"307"},
			serve: saying("HTTP/1.1 307 Again\r\nLocation: /beta\r\nContent-Length: " +
				"0\r\nConnection: close\r\n\r\n"),
		},
		hostileTarget{
			Name: "robber.other-ways-elsewhere", says: []string{"401"},
			robber: func(elsewhere string) func(context.Context, net.Conn) {
				return saying(strings.ReplaceAll("HTTP/1.1 401 Unauthorized\r\nRefresh: 0; "+
					"url=http://HOST/\r\nAlt-Svc: h2=\"HOST\"; ma=60\r\n"+
					"Link: <http://HOST/>; rel=preload\r\nContent-Location: "+
					"http://HOST/\r\nWWW-Authenticate: Bearer "+
					"authorization_uri=\"http://HOST/\"\r\n"+
					"Content-Length: 0\r\nConnection: close\r\n\r\n", "HOST", elsewhere))
			},
		},
		hostileTarget{
			Name: "robber.use-proxy", says: []string{"305"},
			robber: func(elsewhere string) func(context.Context, net.Conn) {
				return saying("HTTP/1.1 305 Use Proxy\r\nLocation: http://" + elsewhere +
					"/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			},
		},
		robber("echo-everywhere", "404", func(t string) string {
			body := fmt.Sprintf(
				`{"error":{"code":%q,"message":%q,"innerError":{"date":"Bearer %s"}}} %s`, t,
				"no: "+t, t, allSpellings(t),
			)
			return fmt.Sprintf("HTTP/1.1 404 %s\r\nX-Token: %s\r\n%s: x\r\nLocation: "+
				"http://127.0.0.1/?token=%s&again=%s\r\nSet-Cookie: t=%s\r\nContent-Length: "+
				"%d\r\nConnection: close\r\n\r\n%s",
				t, t, "X-"+hex.EncodeToString([]byte(t)), url.QueryEscape(t), t,
				base64.StdEncoding.EncodeToString([]byte(t)), len(body), body)
		}),
		robber("echo-in-redirect", "302", func(t string) string {
			return "HTTP/1.1 302 " + t + "\r\nLocation: /login?" + t +
				"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
		}),
		robber("echo-in-status-line", "status line",
			func(t string) string { return "HTTP/1.1 40x " + t + "\r\n\r\n" }),
		robber("echo-cut-in-status-line", "status line",
			func(t string) string { return "HTTP/1.1 40x filler" + t + t + "\r\n\r\n" }),
		robber("echo-cut-in-header-line", "header line",
			func(t string) string { return "HTTP/1.1 404 x\r\nno colon " + t + t + "\r\n\r\n" }),
		robber("echo-cut-in-length", "Content-Length",
			func(t string) string {
				return "HTTP/1.1 404 x\r\nContent-Length: sixteen bytes " + t + "\r\n\r\n"
			}),
		robber("echo-cut-in-chunk-size", "chunk size", func(t string) string {
			return "HTTP/1.1 404 x\r\nTransfer-Encoding: chunked\r\n\r\nx" + repeat("-",
				15) + t + "\r\n\r\n"
		}),
		robber("echo-instead-of-http", "not HTTP",
			func(t string) string { return repeat("-", 21) + t + t }),
		robber("echo-instead-of-no-content", "204",
			func(t string) string {
				return "HTTP/1.1 204 No Content\r\n\r\n" + repeat("-",
					178) + t
			}),
	)
	for _, filler := range []int{60, 170, 178, 185, 192} {
		all = append(all, robber(fmt.Sprintf("echo-cut-after-%d", filler), "404",
			func(t string) string {
				return "HTTP/1.1 404 Not Found\r\nContent-Type: text/" + repeat("-",
					filler) + t + "\r\nConnection: close\r\n\r\n" + repeat("-", filler) + t + t
			}))
		all = append(all, robber(fmt.Sprintf("echo-encoded-cut-after-%d", filler), "404",
			func(t string) string {
				return "HTTP/1.1 404 Not Found\r\nContent-Type: " + repeat("-",
					filler) + base64.StdEncoding.EncodeToString([]byte(t)) +
					"\r\nConnection: close\r\n\r\n" +
					`{"error":{"code":"` + repeat("-",
					filler) + percentEncoded(t) + `","message":"` + repeat("-",
					filler) + base64.StdEncoding.EncodeToString([]byte(t)) + `"}}`
			}))
	}
	return all
}

// robber answers with what f makes of the request's credentials.
func robber(name, says string, f func(token string) string) hostileTarget {
	return hostileTarget{
		Name: "robber." + name, says: []string{says},
		serve: talk(func(_ context.Context, c net.Conn, r *http.Request) bool {
			_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
			io.WriteString(c, f(token))
			return false
		}),
	}
}

func allSpellings(t string) string {
	return strings.Join([]string{
		t, strings.ToUpper(t), url.QueryEscape(t), percentEncoded(t),
		percentEncoded(percentEncoded(t)), jsonEscaped(t), hex.EncodeToString([]byte(t)),
		base64.StdEncoding.EncodeToString([]byte(t)),
		base64.URLEncoding.EncodeToString([]byte("Bearer " + t)),
		base64.StdEncoding.EncodeToString([]byte("xx" + t + "yy")),
	}, " ")
}
