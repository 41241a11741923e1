package verifycmd

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/access"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/cmd/toeline/internal/settings"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/spec"
)

// ownBody is how much content is read of what a document of the user's own describes: lists and
// files are longer than the messages of the embedded contracts.
const ownBody = 16 << 20

// settle sets what was not given by what the document is.
func (v *command) settle(flags *pflag.FlagSet, doc *spec.Contract) {
	v.Settle(flags, doc)
	if input.IsFile(v.Document) && !flags.Changed("max-body") {
		v.MaxBody = ownBody
	}
}

// settleBy settles the flags by the document, and holds what follows from both.
func (v *command) settleBy(flags *pflag.FlagSet, doc *spec.Contract) error {
	v.settle(flags, doc)
	_, writes := flag.Files(flags)
	return errors.Join(v.checkVariables(flags, doc.TokenEnv), v.checkTrust(flags, doc),
		output.Apart(v.app, others(doc), writes))
}

// checkTrust holds what a settings file that was found may not decide: who gets a secret, and what
// consent covers. The flags are settled by the document before.
func (v *command) checkTrust(flags *pflag.FlagSet, doc *spec.Contract) error {
	secret := v.Secret(v.app)
	if place := v.settings.Found("target"); place != "" && secret != "" {
		return fmt.Errorf("%s: target: it would get %s, and this file was found, not named on the "+
			"command line: give --target there, or in TOELINE_TARGET", place, secret)
	}
	if err := v.checkTokenEnv(flags, doc); err != nil {
		return err
	}
	var err error
	flags.VisitAll(func(f *pflag.Flag) {
		place := v.settings.Found(f.Name)
		if err == nil && place != "" && v.AllowEffects && flag.Is(f, flag.Subject) {
			err = fmt.Errorf("%s: %s: --allow-effects does not cover what this file names, which "+
				"was found, not named on the command line: give --%s there too", place, f.Name,
				f.Name)
		}
	})
	return err
}

// checkTokenEnv refuses a secret that a document chose which a found file names: by a variable, or
// by the server that a token would be asked for.
func (v *command) checkTokenEnv(flags *pflag.FlagSet, doc *spec.Contract) error {
	what, place, names := "document", v.settings.Found("document"), input.IsFile(v.Document)
	if by := v.settings.Found("overlay"); by != "" { // it may say all that a document may
		what, place, names = "overlay", by, true
	}
	if place != "" && v.How == access.ByAzure && v.Scope == "" && names {
		return fmt.Errorf("%s: %s: a token would be asked for the server that %s names, and this "+
			"file was found, not named on the command line: give --auth-scope there, or --%s",
			place, what, doc.File, what)
	}
	usual := []string{spec.PlainTokenEnv, spec.DefaultTokenEnv()}
	if place == "" || flags.Changed("token-env") || slices.Contains(usual, doc.TokenEnv) ||
		v.Target == "" || v.app.EnvOr(doc.TokenEnv, "") == "" {
		return nil
	}
	return fmt.Errorf("%s: %s: %s takes the token from %s, and this file was found, not named on "+
		"the command line: give --token-env there, or --%s", place, what, doc.File, doc.TokenEnv,
		what)
}

// checkVariables refuses variables that look like settings and set none. named are those of
// documents and targets.
func (v *command) checkVariables(flags *pflag.FlagSet, named ...string) error {
	named = append(named, v.variables()...)
	return settings.UnknownVariables(v.app.Environ, flags, named...)
}

// variables returns the names of variables that flags name.
func (v *command) variables() []string {
	names := v.Variables()
	all := []string{v.TokenEnv, names.UserEnv, names.PasswordEnv}
	for _, of := range []map[string]string{names.KeyEnv, names.HeaderEnv, names.QueryEnv} {
		all = slices.AppendSeq(all, maps.Values(of))
	}
	return all
}

// noEffects says why nothing is carried out at a target; empty: consent alone decides.
func (v *command) noEffects() string {
	place := v.settings.Found("target")
	if place == "" {
		return ""
	}
	return fmt.Sprintf("it could carry out an action, and %s, which was found, names the target: "+
		"give --target on the command line", place)
}

// checkFound refuses files that a found file may not name, before they are touched.
func (v *command) checkFound(flags *pflag.FlagSet) error {
	place := v.settings.Found("document")
	if place != "" && (v.Document == "-" || input.IsURL(v.Document)) {
		return fmt.Errorf("%s: document: a settings file that was found names files alone: give "+
			"--document on the command line", place)
	}
	place = v.settings.Found("overlay")
	for _, file := range v.Overlays {
		if place != "" && (file == "-" || input.IsURL(file)) {
			return fmt.Errorf("%s: overlay: a settings file that was found names files alone: "+
				"give --overlay on the command line", place)
		}
	}
	reads, writes := flag.Files(flags)
	for _, f := range reads {
		if err := v.settings.MayRead(f); err != nil {
			return err
		}
	}
	for _, f := range writes {
		if err := v.settings.MayWrite(f); err != nil {
			return err
		}
	}
	return nil
}

// others are the files that a document was read from besides its own.
func others(doc *spec.Contract) []flag.File {
	var all []flag.File
	for _, path := range doc.Others {
		all = append(all, flag.File{Path: path})
	}
	return all
}

// checkFiles refuses outputs that would be lost, replace what is read, or are where a found file
// may not write, before anything is sent. The reports are written once for each name; none: as they
// are.
func (v *command) checkFiles(flags *pflag.FlagSet, names []string, ready ...*oneOfMany) error {
	reads, asked := flag.Files(flags)
	reads = append(reads, v.CommandFiles()...)
	if file := v.settings.File(); file != "" {
		reads = append(reads, flag.File{Path: file})
	}
	var writes []flag.File
	for _, f := range asked {
		if f.Flag != "report" || len(names) == 0 {
			writes = append(writes, f)
			continue
		}
		for _, name := range names {
			writes = append(writes, flag.File{Flag: f.Flag, Path: output.NameIn(f.Path, name)})
		}
	}
	for _, f := range writes {
		if err := v.settings.MayWrite(f); err != nil {
			return err
		}
		if f.Flag == "report" && len(names) > 0 { // the others were tried
			if err := outfile.Usable(f.Path); err != nil {
				return fmt.Errorf("--report: %w", err)
			}
		}
	}
	for _, one := range ready {
		own, journals := flag.Files(one.flags)
		reads = append(append(reads, own...), one.CommandFiles()...)
		reads = append(reads, others(one.doc)...)
		for _, f := range journals {
			if f.Flag != "journal" {
				continue // the run's, with the names of targets
			}
			if err := one.settings.MayWrite(f); err != nil {
				return err
			}
			writes = append(writes, f)
		}
	}
	return output.Apart(v.app, reads, writes)
}
