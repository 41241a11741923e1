package selftest

import (
	"fmt"
	"net/http"
)

var supportedTypes = []string{
	"collectInvestigationPackage", "isolateDevice", "unRestrictAppExecution", "unIsolateDevice",
	"restrictAppExecution", "runAntiVirusScan", "stopAndQuarantineFile", "submitIocRule",
}

var otherTypes = []string{
	"text", "forceUserPasswordReset", "disableUser", "enableUser",
	"markUserAsCompromised", "requireSignIn", "hardDeleteEmail", "softDeleteEmail",
}

// What is supported: each type refused, and each other type executed.
func typeDefects() []Defect {
	var all []Defect
	for _, t := range supportedTypes {
		all = append(all, Defect{"type/" + t + "-refused", ids("ERA-OK-1"), answers(ofType(in(success), t), refuse)})
	}
	for _, t := range otherTypes {
		all = append(all, Defect{"type/" + t + "-executed", ids("ERA-UNS-1"), answers(ofType(in(unsupported), t), execute)})
	}
	return append(all,
		Defect{"type/all-executed", ids("ERA-UNS-1"), answers(in(unsupported), execute)},
		Defect{"type/all-refused", ids("ERA-OK-1"), answers(in(success), refuse)},
		Defect{"type/all-accepted-202", ids("ERA-UNS-1"), answers(in(unsupported), status(202))},
		Defect{"type/isolateDevice-not-found", ids("ERA-OK-1"), notFound("isolateDevice")},
	)
}

// refuse answers a supported type like another.
func refuse(a *answer) {
	a.status = http.StatusBadRequest
	a.header.Set("Content-Type", "application/json")
	a.setBody(map[string]any{"error": map[string]any{
		"code":    "UnsupportedActionType",
		"message": fmt.Sprintf("Action type '%s' is not supported for automated execution.", a.actionType),
		"innerError": map[string]any{
			"date":              now(),
			"request-id":        a.header.Get("request-id"),
			"client-request-id": a.header.Get("client-request-id"),
		},
	}})
}

// execute answers another type like a supported one.
func execute(a *answer) {
	a.status, a.body = http.StatusNoContent, nil
	a.header.Del("Content-Type")
}

// notFound loses the tasks of one supported type.
func notFound(actionType string) wrap {
	return handle(func(b *Base, r *http.Request) *answer {
		if a := b.answer(r); a.situation != success || a.actionType != actionType {
			return a
		}
		return b.answerAs(r, nobody)
	})
}

// nobody is a GUID that names no task.
const nobody = "7f3c1d52-9b0e-4e6a-8f21-5d4c3b2a1908"

// noGUID is an id that is none, and looks like nothing else in a message.
const noGUID = "no-guid-at-all"
