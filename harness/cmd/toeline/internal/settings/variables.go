package settings

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// prefix begins the names of toeline's variables.
const prefix = "TOELINE_"

// variable returns the name of the variable that sets a flag.
func variable(name string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// UnknownVariables refuses variables of an environment (NAME=VALUE) that look like settings and are
// none: whoever misspells one believes that it holds. named are variables that flags and documents
// name. The error holds no value.
func UnknownVariables(environ []string, set *pflag.FlagSet, named ...string) error {
	known := append(named, spec.PlainTokenEnv, driver.EnvBaseURL, driver.EnvToken,
		driver.EnvCAFile, driver.EnvCase, driver.EnvTaskID)
	set.VisitAll(func(f *pflag.Flag) { known = append(known, variable(f.Name)) })
	var settable []string
	for _, name := range flag.Settable(set) {
		settable = append(settable, variable(name))
	}
	var wrong []string
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(strings.ToUpper(name), prefix) || slices.Contains(known, name) {
			continue
		}
		text := name
		near := ""
		rest := strings.ToUpper(name)[len(prefix):]
		if rest = strict.Suggest(rest, rests(settable)); rest != "" {
			near = prefix + rest
		}
		if upper := strings.ToUpper(name); slices.Contains(settable, upper) {
			near = upper
		}
		if near != "" {
			text += fmt.Sprintf(" (did you mean %s?)", near)
		}
		wrong = append(wrong, text)
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	return fmt.Errorf("no setting has the variable %s; unset what is not meant for toeline",
		strings.Join(wrong, ", "))
}

// rests are names without the prefix, which all have: in a long name more slips count as none.
func rests(names []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, strings.TrimPrefix(name, prefix))
	}
	return all
}
