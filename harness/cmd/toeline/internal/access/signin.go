package access

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/auth/azure"
	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/internal/proxy"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// SignIn are the flags that say where the token comes from.
type SignIn struct {
	How, TokenEnv, Command, Scope string

	Source *auth.Source // of a run, one over all its documents
}

// The ways to sign in.
const (
	ByEnv     = "env"
	ByAzure   = "azure"
	ByCommand = "command"
)

func (s *SignIn) add(set *pflag.FlagSet) {
	flag.Add(set, &s.How, "auth", ByEnv, flag.Target|flag.Named|flag.Repeat,
		"where the token comes from: `HOW` is env, azure or command")
	flag.Add(
		set,
		&s.TokenEnv,
		"token-env",
		spec.DefaultTokenEnv(),
		flag.Target|flag.Named|flag.Often,
		"--auth env: `NAME` of the variable that holds the bearer token",
	)
	flag.Add(
		set,
		&s.Scope,
		"auth-scope",
		"",
		flag.Target|flag.Named|flag.Repeat,
		"--auth azure: ask for `SCOPE`; without it, the document's server and /.default. Whom any "+
			"token must be for",
	)
	flag.Add(set, &s.Command, "auth-command", "", flag.Consent|flag.InTargets|flag.Secret,
		"--auth command: the shell runs `LINE`, which prints a token, alone or as JSON")
}

// Settle takes the variable of the token from the contract, unless a flag, a setting or a
// target names one.
func (s *SignIn) Settle(flags *pflag.FlagSet, doc *spec.Contract) {
	if !flags.Changed("token-env") {
		s.TokenEnv = doc.TokenEnv
	}
}

// Check refuses flags that contradict each other.
func (s *SignIn) Check(flags *pflag.FlagSet, target string) error {
	switch {
	case !slices.Contains([]string{ByEnv, ByAzure, ByCommand}, s.How):
		return fmt.Errorf("--auth %s: the ways are env, azure and command", s.How)
	case s.How == ByEnv && !spec.ValidVariable(s.TokenEnv):
		return errors.New("--token-env takes the name of a variable, letters, digits and " +
			"underscores, and not the token itself")
	case s.How == ByCommand && s.Command == "":
		return errors.New("--auth command: give the program by --auth-command")
	case s.How != ByCommand && s.Command != "":
		return errors.New("--auth-command goes with --auth command")
	case s.How != ByEnv && flags.Changed("token-env"):
		return fmt.Errorf("--token-env goes with --auth env, and not with --auth %s", s.How)
	case s.How != ByEnv && target == "":
		return fmt.Errorf("--auth %s: the embedded reference server takes no token of a sign-in; "+
			"give --target", s.How)
	}
	return nil
}

// resources are whom a token may be for: what the scope says, else the
// document's server, and the target itself.
func (s *SignIn) resources(doc *spec.Contract, target *url.URL) []string {
	if s.Scope != "" {
		return []string{auth.Resource(s.Scope)}
	}
	var all []string
	if u, err := url.Parse(doc.Server); err == nil && u.Host != "" {
		all = append(all, u.Scheme+"://"+u.Host)
	}
	return append(all, target.Scheme+"://"+target.Host)
}

// scopeFor is what a token is asked for.
func (s *SignIn) scopeFor(doc *spec.Contract, target *url.URL) string {
	if s.Scope != "" {
		return s.Scope
	}
	return s.resources(doc, target)[0] + "/.default"
}

// tokens is the source of a sign-in; nil: a variable's token is all there is.
// Nothing is fetched.
func (s *SignIn) tokens(doc *spec.Contract, target *url.URL, caFile string) (*auth.Source, error) {
	if s.How == ByEnv || s.Source != nil {
		return s.Source, nil
	}
	get := auth.Command(s.Command)
	if s.How == ByAzure {
		if target.Scheme == "http" && !verify.IsLoopback(target.String()) {
			return nil, fmt.Errorf("--auth azure: a token of Entra ID never travels over plain "+
				"http, which everybody on the way can read; give %s by https, or a token that is "+
				"not a secret by --auth env", target)
		}
		if err := loginProxy(); err != nil {
			return nil, err
		}
		var cas []byte
		if caFile != "" {
			var err error
			if cas, err = infile.Read(caFile, infile.Small); err != nil {
				return nil, fmt.Errorf("--ca-file: %w", err)
			}
		}
		var err error
		if get, err = azure.New(azure.Options{
			Scope: s.scopeFor(doc, target), CAs: cas,
		}); err != nil {
			return nil, fmt.Errorf("--ca-file %s: %w", caFile, err)
		}
	}
	resources := s.resources(doc, target)
	s.Source = auth.NewSource(get, func(token string) error {
		if err := auth.CheckAudience(token, resources...); err != nil {
			return wrongToken{withAdvice(err)}
		}
		return nil
	})
	return s.Source, nil
}

