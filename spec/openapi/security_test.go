package openapi_test

import (
	"strings"
	"testing"
)

// TestSecurity holds what is read of credentials: what is stated, declared and asked for, and which
// requests have them.
func TestSecurity(t *testing.T) {
	const document = `openapi: 3.1.0
info: {title: T, version: "1"}
SECURITY
paths:
  /a: {get: {responses: {"200": {description: ok}}}}
  /b: {get: {OPERATION responses: {"200": {description: ok}}}}
components:
  securitySchemes:
    cert: {type: mutualTLS}
    key: {type: apiKey, in: cookie, name: sid}
    login: {type: http, scheme: BASIC}
`
	for name, test := range map[string]struct {
		security, operation string
		stated              bool
		asked               string
		secured, presents   [2]bool // of /a and /b
	}{
		"nothing": {"", "", false, "", [2]bool{}, [2]bool{}},
		"none needed": {
			"security: []", "", true, "", [2]bool{}, [2]bool{},
		},
		"of all": {
			"security: [{login: []}]", "security: [],", true, "login (http basic)",
			[2]bool{true, false},
			[2]bool{true, false},
		},
		"of one": {
			"", "security: [{}, {key: []}],", true, "key (cookie sid)",
			[2]bool{false, false},
			[2]bool{false, true},
		},
		"of the connection": {
			"security: [{cert: []}]", "security: [{cert: [], key: []}],", true,
			"cert (mutualTLS), key (cookie sid)",
			[2]bool{true, true},
			[2]bool{false, true},
		},
	} {
		text := strings.NewReplacer("SECURITY", test.security, "OPERATION", test.operation).
			Replace(document)
		made := described(t, text)
		var asked []string
		for _, s := range made.Security.Asked {
			asked = append(asked, s.String())
		}
		if len(made.Security.Declared) != 3 || made.Security.Stated != test.stated ||
			strings.Join(asked, ", ") != test.asked {
			t.Errorf("%s: got %+v", name, made.Security)
		}
		for i, op := range made.Operations {
			if op.Secured() != test.secured[i] || op.Presents() != test.presents[i] {
				t.Errorf("%s: %s: secured %t, presents %t", name, op.Path, op.Secured(),
					op.Presents())
			}
		}
	}
}
