package verifycmd

import (
	"example.com/toeline/fixtures"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// invocation is how the run was invoked, so that its lines repeat it.
func (v *command) invocation() result.Invocation {
	made := result.Invocation{
		Target: v.Target, Overlays: v.Overlays, Fixtures: v.Fixtures, Variables: v.Variables(),
		AllowEffects: v.AllowEffects,
		TLS: result.TLSFiles{
			CAFile: v.CAFile, ClientCert: v.ClientCert, ClientKey: v.ClientKey,
			Insecure: v.Insecure,
		},
		AuthCommand: v.Command != "", More: v.more,
	}
	if v.Document != spec.Default {
		made.Document = v.Document
	}
	made.TokenEnv = v.TokenEnv
	return made
}

// prepare makes the session of a run against a base URL.
func (v *command) prepare(
	doc *spec.Contract, held *fixtures.Set, base string,
) (*verify.Session, error) {
	c, err := v.config(doc, held, base)
	if err != nil {
		return nil, err
	}
	session, err := verify.Prepare(c)
	if err != nil {
		return nil, exit.Usage(exit.Worded(err))
	}
	return session, nil
}

// config is what verify is asked for, as the flags say.
func (v *command) config(
	doc *spec.Contract, held *fixtures.Set, base string,
) (verify.Config, error) {
	target, err := v.Reach(v.app, doc, base)
	if err != nil {
		return verify.Config{}, err
	}
	target.NoEffects = v.noEffects()
	c := verify.Config{
		Contract: doc, Fixtures: held, Target: target, Notify: v.notify(),
		Profile: v.profile, Strict: v.strict, RequireAll: v.require == "all",
		Only: v.Only, Skip: v.Skip, Level: spec.Level(v.Level),
		Concurrency: v.concurrency, Rate: v.rate, Budget: v.budget, CleanupBudget: v.cleanup,
		Seed: v.seed, Fuzz: v.fuzz,
		Record:  len(v.reports.Large) > 0,
		Version: v.app.Version, Invocation: v.invocation(), Settings: v.set,
	}
	if v.known != nil {
		c.Waivers = v.known.Rules()
	}
	return c, nil
}
