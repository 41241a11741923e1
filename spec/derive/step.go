package derive

import (
	"fmt"
	"strings"

	"example.com/toeline/spec/openapi"
)

// step is a request of an operation with ids that are known, and its body, or another, as a step.
func (s *skeleton) step(op *openapi.Operation, ids map[string]string, body string) string {
	o := s.of(op, ids)
	if body == "" {
		body = o.body()
	}
	return o.sends(joined(o.values("known", ""), body))
}

// sends is a request of the operation as a step.
func (o *operationSkeleton) sends(request string) string {
	return fmt.Sprintf("operation: %s, request: {%s}", quoted(o.op.Method+" "+o.op.Path), request)
}

// acting is a step that changes something, with what it saves.
func acting(step string, saves ...string) string {
	return saving(step+", effect: executes", saves...)
}

// doing is a step of the operation, which may only read, with what it saves.
func (o *operationSkeleton) doing(step string, saves ...string) string {
	if o.readOnly() {
		return saving(step, saves...)
	}
	return acting(step, saves...)
}

// saving is a step with what it saves.
func saving(step string, saves ...string) string {
	if len(saves) == 0 {
		return step
	}
	return step + ", save: {" + strings.Join(saves, ", ") + "}"
}

// with is a copy of ids that has one more, or another.
func with(ids map[string]string, key, value string) map[string]string {
	all := map[string]string{key: value}
	for k, v := range ids {
		if k != key {
			all[k] = v
		}
	}
	return all
}
