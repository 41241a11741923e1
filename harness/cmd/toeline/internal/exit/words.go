package exit

import (
	"errors"
	"fmt"

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
	var target *verify.TargetError
	switch {
	case errors.Is(err, verify.ErrNoCase):
		return errors.New("no case is left after --only, --skip and --level")
	case errors.As(err, &option):
		text := options[option.Option]
		if option.Value != "" {
			text += " " + option.Value
		}
		return errors.New(text + option.Problem)
	case errors.As(err, &target):
		return wordedTarget(target)
	}
	return err
}

func wordedTarget(e *verify.TargetError) error {
	switch e.Kind {
	case verify.NotURL:
		// What is wrong would quote a part of it, which may be a password.
		return errors.New(
			"--target is not a URL: write http:// or https://, a host, and any path prefix, as " +
				"http://127.0.0.1:8765/beta",
		)
	case verify.HasCredentials:
		return errors.New(
			"--target holds a user name or password: give credentials by --token-env or " +
				"--basic-env, they would be logged here",
		)
	case verify.Incomplete:
		return fmt.Errorf(
			"--target %s: give http:// or https://, a host, and any path prefix, as "+
				"http://127.0.0.1:8765/beta",
			e.Target,
		)
	case verify.HasQuery:
		return fmt.Errorf(
			"--target %s: a base URL has no query and no fragment; leave what follows it out, and "+
				"give a key by --api-key-env or --query-env",
			e.Target,
		)
	}
	return fmt.Errorf(
		"--allow-effects at %s, which is not on loopback: give --fixtures too, so that actions "+
			"are "+
			"carried out on items that you named",
		e.Target,
	)
}
