package main

import (
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// invocation is how the run was invoked, so that its lines repeat it.
func (v *verifyFlags) invocation() result.Invocation {
	made := result.Invocation{
		Target: v.target, Fixtures: v.fixtures, TokenEnv: v.tokenEnv, HeaderEnv: map[string]string{},
		AllowEffects: v.allowEffects,
		TLS: result.TLSFiles{
			CAFile: v.caFile, ClientCert: v.clientCert, ClientKey: v.clientKey, Insecure: v.insecure,
		},
		AuthCommand: v.command != "", More: v.more,
	}
	if v.document != spec.Default {
		made.Document = v.document
	}
	for _, pair := range v.headerEnv {
		name, variable, _ := strings.Cut(pair, "=")
		made.HeaderEnv[name] = variable
	}
	return made
}
