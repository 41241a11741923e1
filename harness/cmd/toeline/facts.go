package main

import (
	"strings"

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
