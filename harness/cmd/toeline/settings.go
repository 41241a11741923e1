package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"

	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/report"
	"example.com/toeline/spec/strict"
)

// settingsFile is read from the working directory unless --config names another.
const settingsFile = "toeline.yaml"

// settings fills in the flags that the command line left out: from a variable,
// else from the file. It remembers where each came from.
type settings struct {
	file string // --config
	from map[string]string
}

func (s *settings) add(flags *pflag.FlagSet) {
	flags.StringVar(&s.file, "config", "", "read flags that are not given from this YAML `FILE`; without it from "+settingsFile+", where there is one")
}

// consent are flags that only the command line of the run can give: a file
// that is checked in, or a variable of a shell profile, would give them for
// everybody, and for every later run. A file that comes with somebody's
// repository must not start programs either.
var consent = []string{"allow-effects", "yes", "insecure-skip-tls-verify", authCommand}

// perRun are flags that say what to do now, not how things are.
var perRun = []string{"config", "help", "dry-run", "replay"}

// variable is what the environment calls a flag.
func variable(flag string) string {
	return "TOELINE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// resolve sets the flags that were not given. Its errors are wrong usage, and
// list all that is wrong with the file.
func (s *settings) resolve(flags *pflag.FlagSet, getenv func(string) (string, bool)) error {
	s.from = map[string]string{}
	flags.Visit(func(f *pflag.Flag) { s.from[f.Name] = report.FromFlag })
	var problems []error
	flags.VisitAll(func(f *pflag.Flag) {
		value, ok := getenv(variable(f.Name))
		if ok && refusal(f.Name) != "" {
			problems = append(problems, fmt.Errorf("%s: %s", variable(f.Name), refusal(f.Name)))
			return
		}
		if !ok || s.from[f.Name] != "" {
			return
		}
		if err := setFlag(flags, f, strings.Split(value, ",")); err != nil {
			problems = append(problems, fmt.Errorf("%s=%s: %w", variable(f.Name), value, err))
			return
		}
		s.from[f.Name] = variable(f.Name)
	})
	return errors.Join(append(problems, s.fromFile(flags))...)
}

// refusal says why a flag is not read from elsewhere; empty: it is.
func refusal(name string) string {
	switch {
	case slices.Contains(consent, name):
		return "consent is given on the command line of each run, by --" + name
	case slices.Contains(perRun, name):
		return "it is a flag of the command line alone"
	}
	return ""
}

// setFlag gives a flag its value; a repeatable one takes several.
func setFlag(flags *pflag.FlagSet, f *pflag.Flag, values []string) error {
	if f.Value.Type() != "stringArray" {
		values = []string{strings.Join(values, ",")}
	}
	for _, v := range values {
		if strings.TrimSpace(v) == "" {
			return errors.New("it is empty: leave it out for the default")
		}
		var wrong *pflag.InvalidValueError
		if err := flags.Set(f.Name, v); errors.As(err, &wrong) {
			if f.Value.Type() == "bool" {
				return errors.New("write true or false")
			}
			return errors.New(takes(wrong))
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (s *settings) fromFile(flags *pflag.FlagSet) error {
	name := s.file
	if name == "" {
		name = settingsFile
	}
	data, err := os.ReadFile(name)
	switch {
	case s.file == "" && errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("--config: %w", err)
	}
	var entries strict.Ordered[*yaml.Node]
	problems := strict.Unmarshal(name, data, &entries)
	for _, e := range entries.Entries {
		if p := s.fromEntry(flags, e); p != nil {
			p.File, p.Pos, p.Path = name, e.Pos, e.Key
			problems = append(problems, *p)
		} else if s.from[e.Key] == "" {
			s.from[e.Key] = fmt.Sprintf("%s:%d", name, e.Pos.Line)
		}
	}
	return problems.Err()
}

// fromEntry sets one flag unless it is set; nil: nothing is wrong. also are
// flags that this file may set though others may not.
func (s *settings) fromEntry(flags *pflag.FlagSet, e strict.Entry[*yaml.Node], also ...string) *strict.Problem {
	f := flags.Lookup(e.Key)
	switch {
	case f == nil:
		return &strict.Problem{Message: "no such setting: names are those of flags, without the dashes", Suggestion: strict.Suggest(e.Key, settableNames(flags))}
	case refusal(e.Key) != "" && !slices.Contains(also, e.Key):
		return &strict.Problem{Message: refusal(e.Key)}
	}
	values, problem := valuesOf(f, e.Value)
	if problem != "" {
		return &strict.Problem{Message: problem}
	}
	if s.from[e.Key] != "" {
		return nil
	}
	if err := setFlag(flags, f, values); err != nil {
		return &strict.Problem{Message: err.Error()}
	}
	return nil
}

// valuesOf reads a scalar, or a list where the flag may be repeated.
func valuesOf(f *pflag.Flag, n *yaml.Node) (values []string, problem string) {
	if n.Kind == yaml.ScalarNode {
		return []string{n.Value}, ""
	}
	if n.Kind != yaml.SequenceNode || f.Value.Type() != "stringArray" {
		return nil, "want one value"
	}
	for _, member := range n.Content {
		if member.Kind != yaml.ScalarNode {
			return nil, "want a list of texts"
		}
		values = append(values, member.Value)
	}
	if len(values) == 0 {
		return nil, "the list is empty: leave it out for the default"
	}
	return values, ""
}

func settableNames(flags *pflag.FlagSet) []string {
	var names []string
	flags.VisitAll(func(f *pflag.Flag) {
		if refusal(f.Name) == "" {
			names = append(names, f.Name)
		}
	})
	return names
}

// list tells each flag with where its value came from, in the order of the
// manual; all says whether defaults are listed too.
func (s *settings) list(flags *pflag.FlagSet, all bool) []report.Setting {
	var list []report.Setting
	flags.VisitAll(func(f *pflag.Flag) {
		from := s.from[f.Name]
		if slices.Contains(perRun, f.Name) || from == "" && !all {
			return
		}
		value := f.Value.String()
		if values, err := flags.GetStringArray(f.Name); err == nil {
			value = strings.Join(values, ", ")
		}
		if f.Name == authCommand && value != "" {
			value = redact.Mark // people write secrets into command lines
		}
		if from == "" {
			from = report.FromDefault
		}
		list = append(list, report.Setting{Name: f.Name, Value: value, From: from})
	})
	return list
}
