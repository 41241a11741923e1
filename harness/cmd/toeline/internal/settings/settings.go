// Package settings fills in the flags that a command line left out, from variables and from
// toeline.yaml, and remembers where each value came from.
package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/strict"
)

// fileName is read from the working directory unless --config names another.
const fileName = "toeline.yaml"

// Settings fill in the flags that the command line left out: from a variable, else from the file.
type Settings struct {
	file string // --config
	from map[string]string
	// found are the flags whose values are from a file that was found, not named.
	found map[string]bool
}

// Add declares --config.
func (s *Settings) Add(set *pflag.FlagSet) {
	flag.Add(set, &s.file, "config", "", flag.Call|flag.Reads|flag.Replay,
		"read flags that are not given from this YAML `FILE`; without it from "+fileName+
			", where there is one")
}

// OnCommandLine reports whether the command line gave a flag.
func (s *Settings) OnCommandLine(name string) bool { return s.from[name] == result.FromFlag }

// Found returns the place of a flag's value in a file that was found and not named on the command
// line, or that such a file names; empty: the value is from elsewhere.
func (s *Settings) Found(name string) string {
	if !s.found[name] {
		return ""
	}
	return s.from[name]
}

// File returns the name of the settings file; empty: the run has none.
func (s *Settings) File() string {
	if s.file != "" {
		return s.file
	}
	if _, err := os.Stat(fileName); err != nil {
		return ""
	}
	return fileName
}

// Placed returns an error of wrong usage with the place of the value that it speaks of, where that
// is from a file or a variable: it names a flag that the command line does not have.
func (s *Settings) Placed(err error) error {
	var usage exit.Error
	if !errors.As(err, &usage) || usage.Code != exit.CodeUsage || usage.Err == nil {
		return err
	}
	name, isFlag := strings.CutPrefix(usage.Err.Error(), "--")
	if end := strings.IndexAny(name, " :"); isFlag && end > 0 {
		if from := s.from[name[:end]]; from != "" && from != result.FromFlag {
			return exit.Usage(fmt.Errorf("%s: %w", from, usage.Err))
		}
	}
	return err
}

// MayWrite refuses a file to write that a found settings file names, and that is not in its folder.
func (s *Settings) MayWrite(f flag.File) error {
	place := s.Found(f.Flag)
	if place == "" {
		return nil
	}
	if err := outfile.Within(".", f.Path); err != nil {
		return fmt.Errorf("%s: %s: %w, and this file was found, not named on the command line: "+
			"give --%s there", place, f.Flag, err, f.Flag)
	}
	return nil
}

// MayRead refuses a file to read that a found settings file names, and that is not a regular
// file: a pipe, or a terminal, would block the run.
func (s *Settings) MayRead(f flag.File) error {
	place := s.Found(f.Flag)
	if info, err := os.Stat(f.Path); place == "" || err != nil || info.Mode().IsRegular() {
		return nil // what is not there has an error of its own
	}
	return fmt.Errorf("%s: %s: %s is not a regular file, and this file was found, not named on "+
		"the command line: give --%s there", place, f.Flag, f.Path, f.Flag)
}

// Resolve sets the flags that were not given. Its error lists all that is wrong with the file.
func (s *Settings) Resolve(set *pflag.FlagSet, getenv func(string) (string, bool)) error {
	s.from, s.found = map[string]string{}, map[string]bool{}
	set.Visit(func(f *pflag.Flag) { s.from[f.Name] = result.FromFlag })
	var problems []error
	set.VisitAll(func(f *pflag.Flag) {
		value, ok := getenv(variable(f.Name))
		if ok && flag.Refusal(f) != "" {
			problems = append(problems, fmt.Errorf("%s: %s", variable(f.Name), flag.Refusal(f)))
			return
		}
		if !ok || s.from[f.Name] != "" {
			return
		}
		if err := setFlag(set, f, strings.Split(value, ",")); err != nil {
			problems = append(problems, fmt.Errorf("%s=%s: %w", variable(f.Name), value, err))
			return
		}
		s.from[f.Name] = variable(f.Name)
	})
	return errors.Join(append(problems, s.fromFile(set))...)
}

