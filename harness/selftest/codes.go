package selftest

import "strings"

// Error codes: spelling, other situations' codes, other types.
func codeDefects() []Defect {
	type change struct {
		name string
		to   func(code string) any
	}
	changes := []change{
		{"lower-case", func(c string) any { return strings.ToLower(c) }},
		{"trailing-space", func(c string) any { return c + " " }},
		{"empty", func(string) any { return "" }},
	}
	var all []Defect
	for _, c := range changes {
		e := errorObject(func(_ *answer, members map[string]any) {
			code, _ := members["code"].(string)
			members["code"] = c.to(code)
		})
		all = append(all,
			Defect{"code/unsupported-" + c.name, ids("ERA-UNS-2"), answers(in(unsupported), e)},
			Defect{"code/invalid-" + c.name, ids("ERA-ID-2"), answers(in(invalid), e)},
			Defect{"code/absent-" + c.name, ids("ERA-NF-2"), answers(in(absent), e)},
		)
	}
	return append(all,
		Defect{"code/unsupported-is-bad-request", ids("ERA-UNS-2", "ERA-ID-8"), answers(in(unsupported), member("code", "BadRequest"))},
		Defect{"code/unsupported-is-not-found", ids("ERA-UNS-2"), answers(in(unsupported), member("code", "NotFound"))},
		Defect{"code/unsupported-is-another-of-one-type", ids("ERA-UNS-2"), answers(plain(ofType(in(unsupported), "softDeleteEmail")), member("code", "ActionAlreadyInProgress"))},
		Defect{"code/invalid-is-not-found", ids("ERA-ID-2"), answers(in(invalid), member("code", "NotFound"))},
		Defect{"code/invalid-is-unsupported", ids("ERA-ID-2"), answers(in(invalid), member("code", "UnsupportedActionType"))},
		Defect{"code/invalid-is-another-for-the-example-of-the-page", ids("ERA-ID-2"), answers(plain(func(a *answer) bool { return a.situation == invalid && a.id == "213213" }), member("code", "NotFound"))},
		Defect{"code/absent-is-bad-request", ids("ERA-NF-2"), answers(in(absent), member("code", "BadRequest"))},
		Defect{"code/absent-is-resource-not-found", ids("ERA-NF-2"), answers(in(absent), member("code", "ResourceNotFound"))},
		Defect{"code/number", ids("ERA-ENV-5"), answers(anyError, member("code", 400))},
		Defect{"code/all-are-one", ids("ERA-UNS-2", "ERA-ID-2", "ERA-NF-2"), answers(anyError, member("code", "Error"))},
	)
}
