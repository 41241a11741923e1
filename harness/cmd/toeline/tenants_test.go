package main

import (
	"net/http"
	"strconv"
	"sync/atomic"

	"github.com/rogpeppe/go-internal/testscript"

	"example.com/toeline/harness/reference"
)

// What the scripts on real tenants need: targets and token services that
// behave as those do.

// throttling serves the reference behind a limit.
func throttling(ts *testscript.TestScript, _ bool, args []string) {
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	most := int64(1 << 62)
	if len(args) > 2 {
		most, err = strconv.ParseInt(args[2], 10, 64)
		ts.Check(err)
	}
	base, err := mock(&inputs{document: "execute-response-action"}, "", reference.Options{})
	ts.Check(err)
	var asked atomic.Int64
	listen(ts, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && asked.Add(1) <= most {
			w.Header().Set("Retry-After", args[1])
			w.WriteHeader(status)
			return
		}
		base.ServeHTTP(w, r)
	}), reference.Listen{})
}
