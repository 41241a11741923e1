package defects

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
		all = append(all, Defect{
			"type/" + t + "-refused", IDs("ERA-OK-1"),
			Answers(ofType(In(Success), t), refuse),
		})
	}
	for _, t := range otherTypes {
		all = append(all, Defect{
			"type/" + t + "-executed", IDs("ERA-UNS-1"),
			Answers(ofType(In(Unsupported), t), execute),
		})
	}
	return append(all,
		Defect{"type/all-executed", IDs("ERA-UNS-1"), Answers(In(Unsupported), execute)},
		Defect{"type/all-refused", IDs("ERA-OK-1"), Answers(In(Success), refuse)},
		Defect{"type/all-accepted-202", IDs("ERA-UNS-1"), Answers(In(Unsupported), Status(202))},
		Defect{"type/isolateDevice-not-found", IDs("ERA-OK-1"), notFound("isolateDevice")},
	)
}

// refuse answers a supported type like another.
func refuse(a *Answer) {
	a.status = http.StatusBadRequest
	a.Header.Set("Content-Type", "application/json")
	a.setBody(map[string]any{"error": map[string]any{
		"code": "UnsupportedActionType",
		"message": fmt.Sprintf("Action type '%s' is not supported for automated execution.",
			a.actionType),
		"innerError": map[string]any{
			"date":              now(),
			"request-id":        a.Header.Get("request-id"),
			"client-request-id": a.Header.Get("client-request-id"),
		},
	}})
}

// execute answers another type like a supported one.
func execute(a *Answer) {
	a.status, a.Body = http.StatusNoContent, nil
	a.Header.Del("Content-Type")
}

// notFound loses the tasks of one supported type.
func notFound(actionType string) Wrap {
	return Handle(func(b *Base, r *http.Request) *Answer {
		if a := b.Answer(r); a.Situation != Success || a.actionType != actionType {
			return a
		}
		return b.answerAs(r, unknownTask)
	})
}

// unknownTask is a GUID that no task has.
const unknownTask = "7f3c1d52-9b0e-4e6a-8f21-5d4c3b2a1908"

// noGUID is an id that is not a GUID, and looks like nothing else in a message.
const noGUID = "no-guid-at-all"
