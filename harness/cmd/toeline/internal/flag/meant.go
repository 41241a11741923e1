package flag

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/spec/strict"
)

// words are the names that other tools, and people, have for flags of toeline. A row begins with
// the flag; a word may be in several rows, of which the first applies whose flag a command has.
var words = [][]string{
	{"target", "url", "base-url", "baseurl", "host", "server", "endpoint", "uri", "t", "u"},
	{"token-env", "token", "bearer", "access-token", "auth-token"},
	{"basic-env", "user", "username", "password", "pass", "basic", "u"},
	{"api-key-env", "api-key", "apikey", "key"},
	{"header-env", "header", "headers", "H", "cookie"},
	{"query-env", "query", "param"},
	{"document", "spec", "openapi", "swagger", "schema", "doc", "contract", "file", "d", "f"},
	{"fixtures", "data", "tasks", "ids", "resources"},
	{
		"report", "format", "out", "output", "html", "json", "junit", "sarif", "har", "markdown",
		"reporter", "reporters", "o",
	},
	{"out", "output", "o"},
	{"format", "html", "json", "markdown"},
	{
		"only", "filter", "include", "grep", "tag", "tags", "match", "run", "case", "cases", "test",
		"requirement", "focus", "operation", "situation", "method", "path",
	},
	{"skip", "exclude", "ignore"},
	{"waivers", "known-failures", "allowlist", "baseline", "waive", "waiver"},
	{"concurrency", "jobs", "workers", "threads", "parallelism", "c", "j"},
	{"rate", "rate-limit", "throttle", "rps"},
	{"budget", "max-time", "duration", "deadline"},
	{
		"insecure-skip-tls-verify",
		"insecure",
		"no-verify",
		"skip-tls-verify",
		"tls-skip-verify",
		"k",
	},
	{"ca-file", "cacert", "ca", "ca-cert"},
	{"client-cert", "cert", "certificate"},
	{"addr", "port", "host", "listen", "address", "bind", "p"},
	{"dry-run", "plan", "noop"},
	{"summary", "quiet", "silent", "q", "s"},
	{"strict", "fail-on-warnings"},
	{"allow-effects", "force", "unsafe"},
	{"yes", "y", "assume-yes", "no-prompt"},
	{"replay", "from-har"},
	{"from", "report", "input"},
	{"fail-on", "fail"},
	{"log", "verbose", "v", "debug"},
}

// Meant returns the flag of a set that is likely meant by a name that is none of them: what
// another tool calls it, or the nearest by spelling; nil: nothing is near.
func Meant(got string, set *pflag.FlagSet) *pflag.Flag {
	for _, row := range words {
		if slices.Contains(row[1:], strings.ReplaceAll(got, "_", "-")) {
			if f := set.Lookup(row[0]); f != nil {
				return f
			}
		}
	}
	var names []string
	set.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := strict.Suggest(got, names); near != "" {
		return set.Lookup(near)
	}
	return nil
}

// Written returns a flag as it is written on a command line: --timeout D.
func Written(f *pflag.Flag) string {
	kind, _ := pflag.UnquoteUsage(f)
	return strings.TrimSpace("--" + f.Name + " " + kind)
}

// Meanings returns the flags that Meant knows other words for.
func Meanings() []string {
	var names []string
	for _, row := range words {
		names = append(names, row[0])
	}
	return names
}
