package defects

import "strings"

// Defects of one answer in five.
func intermittentDefects() []Defect {
	one, other := plain(In(Unsupported)), plain(In(Absent))
	return []Defect{
		{"now-and-then/success-200", IDs("ERA-OK-1"), nowAndThen(In(Success), Status(200))},
		row("now-and-then/success-with-content", IDs("ERA-OK-2"),
			nowAndThen(In(Success), behind("{}"))),
		row("now-and-then/unsupported-executed", IDs("ERA-UNS-1"),
			nowAndThen(func(a *Answer) bool {
				return one(a) && strings.HasSuffix(a.actionType,
					"Email")
			}, execute)),
		row("now-and-then/unsupported-message", IDs("ERA-UNS-3"),
			nowAndThen(one, Member("message", "Not supported"))),
		row("now-and-then/absent-code", IDs("ERA-NF-2"),
			nowAndThen(other, Member("code", "ItemNotFound"))),
		{"now-and-then/empty", IDs("ERA-ENV-3"), nowAndThen(other, Content(""))},
		row("now-and-then/inner-error-missing", IDs("ERA-ENV-7"),
			nowAndThen(one, noMember("innerError"))),
		{"now-and-then/date", IDs("ERA-ENV-8"), nowAndThen(other, Member("date", "soon"))},
		row("now-and-then/request-id-again", IDs("ERA-HDR-2"),
			nowAndThen(In(Success), Header(RequestID, another))),
		row("now-and-then/request-id-of-the-error", IDs("ERA-HDR-2", "ERA-HDR-3"),
			nowAndThen(one, Member(RequestID, another))),
		row("now-and-then/challenge", IDs("ERA-AUTH-6"),
			nowAndThen(In(Unauthorized), NoHeader("WWW-Authenticate"))),
		{"now-and-then/malformed", IDs("ERA-REQ-5"), nowAndThen(other, Line("no colon here"))},
		{"now-and-then/allow", IDs("ERA-HDR-7"), nowAndThen(In(OtherMethod), NoHeader("Allow"))},
	}
}
