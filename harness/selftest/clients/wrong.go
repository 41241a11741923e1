package clients

import (
	"fmt"
	"slices"
	"time"

	"example.com/toeline/harness/client/driver"
)

// wrongClient is a client that breaks requirements of the client document.
type wrongClient struct {
	name string
	// breaks are the ids of the requirements whose standing is broken when all
	// calls are made: all of them and no other, sorted.
	breaks  []string
	program driver.Program
	// operation is one of todo.yaml, by whose description the client is judged; empty: it is judged
	// by the contract that is written.
	operation string
	// https has it judged over TLS; else over http, which is quicker.
	https bool
	// timed clients do wrong what only a clock shows: they are judged when few
	// others are.
	timed bool
	// skip are cases that are not played; none: all are.
	skip []string
	// timeout is the run's, for those that hang; zero: the default.
	timeout time.Duration
}

// wrongClients returns all, family by family.
func wrongClients() []wrongClient {
	// What is large takes time: who does wrong there is among the readers.
	return slices.Concat(wrongReaders(), withoutAll("odd.large", slices.Concat(wrongRequests(),
		wrongPaths(), wrongSuccess(), wrongErrors(), wrongRedirects(), wrongRetries(),
		wrongConnections(), wrongDrivers(), wrongIDs(), wrongMessages(), wrongStatuses(),
		wrongFollowers(), wrongParsers(), wrongKeepers())))
}

// made is a wrong client that is the model with something changed.
func made(name string, breaks []string, m model) wrongClient {
	m.connections.idle = &idle{}
	return wrongClient{name: "client/" + name, breaks: breaks, program: driver.Func(m.call)}
}

// byTheClock has a client judged when few others are.
func byTheClock(w wrongClient) wrongClient {
	w.timed = true
	return w
}

// withoutAll leaves a case out of several clients.
func withoutAll(id string, all []wrongClient) []wrongClient {
	for i := range all {
		all[i] = without(id, all[i])
	}
	return all
}

// without leaves a case out.
func without(id string, w wrongClient) wrongClient {
	w.skip = append(w.skip, id)
	return w
}

// overTLS has a client judged over TLS.
func overTLS(w wrongClient) wrongClient {
	w.https = true
	return w
}

// rightClients are clients that differ in what is free.
func rightClients() []wrongClient {
	return slices.Concat([]wrongClient{
		overTLS(made("model", nil, model{})),
	}, harmlessClients(), rightStyles())
}

// ClientDriver returns the driver of a client by its name: "model" is right,
// the others are wrong, as the rows of a run name them.
func ClientDriver(name string) (driver.Driver, error) {
	all := slices.Concat(rightClients(), wrongClients(), rightCallers(), wrongTodoContent())
	for _, w := range all {
		if w.name != "client/"+name {
			continue
		}
		switch program := w.program.(type) {
		case driver.Func:
			return program.Driver(), nil
		case driver.Driver:
			return program, nil
		}
	}
	return nil, fmt.Errorf("selftest: no client %q", name)
}

// ids returns a sorted list without repeats.
func ids(all ...string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}
