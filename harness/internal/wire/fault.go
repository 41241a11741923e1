package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

// crypto/tls exports no type for the alerts of a target: their text it is.
const (
	alertNoProtocol = "tls: no application protocol" // RFC 7301 3.2
	errProtocol     = "unadvertised ALPN"            // the target chose h2 unasked
)

// fault turns a failure into what is reported. The end of the run outranks
// everything, as it breaks connections itself; werr is the error of sending.
func (f *failure) fault(ctx context.Context, timeout time.Duration, werr error) *exchange.Fault {
	if f.err == nil {
		return f.Fault()
	}
	switch {
	case ctx.Err() != nil:
		return canceled(ctx, fmt.Sprintf("%d bytes received", f.got))
	case isTimeout(f.err) && f.got > 0:
		return &exchange.Fault{
			Kind:   exchange.Timeout,
			Detail: fmt.Sprintf("no complete response within %s: it stopped %s", timeout, f.at),
		}
	case isTimeout(f.err):
		detail := fmt.Sprintf("no response within %s: 0 bytes received", timeout)
		if werr != nil {
			detail += ", the request was not taken whole"
		}
		return &exchange.Fault{Kind: exchange.Timeout, Detail: detail}
	case isTLS(f.err):
		return &exchange.Fault{Kind: exchange.TLS, Detail: oneLine(f.err.Error())}
	case f.begun == beforeStatus:
		return &exchange.Fault{Kind: exchange.Reset, Detail: endOf(f.err) + " " + f.at}
	}
	return &exchange.Fault{Kind: exchange.Malformed, Detail: endOf(f.err) + " " + f.at}
}

func canceled(ctx context.Context, progress string) *exchange.Fault {
	return &exchange.Fault{
		Kind:   exchange.Canceled,
		Detail: oneLine(fmt.Sprintf("the run ended first (%v): %s", context.Cause(ctx), progress)),
	}
}

// dialFault: an attempt that ran into the deadline is a timeout; all else,
// a resolver that gave up included, means that there is no connection.
func (c *Client) dialFault(ctx context.Context, err error, deadline time.Time) *exchange.Fault {
	via := ""
	if c.proxy != nil {
		via = "proxy " + c.proxy.addr + ": "
	}
	switch {
	case ctx.Err() != nil:
		return canceled(ctx, "no connection yet")
	case isTimeout(err) && !time.Now().Before(deadline):
		return &exchange.Fault{
			Kind:   exchange.Timeout,
			Detail: oneLine(fmt.Sprintf("%sno connection within %s: %v", via, c.opt.Timeout, err)),
		}
	}
	return &exchange.Fault{Kind: exchange.Unreachable, Detail: oneLine(via + err.Error())}
}

// tlsFault names the reason of a failed handshake as users can act on it.
func (c *Client) tlsFault(ctx context.Context, err error, via string) *exchange.Fault {
	if ctx.Err() != nil {
		return canceled(ctx, "inside the TLS handshake")
	}
	if isTimeout(err) {
		return &exchange.Fault{
			Kind:   exchange.Timeout,
			Detail: fmt.Sprintf("%sTLS handshake unfinished after %s", via, c.opt.Timeout),
		}
	}
	var (
		record  tls.RecordHeaderError
		name    x509.HostnameError
		unknown x509.UnknownAuthorityError
	)
	detail := err.Error()
	switch {
	case strings.Contains(detail, alertNoProtocol), strings.Contains(detail, errProtocol):
		detail = speaksHTTP2 + " (it refused http/1.1 in ALPN)"
	case errors.As(err, &record):
		detail = "target does not speak TLS: try http"
	case errors.As(err, &name):
		detail = fmt.Sprintf("certificate is for %s, not for %s: name the target as it does",
			certNames(name.Certificate), name.Host)
	case errors.As(err, &unknown) && unknown.Cert != nil:
		detail = fmt.Sprintf("certificate is signed by an unknown authority: its issuer is %q",
			unknown.Cert.Issuer.String())
	}
	return &exchange.Fault{Kind: exchange.TLS, Detail: oneLine(via + detail)}
}

// certNames lists the names that a certificate has, ten at most.
func certNames(cert *x509.Certificate) string {
	if cert == nil {
		return "another name"
	}
	names := cert.DNSNames
	for _, ip := range cert.IPAddresses {
		names = append(names[:len(names):len(names)], ip.String())
	}
	switch {
	case len(names) == 0:
		return fmt.Sprintf("no host name (its subject is %q)", cert.Subject.String())
	case len(names) > 10:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:10], ", "), len(names)-10)
	}
	return strings.Join(names, ", ")
}

func isTimeout(err error) bool {
	var ne net.Error
	return errors.As(err, &ne) && ne.Timeout()
}

func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// isTLS reports whether TLS itself broke behind the handshake; crypto/tls
// gives its own errors no type there.
func isTLS(err error) bool {
	var record tls.RecordHeaderError
	return errors.As(err, &record) || strings.Contains(err.Error(), "tls: ")
}
