package selftest

// Defects of one answer in five.
func intermittentDefects() []Defect {
	one, other := plain(in(unsupported)), plain(in(absent))
	return []Defect{
		{"now-and-then/success-200", ids("ERA-OK-1"), nowAndThen(in(success), status(200))},
		{"now-and-then/success-500", ids("ERA-OK-1"), nowAndThen(in(success), status(500))},
		{"now-and-then/success-with-content", ids("ERA-OK-2"), nowAndThen(in(success), behind("{}"))},
		{"now-and-then/success-with-length", ids("ERA-HDR-8"), nowAndThen(in(success), line("Content-Length: 0"))},
		{"now-and-then/unsupported-executed", ids("ERA-UNS-1"), nowAndThen(plain(ofType(in(unsupported), "requireSignIn")), execute)},
		{"now-and-then/unsupported-message", ids("ERA-UNS-3"), nowAndThen(one, member("message", "Not supported"))},
		{"now-and-then/absent-code", ids("ERA-NF-2"), nowAndThen(other, member("code", "ItemNotFound"))},
		{"now-and-then/absent-message", ids("ERA-NF-3"), nowAndThen(other, member("message", "Not found"))},
		{"now-and-then/empty", ids("ERA-ENV-3"), nowAndThen(other, content(""))},
		{"now-and-then/truncated", ids("ERA-ENV-3"), nowAndThen(other, rewritten(func(b []byte) []byte { return b[:len(b)/2] }))},
		{"now-and-then/html", ids("ERA-ENV-1", "ERA-ENV-3"), nowAndThen(one, content("<html></html>"), header("Content-Type", "text/html"))},
		{"now-and-then/inner-error-missing", ids("ERA-ENV-7"), nowAndThen(one, noMember("innerError"))},
		{"now-and-then/date", ids("ERA-ENV-8"), nowAndThen(other, member("date", "soon"))},
		{"now-and-then/old-date", ids("ERA-HDR-6"), nowAndThen(other, member("date", "2023-09-04T05:47:56"))},
		{"now-and-then/request-id-again", ids("ERA-HDR-2"), nowAndThen(in(success), header(requestID, another))},
		{"now-and-then/request-id-of-the-error", ids("ERA-HDR-3"), nowAndThen(one, member(requestID, another))},
		{"now-and-then/client-request-id", ids("ERA-HDR-5"), nowAndThen(other, member(clientRequestID, another))},
		{"now-and-then/challenge", ids("ERA-AUTH-6"), nowAndThen(in(unauthorized), noHeader("WWW-Authenticate"))},
		{"now-and-then/malformed", ids("ERA-REQ-5"), nowAndThen(other, line("no colon here"))},
		{"now-and-then/allow", ids("ERA-HDR-7"), nowAndThen(in(otherMethod), noHeader("Allow"))},
	}
}
