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
