package app

import "testing"

func TestProgressLine(t *testing.T) {
	t.Parallel()
	if got := progressLine(3, 9, 0); got != "3 of 9 requests" {
		t.Error(got)
	}
	if got := progressLine(3, 9, 2); got != "3 of 9 requests, 2 failed so far" {
		t.Error(got)
	}
}
