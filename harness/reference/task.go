package reference

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Task is one incident task that the server holds.
type Task struct {
	ID         string // a GUID, in any letter case
	ActionType string // a name of Graph's enumeration, letter case included
}

// supported are the action types that the page lists.
var supported = []string{
	"collectInvestigationPackage",
	"isolateDevice",
	"unRestrictAppExecution",
	"unIsolateDevice",
	"restrictAppExecution",
	"runAntiVirusScan",
	"stopAndQuarantineFile",
	"submitIocRule",
}

// unsupported are the other members of the enumeration: tasks may have them,
// but the action refuses them.
var unsupported = []string{
	"text",
	"forceUserPasswordReset",
	"disableUser",
	"enableUser",
	"markUserAsCompromised",
	"requireSignIn",
	"hardDeleteEmail",
	"softDeleteEmail",
	"unknownFutureValue",
}

// tasks holds the tasks, and counts what was executed. Safe for concurrent use.
type tasks struct {
	actionTypes map[string]string // by canonical id; never changes

	mu       sync.Mutex
	executed map[string]int // by canonical id
}

func newTasks(list []Task) (*tasks, error) {
	t := &tasks{actionTypes: make(map[string]string, len(list)), executed: map[string]int{}}
	first := make(map[string]int, len(list)) // number by canonical id
	for i, task := range list {
		n := i + 1
		id, ok := canonical(task.ID)
		if !ok {
			return nil, fmt.Errorf("task %d: id %q is not a GUID: write 8-4-4-4-12 hex digits "+
				"with hyphens", n, task.ID)
		}
		if before, twice := first[id]; twice {
			return nil, fmt.Errorf("task %d: id %q is that of task %d (letter case does not "+
				"matter): give it one of its own", n, task.ID, before)
		}
		if !slices.Contains(supported, task.ActionType) && !slices.Contains(unsupported,
			task.ActionType) {
			return nil, fmt.Errorf("task %d: id %q: unknown action type %q: use one of %s", n,
				task.ID, task.ActionType,
				strings.Join(slices.Concat(supported, unsupported), ", "))
		}
		first[id] = n
		t.actionTypes[id] = task.ActionType
	}
	return t, nil
}

// execute answers a request for the task that id, as sent, names.
func (t *tasks) execute(id string) answer {
	key, ok := canonical(id)
	if !ok {
		return invalidID(id)
	}
	actionType, ok := t.actionTypes[key]
	if !ok {
		return taskNotFound(id)
	}
	if !slices.Contains(supported, actionType) {
		return unsupportedActionType(actionType)
	}
	t.mu.Lock()
	t.executed[key]++
	t.mu.Unlock()
	return executed(actionType)
}

func (t *tasks) counts() map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.executed)
}
