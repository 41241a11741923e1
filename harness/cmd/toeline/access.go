package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// access are the flags that say how a target is reached.
type access struct {
	signIn
	target       string
	headerEnv    []string
	allowEffects bool
	wait         time.Duration
	timeout      time.Duration // of an exchange; its flag stands with the pace

	caFile, clientCert, clientKey string
	insecure                      bool
}

func (ac *access) add(set *pflag.FlagSet) {
	flag.Group(set, "the target", ac.addTarget)
	flag.Group(set, "the sign-in", ac.signIn.add)
	flag.Group(set, "TLS to the target", ac.addTLS)
}

func (ac *access) addTarget(set *pflag.FlagSet) {
	flag.Add(set, &ac.target, "target", "", flag.Target,
		"base `URL`, before the document's paths; without it, the embedded reference server")
	flag.Add(set, &ac.wait, "wait", 0, flag.Target,
		"first wait, at most `D`, until something answers")
	flag.Add(set, &ac.headerEnv, "header-env", []string(nil), flag.Target,
		"send header NAME with the value of variable VAR, as secret as the token; repeatable (`NAME=VAR`)")
}

func (ac *access) addTLS(set *pflag.FlagSet) {
	flag.Add(set, &ac.caFile, "ca-file", "", flag.Target,
		"trust the authorities in this PEM `FILE`, not the system's; --auth azure trusts both")
	flag.Add(set, &ac.clientCert, "client-cert", "", flag.Target,
		"PEM `FILE` of a client certificate")
	flag.Add(set, &ac.clientKey, "client-key", "", flag.Target,
		"PEM `FILE` of its key")
	flag.Add(set, &ac.insecure, "insecure-skip-tls-verify", false, flag.Consent,
		"do not check the target's certificate")
}

// reach says how the target of a base URL is reached.
func (ac *access) reach(a app, doc *spec.Document, base string) (verify.Target, error) {
	none := verify.Target{}
	headers, err := ac.headers(a)
	if err != nil {
		return none, exit.Usage(err)
	}
	asked := verify.Target{
		URL: base, Headers: headers, AllowEffects: ac.allowEffects, Timeout: ac.timeout,
		Advice: verify.Advice{Token: "set " + ac.tokenEnv, Effects: "give --allow-effects and --fixtures"},
	}
	parsed, onLoopback, err := verify.ParseTarget(base)
	if err != nil {
		return none, exit.Usage(worded(err))
	}
	if asked.Token, asked.TokenExpires, err = ac.fromEnv(a, doc, parsed, onLoopback); err != nil {
		return none, err
	}
	source, err := ac.tokens(doc, parsed, ac.caFile)
	if err != nil {
		return none, exit.Usage(err)
	}
	if source != nil {
		asked.Tokens = source
	}
	if asked.TLS, err = ac.tls(); err != nil {
		return none, exit.Usage(err)
	}
	return asked, nil
}

// ownHeaders are those that no user sets: they carry credentials or frame the
// message.
var ownHeaders = map[string]string{
	"Authorization":     "the token comes from --auth",
	"Connection":        "toeline sets it itself",
	"Content-Length":    "toeline sets it itself",
	"Transfer-Encoding": "toeline sets it itself",
}

var fieldName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$") // RFC 9110 5.6.2

func (ac *access) headers(a app) ([]result.Field, error) {
	var all []result.Field
	for _, pair := range ac.headerEnv {
		name, variable, ok := strings.Cut(pair, "=")
		if !ok || !spec.ValidVariable(variable) || !fieldName.MatchString(name) {
			return nil, errors.New("--header-env: write NAME=VAR, a header and the variable that holds its value, not the value itself")
		}
		if why := ownHeaders[http.CanonicalHeaderKey(name)]; why != "" {
			return nil, fmt.Errorf("--header-env %s: %s", name, why)
		}
		value, ok := a.getenv(variable)
		if !ok || value == "" {
			return nil, fmt.Errorf("--header-env %s: the variable %s is not set", name, variable)
		}
		if strings.ContainsFunc(value, unicode.IsControl) {
			return nil, fmt.Errorf("--header-env %s: the variable %s holds a line break or another control character", name, variable)
		}
		all = append(all, result.Field{Name: name, Value: value})
	}
	return all, nil
}

func (ac *access) tls() (*tls.Config, error) {
	config := &tls.Config{InsecureSkipVerify: ac.insecure, MinVersion: tls.VersionTLS12}
	if ac.caFile != "" {
		pem, err := os.ReadFile(ac.caFile)
		if err != nil {
			return nil, fmt.Errorf("--ca-file: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("--ca-file %s: no PEM certificate in it", ac.caFile)
		}
	}
	if (ac.clientCert == "") != (ac.clientKey == "") {
		return nil, errors.New("--client-cert and --client-key go together")
	}
	if ac.clientCert != "" {
		pair, err := tls.LoadX509KeyPair(ac.clientCert, ac.clientKey)
		if err != nil {
			return nil, fmt.Errorf("--client-cert, --client-key: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}