// setFlag sets a flag; a repeatable one takes several values.
func setFlag(set *pflag.FlagSet, f *pflag.Flag, values []string) error {
	if f.Value.Type() != "stringArray" {
		values = []string{strings.Join(values, ",")}
	}
	for _, v := range values {
		if strings.TrimSpace(v) == "" {
			return errors.New("it is empty: leave it out for the default")
		}
		var wrong *pflag.InvalidValueError
		if err := set.Set(f.Name, v); errors.As(err, &wrong) {
			if f.Value.Type() == "bool" {
				return errors.New("write true or false")
			}
			return errors.New(flag.Takes(wrong))
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (s *Settings) fromFile(set *pflag.FlagSet) error {
	name, read := s.file, infile.Read
	if name == "" {
		name, read = fileName, infile.ReadRegular
	}
	data, err := read(name, infile.Small)
	switch {
	case s.file == "" && errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil && s.file == "":
		return err
	case err != nil:
		return fmt.Errorf("--config: %w", err)
	}
	if blank(data) {
		return nil
	}
	var entries strict.Ordered[*yaml.Node]
	problems := strict.Unmarshal(name, data, &entries)
	for _, e := range entries.Entries {
		p := s.fromEntry(set, e, flag.Refusal, s.file == "")
		switch {
		case p != nil:
			p.File, p.Pos, p.Path = name, e.Pos, shown(set, e.Key, p)
			problems = append(problems, *p)
		case s.from[e.Key] == "":
			s.from[e.Key] = fmt.Sprintf("%s:%d", name, e.Pos.Line)
			s.found[e.Key] = s.file == ""
		}
	}
	if s.file == "" {
		return problems.Err()
	}
	return exit.Mistaken(problems.Err(), name, data, "settings", flag.Settable(set)...)
}

// blank reports whether there is nothing but comments in a file, which sets nothing; that there is
// nothing at all is a mistake.
func blank(data []byte) bool {
	if len(data) == 0 {
		return false // as a pipe without a writer is
	}
	for line := range bytes.Lines(data) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}

// shown returns the key of an entry for an error. One that is like no setting may be anything: the
// file may be no settings file, and hold secrets.
func shown(set *pflag.FlagSet, key string, p *strict.Problem) string {
	if set.Lookup(key) == nil && p.Suggestion == "" {
		return ""
	}
	return key
}

// fromEntry sets one flag unless it is set; nil: nothing is wrong. found says that the file
// was not named on the command line.
func (s *Settings) fromEntry(
	set *pflag.FlagSet, e strict.Entry[*yaml.Node], refusal func(*pflag.Flag) string, found bool,
) *strict.Problem {
	f := set.Lookup(e.Key)
	if f == nil {
		where := ", at the top of the file"
		if set.Lookup(targetsFlag) == nil { // the file of targets
			where = ""
		}
		return &strict.Problem{
			Message:    "no such setting: names are those of flags, without the dashes" + where,
			Suggestion: meant(e.Key, set),
		}
	}
	if why := refusal(f); why != "" {
		return &strict.Problem{Message: why}
	}
	values, problem := valuesOf(f, e.Value)
	if problem != "" {
		return &strict.Problem{Message: problem}
	}
	if s.from[e.Key] != "" {
		return nil
	}
	if why := flag.FoundRefusal(f); found && why != "" {
		return &strict.Problem{Message: why}
	}
	if err := setFlag(set, f, values); err != nil {
		return &strict.Problem{Message: err.Error()}
	}
	return nil
}

// meant returns the setting that a name that is none may stand for.
func meant(name string, set *pflag.FlagSet) string {
	if f := flag.Meant(name, set); f != nil && flag.Refusal(f) == "" {
		return f.Name
	}
	return strict.Suggest(name, flag.Settable(set))
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

// List returns each flag with where its value came from, in the order of the manual; all says
// whether defaults are listed too.
func (s *Settings) List(set *pflag.FlagSet, all bool) []result.Setting {
	var list []result.Setting
	set.VisitAll(func(f *pflag.Flag) {
		from := s.from[f.Name]
		if flag.ScopeOf(f) == 0 || flag.Is(f, flag.Call) || from == "" && !all {
			return
		}
		value := f.Value.String()
		if values, err := set.GetStringArray(f.Name); err == nil {
			value = strings.Join(values, ", ")
		}
		if flag.Is(f, flag.Secret) && value != "" {
			value = redact.Mark // people write secrets into command lines
		}
		if from == "" {
			from = result.FromDefault
		}
		list = append(list, result.Setting{
			Name: f.Name, Value: value, From: from, Stated: flag.Is(f, flag.Stated),
		})
	})
	return list
}
