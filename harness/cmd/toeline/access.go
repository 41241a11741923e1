package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/exchange"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/wire"
)

// access are the flags that say how a target is reached.
type access struct {
	target       string
	tokenEnv     string
	headerEnv    []string
	allowEffects bool
	timeout      time.Duration

	caFile, clientCert, clientKey string
	insecure                      bool
}

func (ac *access) add(flags *pflag.FlagSet) {
	flags.StringVar(&ac.target, "target", "", "base `URL`, the part before the document's paths; without it the embedded reference server")
	flags.StringVar(&ac.tokenEnv, "token-env", "GRAPH_ACCESS_TOKEN", "`NAME` of the variable that holds the bearer token")
	flags.StringArrayVar(&ac.headerEnv, "header-env", nil, "an extra header from a variable, `NAME=VAR`; secret like the token; repeatable")
	flags.BoolVar(&ac.allowEffects, "allow-effects", false, "carry out actions off loopback too; needs --fixtures")
	flags.DurationVar(&ac.timeout, "timeout", 10*time.Second, "`D` for one exchange")
	flags.StringVar(&ac.caFile, "ca-file", "", "PEM `FILE` of the authorities to trust, instead of the system's")
	flags.StringVar(&ac.clientCert, "client-cert", "", "PEM `FILE` of a client certificate; with --client-key")
	flags.StringVar(&ac.clientKey, "client-key", "", "PEM `FILE` of its key")
	flags.BoolVar(&ac.insecure, "insecure-skip-tls-verify", false, "do not check the target's certificate")
}

// reach makes the target of a base URL, with its sender.
func (ac *access) reach(a app, base string, ownFixtures bool, concurrency int) (plan.Target, error) {
	headers, err := ac.headers(a)
	if err != nil {
		return plan.Target{}, usageError(err)
	}
	token, _ := a.getenv(ac.tokenEnv)
	target, url, err := plan.NewTarget(plan.Access{
		URL: base, Token: strings.TrimSpace(token), TokenFrom: ac.tokenEnv, Headers: headers,
		AllowEffects: ac.allowEffects, OwnFixtures: ownFixtures,
	})
	if err != nil {
		return plan.Target{}, usageError(err)
	}
	config, err := ac.tls()
	if err != nil {
		return plan.Target{}, usageError(err)
	}
	if ac.timeout <= 0 {
		return plan.Target{}, usageError(errors.New("--timeout is a time above zero, as 10s"))
	}
	sender, err := wire.New(url, wire.Options{Timeout: ac.timeout, TLS: config, MaxIdle: concurrency})
	if err != nil {
		return plan.Target{}, usageError(fmt.Errorf("--target: %w", err))
	}
	target.Sender = sender
	return target, nil
}

var fieldName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$") // RFC 9110 5.6.2

func (ac *access) headers(a app) (exchange.Header, error) {
	var all exchange.Header
	for _, pair := range ac.headerEnv {
		name, variable, ok := strings.Cut(pair, "=")
		if !ok || variable == "" || !fieldName.MatchString(name) {
			return nil, fmt.Errorf("--header-env %q: write NAME=VAR, a header and the variable that holds its value", pair)
		}
		if strings.EqualFold(name, "Authorization") {
			return nil, errors.New("--header-env Authorization: the token comes from --token-env")
		}
		value, ok := a.getenv(variable)
		if !ok || value == "" {
			return nil, fmt.Errorf("--header-env %s: the variable %s is not set", name, variable)
		}
		all = append(all, exchange.Field{Name: name, Value: value})
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
