package names

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOfID holds the order in which a member is looked for that is the id of an item.
func TestOfID(t *testing.T) {
	for _, c := range []struct {
		parameter, collection string
		want                  []string
	}{
		{"todo_id", "/lists/{}/todos", withOthers("todoid", "id", "todoid", "id")},
		{"number", "/boxes", withOthers("number", "id", "boxid", "number")},
		{"categoryKey", "/categories", withOthers("categorykey", "id", "categoryid", "key")},
		{"tag", "/tags", withOthers("tag", "id", "tagid")},
		{"stage", "/theatres", withOthers("stage", "id", "theatreid", "stage")},
		{"user_name", "/users", []string{"username", "name"}},
		{"crn", "/collections", []string{"crn", "crn"}},
	} {
		if diff := cmp.Diff(c.want, OfID(c.parameter, c.collection)); diff != "" {
			t.Errorf("%s below %s (-want +got):\n%s", c.parameter, c.collection, diff)
		}
	}
}

// withOthers are names of an id, and those that it usually has beside them.
func withOthers(names ...string) []string {
	return append(names, "uuid", "guid", "key", "slug", "name")
}

// TestMeanings holds what is read from names, and what is not.
func TestMeanings(t *testing.T) {
	for _, c := range []struct {
		is   func(string) bool
		name string
		want bool
	}{
		{IsSemantic, "customer_email", true},
		{IsSemantic, "title", false},
		{IsOfRange, "price-min", true},
		{IsOfRange, "price", false},
		{IsPlace, "$skip", true},
		{IsPlace, "limit", false},
		{isBoundOf("price"), "minprice", true},
		{isBoundOf("price"), "price", false},
		{isBoundOf("createdat"), "createdfrom", true},
		{isBoundOf("at"), "from", false},
	} {
		if got := c.is(c.name); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

func isBoundOf(member string) func(string) bool {
	return func(parameter string) bool {
		_, is := BoundOf(parameter, member)
		return is
	}
}

// TestWords holds that a name can be read as a word of a contract.
func TestWords(t *testing.T) {
	for name, want := range map[string]string{
		"todo-id": "todo_id", "request": "request_", "X Kind": "X_Kind",
	} {
		if got := Word(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got := Hyphenated("get /todos/{id}"); got != "get-todos-id" {
		t.Error(got)
	}
}
