package exit

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/verify"
)

// options are the flags of the options that package verify names in its errors.
var options = map[string]string{
	"Only": "--only", "Skip": "--skip", "Level": "--level", "Profile": "--profile",
	"Concurrency": "--concurrency", "Token": "the token", "Basic": "--basic-env",
	"Keys": "--api-key-env",
}

// Worded puts a typed error of a package into the words of the command line.
func Worded(err error) error {
	var option *verify.OptionError
	var planned *cases.OptionError // of a client
	var target *verify.TargetError
	switch {
	case errors.Is(err, verify.ErrNoCase):
		return errors.New("no case is left after --only, --skip and --level")
	case errors.As(err, &planned):
		return wordedOption(verify.OptionError(*planned))
	case errors.As(err, &option):
		return wordedOption(*option)
	case errors.As(err, &target):
		return wordedTarget(target)
	}
	return err
}

func wordedOption(e verify.OptionError) error {
	text := options[e.Option]
	if e.Value != "" {
		text += " " + e.Value
	}
	return errors.New(text + e.Problem)
}

func wordedTarget(e *verify.TargetError) error {
	switch e.Kind {
	case verify.NotURL, verify.Incomplete:
		// What is wrong would quote a part of it, which may be a password.
		return fmt.Errorf("--target %sis not a valid URL%s%s: write http:// or https://, a host, "+
			"and any path prefix, as http://127.0.0.1:8765/beta", spaced(e.Target),
			broken(e.Target, e.Err), meant(e.Target))
	case verify.BadPort:
		return fmt.Errorf("--target: the port %s is not from 1 to 65535", e.Target)
	case verify.HasCredentials:
		return errors.New("--target holds a user name or password: give credentials by " +
			"--token-env or --basic-env, they would be logged here")
	case verify.HasQuery:
		return fmt.Errorf("--target %s: a base URL has no query and no fragment; leave what "+
			"follows it out, and give a key by --api-key-env or --query-env", e.Target)
	}
	return fmt.Errorf("--allow-effects at %s, which is not on loopback: give --fixtures too, so "+
		"that actions are carried out on items that you named", e.Target)
}

// broken says which rule of URLs a base URL breaks, in words that quote nothing of the URL.
func broken(target string, err error) string {
	var escape url.EscapeError
	var host url.InvalidHostError
	switch {
	case strings.Contains(target, "$") || strings.Contains(target, "{{"),
		errors.As(err, &host) && strings.Contains(host.Error(), `"{"`):
		return ", as a variable was not replaced in it"
	case errors.As(err, &escape):
		return ", as a % in it does not begin an escape, as %20"
	case errors.As(err, &host):
		return ", as a character is not allowed in its host"
	case err == nil:
	case strings.Contains(err.Error(), "invalid port"):
		return ", as its port is not a number"
	case strings.Contains(err.Error(), "']'"):
		return ", as its host has a [ without a ]"
	}
	return ""
}

func spaced(text string) string {
	if text == "" {
		return ""
	}
	return text + " "
}

// meant is the hint at the URL that a text without a scheme, or with another one, means.
func meant(text string) string {
	if info, err := os.Stat(text); err == nil && info.Mode().IsRegular() {
		return ", but a file: --targets takes a file of targets, --document a description"
	}
	scheme, rest, found := strings.Cut(text, "://")
	if !found {
		scheme, rest = "", text
		for _, begin := range []string{"http:", "https:"} {
			if after, ok := strings.CutPrefix(text, begin); ok {
				scheme, rest = strings.TrimSuffix(begin, ":"), after
			}
		}
	}
	rest = strings.TrimLeft(rest, "/")
	host, _, _ := strings.Cut(rest, "/")
	name, port, err := net.SplitHostPort(host)
	if _, notNumber := strconv.Atoi(host); notNumber == nil { // a port alone
		rest, name, err = "127.0.0.1:"+rest, "127.0.0.1", nil
	} else if err != nil {
		name = host
	} else if name == "" {
		rest, name = "127.0.0.1"+rest, "127.0.0.1"
	}
	if scheme != "https" {
		ip := net.ParseIP(name)
		scheme = "https"
		if name == "localhost" || ip != nil && ip.IsLoopback() || port != "" && port != "443" {
			scheme = "http"
		}
	}
	made, err := url.Parse(scheme + "://" + rest)
	if err != nil || made.User != nil || made.RawQuery != "" ||
		name != "localhost" && !strings.ContainsAny(name, ".:") && port == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", made)
}
