package clients

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"time"

	"example.com/toeline/harness/client"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest"
	"example.com/toeline/spec/clients"
)

// rowBudget is time for a client on any machine: none takes a minute on a fast one.
const rowBudget = 20 * time.Minute

// clientParallel is how many clients are judged at a time: they wait, mostly.
const clientParallel = 16

// runClients makes a row of each client.
func runClients(ctx context.Context, wrong, right []wrongClient) []selftest.Row {
	docs, err := contracts(append(slices.Clone(wrong), right...))
	if err != nil {
		return []selftest.Row{{Kind: selftest.KindClient, Name: "all", Detail: err.Error()}}
	}
	var rows []selftest.Row
	for _, timed := range []bool{false, true} {
		var jobs []selftest.Job
		add := func(kind string, all []wrongClient) {
			for _, w := range all {
				if w.timed == timed {
					jobs = append(jobs, func(ctx context.Context) selftest.Row {
						return w.row(ctx, docs[w.operation], kind)
					})
				}
			}
		}
		add(selftest.KindClient, wrong)
		add(selftest.KindRightClient, right)
		parallel := clientParallel
		if timed {
			parallel = 3
		}
		rows = append(rows, selftest.RunJobs(ctx, parallel, jobs)...)
	}
	sort.SliceStable(
		rows,
		func(i, j int) bool { return rows[i].Kind > rows[j].Kind },
	) // wrong ones
	return rows
}

// contracts are the contracts that clients are judged by, by their operations.
func contracts(all []wrongClient) (map[string]*clients.Contract, error) {
	docs := map[string]*clients.Contract{}
	for _, w := range all {
		if docs[w.operation] != nil {
			continue
		}
		doc, err := clients.Embedded(clients.Default)
		if w.operation != "" {
			doc, err = derived(w.operation)
		}
		if err != nil {
			return nil, err
		}
		docs[w.operation] = doc
	}
	return docs, nil
}

// chances is how often a client is judged whose haste only a clock shows: on a
// busy machine it may wait without wanting to.
const chances = 3

// row judges a client, and again where a clock missed something. What is found
// beside it is a false alarm at the first time.
func (w wrongClient) row(ctx context.Context, doc *clients.Contract, kind string) selftest.Row {
	row := w.judged(ctx, doc, kind)
	for range chances - 1 {
		missed := len(row.Got) < len(row.Want) && !slices.ContainsFunc(row.Got,
			func(id string) bool { return !slices.Contains(row.Want, id) })
		if !w.timed || !missed || ctx.Err() != nil {
			break
		}
		row = w.judged(ctx, doc, kind)
	}
	return row
}

func (w wrongClient) judged(ctx context.Context, doc *clients.Contract, kind string) selftest.Row {
	row := selftest.Row{Kind: kind, Name: w.name, Want: w.breaks}
	judged, err := client.Judge(ctx, client.Options{
		Doc: doc, Program: w.program, Timeout: cmp.Or(w.timeout, 2*time.Minute),
		Budget: rowBudget, Skip: w.skip, Plain: !w.https,
		Invocation: result.Invocation{Client: []string{}},
	})
	if err != nil {
		row.Detail = err.Error()
		return row
	}
	row.Compare(selftest.Broken(judged, false))
	return row
}
