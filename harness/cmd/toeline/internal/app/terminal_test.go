package app

import (
	"io"
	"testing"

	"example.com/toeline/harness/report/page"
)

// In a log, which is no terminal, variables say how wide a line is and whether it has colour.
func TestTextInLog(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		variables map[string]string
		want      page.Options
	}{
		{nil, page.Options{}},
		{map[string]string{"COLUMNS": "160"}, page.Options{Width: 160}},
		{map[string]string{"COLUMNS": "wide"}, page.Options{}},
		{map[string]string{"COLUMNS": "-3"}, page.Options{}},
		{map[string]string{"FORCE_COLOR": "1"}, page.Options{Color: true}},
		{map[string]string{"FORCE_COLOR": "0"}, page.Options{}},
		{map[string]string{"FORCE_COLOR": "1", "NO_COLOR": "1"}, page.Options{}},
	} {
		getenv := func(name string) (string, bool) {
			value, ok := tt.variables[name]
			return value, ok
		}
		if got := TextFor(App{Stdout: io.Discard, Getenv: getenv}); got != tt.want {
			t.Errorf("%v: got %+v, want %+v", tt.variables, got, tt.want)
		}
	}
}

func TestProgressLine(t *testing.T) {
	t.Parallel()
	if got := progressLine(3, 9, 0); got != "3 of 9 requests" {
		t.Error(got)
	}
	if got := progressLine(3, 9, 2); got != "3 of 9 requests, 2 failed so far" {
		t.Error(got)
	}
}
