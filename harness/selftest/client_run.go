package selftest

import (
	"context"
	"slices"
	"strings"

	"example.com/toeline/harness/clientlab"
	"example.com/toeline/harness/plan"
	"example.com/toeline/spec/clients"
)

// The kinds of rows of clients, wrong and right.
const (
	KindClient      = "wrong client"
	KindRightClient = "right client"
)

// clientParallel is how many clients are judged at a time: they wait, mostly.
const clientParallel = 16

// runClients makes a row of each client.
func runClients(ctx context.Context, wrong, right []wrongClient) []Row {
	doc, err := clients.Embedded(clients.Default)
	if err != nil {
		return []Row{{Kind: KindClient, Name: "all", Detail: err.Error()}}
	}
	var rows []Row
	for _, timed := range []bool{false, true} {
		var jobs []job
		add := func(kind string, all []wrongClient) {
			for _, w := range all {
				if w.timed == timed {
					jobs = append(jobs, func(ctx context.Context) Row { return clientRow(ctx, doc, kind, w) })
				}
			}
		}
		add(KindClient, wrong)
		add(KindRightClient, right)
		parallel := clientParallel
		if timed {
			parallel = 3
		}
		rows = append(rows, runJobs(ctx, parallel, jobs)...)
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return strings.Compare(b.Kind, a.Kind) }) // wrong ones first
	return rows
}

func clientRow(ctx context.Context, doc *clients.Document, kind string, w wrongClient) Row {
	row := Row{Kind: kind, Name: w.name, Want: w.breaks}
	result, err := clientlab.Judge(ctx, clientlab.Options{Doc: doc, Program: w.program, Timeout: w.timeout, Plain: !w.https})
	if err != nil {
		row.Detail = err.Error()
		return row
	}
	row.Got = broken(result.Outcome, func(plan.Coverage) bool { return true })
	row.OK = slices.Equal(row.Got, row.Want)
	row.Detail = difference(row.Want, row.Got)
	return row
}
