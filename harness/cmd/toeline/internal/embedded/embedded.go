// Package embedded makes the reference server hold what fixtures name. It never judges.
package embedded

import (
	"fmt"
	"net/http"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/spec"
)

// Mock makes the reference server with the tasks of the fixtures, or one with
// a defect.
func Mock(
	doc *spec.Contract, in *input.Inputs, defect string, o reference.Options,
) (http.Handler, error) {
	if err := Servable(doc, "take another --document"); err != nil {
		return nil, err
	}
	held, err := in.LoadFixtures(doc, true)
	if err != nil {
		return nil, err
	}
	o.Tasks = TasksOf(doc, held)
	if defect == "" {
		return New(o)
	}
	handler, err := defects.Defective(defect, o)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("--defect: %w", err))
	}
	return handler, nil
}

// Servable refuses a document of an operation that the reference server does not
// have, and says what to do instead.
func Servable(doc *spec.Contract, instead string) error {
	if doc.IsEdition() {
		return nil
	}
	return exit.Usage(fmt.Errorf("the reference server serves the operation of %s, and %s "+
		"describes another: %s", spec.Default, doc.File, instead))
}

// New makes the reference server.
func New(o reference.Options) (*reference.Handler, error) {
	handler, err := reference.New(o)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("the reference server cannot hold these fixtures: %w",
			err))
	}
	return handler, nil
}

// TasksOf lists the items of a fixtures as the reference server takes them: it
// knows tasks alone.
func TasksOf(doc *spec.Contract, held *fixtures.Set) []reference.Task {
	var tasks []reference.Task
	for _, kind := range doc.Kinds {
		for _, item := range held.Resources(kind.Name) {
			tasks = append(tasks, reference.Task{
				ID:         item.ID,
				ActionType: item.Properties["actionType"],
			})
		}
	}
	return tasks
}

// Start serves the fixtures for a run that has no target, and takes a token; empty: the documented
// one.
func Start(
	doc *spec.Contract,
	held *fixtures.Set,
	token string,
) (stop func(), url string, err error) {
	if err := Servable(doc, "give --target URL, the server to judge"); err != nil {
		return nil, "", err
	}
	handler, err := New(reference.Options{Tasks: TasksOf(doc, held), Token: token})
	if err != nil {
		return nil, "", err
	}
	server, err := reference.Start(handler, reference.Listen{})
	if err != nil {
		return nil, "", exit.Unknown(fmt.Errorf("starting the embedded reference server: %w", err))
	}
	return func() { _ = server.Close() }, server.URL, nil
}