// CommandFiles returns the files that the line of --auth-command names, as a token file: none of
// them is for output.
func (s *SignIn) CommandFiles() []flag.File {
	var all []flag.File
	for _, word := range strings.FieldsFunc(s.Command, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`"'|&;<>()=$`+"`", r)
	}) {
		if info, err := os.Stat(word); err == nil && info.Mode().IsRegular() {
			all = append(all, flag.File{Path: word})
		}
	}
	return all
}

// loginProxy returns what is wrong with the proxy that leads to Entra ID.
func loginProxy() error {
	authority, err := url.Parse(cmp.Or(os.Getenv("AZURE_AUTHORITY_HOST"),
		"https://login.microsoftonline.com"))
	if err != nil {
		return nil // the sign-in says what is wrong
	}
	_, err = proxy.For(authority)
	return err
}

// Key is the same for targets that one source of tokens serves.
func (s *SignIn) Key(doc *spec.Contract, target string) string {
	u, err := url.Parse(target)
	if err != nil { // it was taken before
		return target
	}
	return strings.Join(append([]string{s.How, s.Command, s.scopeFor(doc, u)},
		s.resources(doc, u)...), "\n")
}

// withAdvice words an error of a token with the flags that help.
func withAdvice(err error) error {
	var audience *auth.AudienceError
	var expired *auth.ExpiredError
	switch {
	case errors.As(err, &audience):
		const advice = "%w: nothing was sent. Sign in for the right audience, " +
			"or name it by --auth-scope, as %s/.default"
		return fmt.Errorf(advice, err, strings.TrimRight(audience.Resources[0], "/"))
	case errors.As(err, &expired):
		const advice = "%w: give a fresh one, or sign in by --auth azure or --auth command, " +
			"which renew it"
		return fmt.Errorf(advice, err)
	}
	return err
}

// wrongToken is wrong usage: no waiting makes it right.
type wrongToken struct{ error }

// fromEnv reads the token of a variable, which off loopback must be for the
// target and not expired; empty: the variable is not set.
func (s *SignIn) fromEnv(
	a app.App, doc *spec.Contract, target *url.URL, loopback bool,
) (token string, expires time.Time, err error) {
	if s.How != ByEnv {
		return "", time.Time{}, nil
	}
	value, _ := a.Getenv(s.TokenEnv)
	if token = strings.TrimSpace(value); token == "" {
		if s.TokenEnv != doc.TokenEnv { // a name is not repeated: it may be the token itself
			err = exit.Usage(errors.New("--token-env names a variable that is not set: export " +
				"it, or leave the flag out"))
		}
		return "", time.Time{}, err
	}
	err = auth.Valid(token)
	if err == nil && !loopback {
		err = errors.Join(withAdvice(auth.CheckAudience(token, s.resources(doc, target)...)),
			withAdvice(auth.CheckExpiry(token, time.Now())))
	}
	if err != nil {
		return "", time.Time{}, exit.Usage(fmt.Errorf("variable %s: %w", s.TokenEnv, err))
	}
	return token, auth.ReadClaims(token).Expires, nil
}

// WarnOfClear says before anything is sent that a token can be read on its
// way. It is not refused: a mock in the network of a CI job has no certificate,
// and its token is not a secret.
func WarnOfClear(w io.Writer, targets []string) {
	if len(targets) > 0 {
		fmt.Fprintf(w, "toeline: WARNING: the token travels over plain http, which everybody on "+
			"the way can read: %s\n", targets[0]+text.AndMore(len(targets)-1))
	}
}

// SignedIn fetches the first token before anything is sent to the target, so that
// one that is wrong is noticed before anything has an effect.
func SignedIn(ctx context.Context, session *verify.Session) error {
	err := session.SignIn(ctx)
	var wrong wrongToken
	if errors.As(err, &wrong) {
		return exit.Usage(err)
	}
	return err
}
