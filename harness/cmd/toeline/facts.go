package main

import (
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/report"
	"example.com/toeline/spec"
)

// facts are what a report tells of how the run was invoked.
func (v *verify) facts() report.Facts {
	f := report.Facts{
		Version: toolVersion(), Target: v.target, Fixtures: v.fixtures, TokenEnv: v.tokenEnv,
		HeaderEnv: map[string]string{}, AllowEffects: v.allowEffects,
		TLS:         report.TLS{CAFile: v.caFile, ClientCert: v.clientCert, ClientKey: v.clientKey, Insecure: v.insecure},
		AuthCommand: v.command != "",
		More:        v.more, Settings: v.set,
	}
	if v.document != spec.Default {
		f.Document = v.document
	}
	for _, pair := range v.headerEnv {
		name, variable, _ := strings.Cut(pair, "=")
		f.HeaderEnv[name] = variable
	}
	return f
}

// repeated are flags that change what is sent and that a report's facts do not
// name otherwise.
var repeated = []string{"timeout", "fuzz", "auth", "auth-scope"}

// changedFlags are those of them that the user gave.
func changedFlags(flags *pflag.FlagSet) []string {
	var words []string
	for _, name := range repeated {
		if f := flags.Lookup(name); f != nil && f.Changed {
			words = append(words, "--"+name, f.Value.String())
		}
	}
	return words
}
