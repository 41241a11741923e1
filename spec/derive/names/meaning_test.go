package names

import "testing"

// TestRangesAndSecrets holds what names say about values.
func TestRangesAndSecrets(t *testing.T) {
	t.Parallel()
	for name, means := range map[string]struct {
		of   func(string) bool
		want bool
	}{
		"created_since":   {IsFrom, true},
		"MinPrice":        {IsFrom, true},
		"tag":             {IsFrom, false},
		"createdBefore":   {IsTo, true},
		"price_max":       {IsTo, true},
		"name":            {IsTo, false},
		"userPassword":    {IsSecret, true},
		"client_secret":   {IsSecret, true},
		"title":           {IsSecret, false},
		"publish":         {IsEnabling, true},
		"cancel":          {IsEnabling, false},
		"ownerId":         {IsSemantic, true},
		"remark":          {IsSemantic, false},
		"valid_from":      {IsOfRange, true},
		"remarks":         {IsOfRange, false},
		"page-offset-not": {IsPlace, false},
		"offset":          {IsPlace, true},
	} {
		if got := means.of(name); got != means.want {
			t.Errorf("%s: %t, want %t", name, got, means.want)
		}
	}
	if !Same("todo_id", "todoId") || Same("todo_id", "todos_id") {
		t.Error("names that differ in their spelling alone are the same")
	}
	if !Among([]string{"pagesize"}, "page_size") || Among([]string{"pagesize"}, "page") {
		t.Error("page_size is among pagesize")
	}
}

// TestStates holds which state an action leads to, as its name says.
func TestStates(t *testing.T) {
	t.Parallel()
	states := []string{
		"draft", "open", "cancelled", "paid", "shipped", "archived", "denied", "done",
	}
	for action, want := range map[string]string{
		"archive": "archived", "pay": "paid", "ship": "shipped", "deny": "denied",
		"reopen": "open", "complete": "done", "mark-as-paid": "paid", "renew": "", "": "",
		"mark_done": "done",
	} {
		if got := StateAfter(action, states); got != want {
			t.Errorf("%s leads to %q, want %q", action, got, want)
		}
	}
	for name, means := range map[string]struct {
		of   func(string) bool
		want bool
	}{
		"cancel":        {IsFinal, true},
		"renew":         {IsFinal, false},
		"createdAt":     {IsCreation, true},
		"updatedAt":     {IsCreation, false},
		"last_modified": {IsModification, true},
		"created_at":    {IsModification, false},
		"X-Total-Count": {IsExpected, true},
		"Location":      {IsExpected, true},
		"X-Trace":       {IsExpected, false},
	} {
		if got := means.of(name); got != means.want {
			t.Errorf("%s: %t, want %t", name, got, means.want)
		}
	}
}
