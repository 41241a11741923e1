package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Run is one run of a journal.
type Run struct {
	ID, Target string
	Started    time.Time
	Effects    []Effect
	// Left are the requests that would have removed what the run made, and did not.
	Left []Left
}

// Left is a request that would have removed something, and why it did not.
type Left struct {
	result.Effect
	Why string
}

// Effect is a request with an effect, and its response.
type Effect struct {
	Sent time.Time
	result.Effect
	// Answer is nil where none is recorded: the run ended before it came.
	Answer *result.Answer
}

// Executed reports whether an effect was carried out, and whether that is known: it
// was after a 2xx response, and was not after another; without one, and after a
// gateway's 504, it is unknown.
func (e *Effect) Executed() (executed, known bool) {
	switch {
	case e.Answer == nil || e.Answer.Status == 0 || e.Answer.Status == 504:
		return false, false
	case e.Answer.Status/100 == 2:
		return true, true
	}
	return false, true
}

// Journal is what Read found.
type Journal struct {
	Runs []*Run
	// Torn are the numbers of lines that were cut when a run was killed. What
	// such a line would have announced was not sent.
	Torn []int
}

// maxJournal is how many bytes of a journal are read: the entries of a hundred thousand effects.
const maxJournal = 64 << 20

// Read reads a journal. A line that is cut is accepted where it can have been the
// last of its run; any other that cannot be read is an error.
func Read(r io.Reader) (*Journal, error) {
	data, err := infile.All(r, maxJournal)
	if err != nil {
		return nil, err
	}
	j := &Journal{}
	runs := map[string]*openRun{}
	torn := 0
	lines := bytes.Split(data, []byte("\n"))
	for i, line := range lines {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var e entry
		if json.Unmarshal(line, &e) != nil || e.Run == "" {
			if torn > 0 {
				return nil, fmt.Errorf("line %d is not an entry of a journal", torn)
			}
			torn = i + 1
			j.Torn = append(j.Torn, torn)
			continue
		}
		if torn > 0 && e.Kind != begun {
			return nil, fmt.Errorf("line %d is not an entry of a journal", torn)
		}
		torn = 0
		if err := j.add(runs, e); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if len(j.Runs) == 0 {
		return nil, errors.New("no run in it: is it a journal of toeline verify --journal?")
	}
	return j, nil
}

// openRun is a run that is being read, with the effects without a response, by request.
type openRun struct {
	*Run
	open map[[2]string][]int
}

func (j *Journal) add(runs map[string]*openRun, e entry) error {
	run := runs[e.Run]
	switch {
	case e.Kind == begun && run != nil:
		return errors.New("its run begins twice")
	case e.Kind == begun:
		made := &Run{ID: e.Run, Target: e.Target, Started: e.Time}
		runs[e.Run] = &openRun{made, map[[2]string][]int{}}
		j.Runs = append(j.Runs, made)
		return nil
	case run == nil:
		return errors.New("its run did not begin")
	case e.Kind == left:
		run.Left = append(run.Left, Left{result.Effect{
			ID: e.ID, Case: e.Case, Method: e.Method, Path: e.Path, Effect: spec.Effect(e.Effect),
			Items: e.Items,
		}, e.Fault})
		return nil
	case e.Kind == sending:
		run.Effects = append(run.Effects, Effect{Sent: e.Time, Effect: result.Effect{
			ID: e.ID, Case: e.Case, Method: e.Method, Path: e.Path, Effect: spec.Effect(e.Effect),
			Items: e.Items,
		}})
		request := e.request()
		run.open[request] = append(run.open[request], len(run.Effects)-1)
		return nil
	case e.Kind == answered:
		request := e.request()
		open := run.open[request]
		if len(open) == 0 {
			return errors.New("an answer to a request that was not sent")
		}
		last := open[len(open)-1]
		run.open[request] = open[:len(open)-1]
		run.Effects[last].Answer = &result.Answer{
			Status: e.Status, Fault: e.Fault, RequestID: e.RequestID,
		}
		return nil
	}
	return errors.New("an entry of another kind: was it written by a later toeline?")
}

// request returns what a request and its response have in common. Not every request has an id:
// those without are distinguished by their paths.
func (e *entry) request() [2]string {
	if e.ID == "" {
		return [2]string{e.Path, e.Case}
	}
	return [2]string{e.ID, e.Case}
}

// Names lists the items of an effect with their properties, for people.
func Names(items []result.Touched) string {
	var all []string
	for _, item := range items {
		text := item.Item
		for _, name := range slices.Sorted(maps.Keys(item.Properties)) {
			text = item.Properties[name] + " " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}
