package selftest

import "strings"

// Defects of one answer in five.
func intermittentDefects() []Defect {
	one, other := plain(in(unsupported)), plain(in(absent))
	return []Defect{
		{"now-and-then/success-200", ids("ERA-OK-1"), nowAndThen(in(success), status(200))},
		{"now-and-then/success-with-content", ids("ERA-OK-2"), nowAndThen(in(success), behind("{}"))},
		{"now-and-then/unsupported-executed", ids("ERA-UNS-1"), nowAndThen(func(a *answer) bool { return one(a) && strings.HasSuffix(a.actionType, "Email") }, execute)},
		{"now-and-then/unsupported-message", ids("ERA-UNS-3"), nowAndThen(one, member("message", "Not supported"))},
		{"now-and-then/absent-code", ids("ERA-NF-2"), nowAndThen(other, member("code", "ItemNotFound"))},
		{"now-and-then/empty", ids("ERA-ENV-3"), nowAndThen(other, content(""))},
		{"now-and-then/inner-error-missing", ids("ERA-ENV-7"), nowAndThen(one, noMember("innerError"))},
		{"now-and-then/date", ids("ERA-ENV-8"), nowAndThen(other, member("date", "soon"))},
		{"now-and-then/request-id-again", ids("ERA-HDR-2"), nowAndThen(in(success), header(requestID, another))},
		{"now-and-then/request-id-of-the-error", ids("ERA-HDR-3"), nowAndThen(one, member(requestID, another))},
		{"now-and-then/challenge", ids("ERA-AUTH-6"), nowAndThen(in(unauthorized), noHeader("WWW-Authenticate"))},
		{"now-and-then/malformed", ids("ERA-REQ-5"), nowAndThen(other, line("no colon here"))},
		{"now-and-then/allow", ids("ERA-HDR-7"), nowAndThen(in(otherMethod), noHeader("Allow"))},
	}
}
