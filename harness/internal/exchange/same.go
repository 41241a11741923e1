package exchange

import "slices"

// SameToJudge reports whether two exchanges have the same to judge.
func SameToJudge(a, b *Exchange) bool {
	if (a.Response == nil) != (b.Response == nil) || (a.Fault == nil) != (b.Fault == nil) {
		return false
	}
	if a.Fault != nil && *a.Fault != *b.Fault {
		return false
	}
	if a.Response == nil {
		return true
	}
	x, y := a.Response, b.Response
	return x.Proto == y.Proto && x.Reason == y.Reason && slices.Equal(x.Header, y.Header) &&
		string(x.Body) == string(y.Body) && string(x.Surplus) == string(y.Surplus)
}
