// Package access owns how a target is reached: its base URL, headers, TLS, and where its token
// comes from. It never sends.
package access

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// Access are the flags that say how a target is reached.
type Access struct {
	SignIn
	Fields
	Target       string
	AllowEffects bool
	Wait         time.Duration
	Timeout      time.Duration // of an exchange; its flag is among those of the pace
	MaxBody      flag.Size     // likewise

	CAFile, ClientCert, ClientKey string
	Insecure                      bool
}

// Add declares the flags.
func (ac *Access) Add(set *pflag.FlagSet) {
	flag.Group(set, "Target", ac.addTarget)
	flag.Group(set, "Authentication", ac.addCredentials)
	flag.Group(set, "TLS", ac.addTLS)
}

func (ac *Access) addCredentials(set *pflag.FlagSet) {
	ac.SignIn.add(set)
	ac.Fields.add(set)
}

func (ac *Access) addTarget(set *pflag.FlagSet) {
	flag.Add(set, (*oneTarget)(&ac.Target), "target", "",
		flag.Target|flag.Subject|flag.Stated|flag.Often,
		"base `URL`, before the document's paths; without it, the embedded reference server")
	flag.Add(set, &ac.Wait, "wait", 0, flag.Target|flag.Open|flag.Often,
		"first wait, at most `D`, until something answers")
}

// oneTarget is a base URL. A second one is refused, and does not replace it unseen.
type oneTarget string

func (t *oneTarget) Set(value string) error {
	if *t != "" && string(*t) != value {
		return errors.New("another --target is given too: give one, or a file of many by --targets")
	}
	*t = oneTarget(value)
	return nil
}

func (t *oneTarget) String() string { return string(*t) }
func (t *oneTarget) Type() string   { return "string" }

func (ac *Access) addTLS(set *pflag.FlagSet) {
	flag.Add(set, &ac.CAFile, "ca-file", "", flag.Target|flag.Reads|flag.Named,
		"trust the authorities in this PEM `FILE`, not the system's; --auth azure trusts both")
	flag.Add(set, &ac.ClientCert, "client-cert", "", flag.Target|flag.Reads|flag.Named,
		"PEM `FILE` of a client certificate")
	flag.Add(set, &ac.ClientKey, "client-key", "", flag.Target|flag.Reads|flag.Named,
		"PEM `FILE` of its key")
	flag.Add(set, &ac.Insecure, "insecure-skip-tls-verify", false, flag.Consent,
		"do not check the target's certificate")
}

// Reach says how the target of a base URL is reached.
func (ac *Access) Reach(a app.App, doc *spec.Contract, base string) (verify.Target, error) {
	none := verify.Target{}
	asked := verify.Target{
		URL: base, AllowEffects: ac.AllowEffects, Timeout: ac.Timeout, MaxBody: int(ac.MaxBody),
		Advice: verify.Advice{
			Token:   "set " + ac.TokenEnv,
			Basic:   "give --basic-env USER=VAR,PASS=VAR",
			Key:     "give --api-key-env {scheme}=VAR",
			Effects: "give --allow-effects and --fixtures",
		},
	}
	if err := ac.Fields.fill(a, &asked); err != nil {
		return none, exit.Usage(err)
	}
	parsed, onLoopback, err := verify.ParseTarget(base)
	if err != nil {
		return none, exit.Usage(exit.Worded(err))
	}
	if asked.Token, asked.TokenExpires, err = ac.fromEnv(a, doc, parsed, onLoopback); err != nil {
		return none, err
	}
	source, err := ac.tokens(doc, parsed, ac.CAFile)
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

// Secret names what a target would get that is not for everybody; empty: nothing. A document may
// name the variable of the token, so its settings are settled before.
func (ac *Access) Secret(a app.App) string {
	switch {
	case ac.How != ByEnv:
		return "the token of --auth " + ac.How
	case a.EnvOr(ac.TokenEnv, "") != "":
		return "the token in " + ac.TokenEnv
	case ac.Fields.named() != "":
		return "what " + ac.Fields.named() + " names"
	case ac.ClientCert != "":
		return "the client certificate"
	}
	return ""
}

func (ac *Access) tls() (*tls.Config, error) {
	config := &tls.Config{InsecureSkipVerify: ac.Insecure, MinVersion: tls.VersionTLS12}
	if ac.CAFile != "" {
		pem, err := infile.Read(ac.CAFile, infile.Small)
		if err != nil {
			return nil, fmt.Errorf("--ca-file: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("--ca-file %s: no PEM certificate in it", ac.CAFile)
		}
	}
	if (ac.ClientCert == "") != (ac.ClientKey == "") {
		return nil, errors.New("--client-cert and --client-key go together")
	}
	if ac.ClientCert != "" {
		pair, err := ac.clientPair()
		if err != nil {
			return nil, fmt.Errorf("--client-cert, --client-key: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

func (ac *Access) clientPair() (pair tls.Certificate, err error) {
	cert, err := infile.Read(ac.ClientCert, infile.Small)
	if err != nil {
		return pair, err
	}
	key, err := infile.Read(ac.ClientKey, infile.Small)
	if err != nil {
		return pair, err
	}
	return tls.X509KeyPair(cert, key)
}
