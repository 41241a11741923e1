package selftest

import (
	"context"
	"slices"

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
	var jobs []job
	for _, w := range wrong {
		jobs = append(jobs, func(ctx context.Context) Row { return clientRow(ctx, doc, KindClient, w) })
	}
	for _, w := range right {
		jobs = append(jobs, func(ctx context.Context) Row { return clientRow(ctx, doc, KindRightClient, w) })
	}
	return runJobs(ctx, clientParallel, jobs)
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
