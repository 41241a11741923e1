package main

import (
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// invocation is how the run was invoked, so that its lines repeat it.
func (v *verifyFlags) invocation() result.Invocation {
	made := result.Invocation{
		Target: v.Target, Fixtures: v.Fixtures, TokenEnv: v.TokenEnv, HeaderEnv: map[string]string{},
		AllowEffects: v.AllowEffects,
		TLS: result.TLSFiles{
			CAFile: v.CAFile, ClientCert: v.ClientCert, ClientKey: v.ClientKey, Insecure: v.Insecure,
		},
		AuthCommand: v.Command != "", More: v.more,
	}
	if v.Document != spec.Default {
		made.Document = v.Document
	}
	for _, pair := range v.HeaderEnv {
		name, variable, _ := strings.Cut(pair, "=")
		made.HeaderEnv[name] = variable
	}
	return made
}
