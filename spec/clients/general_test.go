package clients

import (
	"strings"
	"testing"
)

// extending is small with what is general.
const extending = "extends: general\nprefix: A\npointers: {code: /error/code, message: " +
	"/error/message}\nresponses:\n  success: {response: done}\n" +
	"  error: {response: notFound, example: taskNotFound}\n" +
	"  unauthorized: {status: 401}\n  forbidden: {status: 403}\n  throttled: {status: 429}\n" +
	"  gatewayTimeout: {status: 504}\n  serverError: {status: 500}\nrequirements:"

func extended() string { return strings.Replace(small, "requirements:", extending, 1) }

// What a document extends comes first, with the prefix of the document; what it writes itself
// replaces that of the same id.
func TestExtends(t *testing.T) {
	t.Parallel()
	own := strings.NewReplacer("  - id: a\n", "  - id: slow.start\n", "id: A-1", "id: A-REQ-1",
		"id: A-2", "id: A-OK-9").Replace(extended())
	doc, err := Load("f", []byte(own), nil)
	if err != nil {
		t.Fatal(err)
	}
	if r, ok := doc.Requirement("A-REQ-1"); !ok || r.Text != "t" {
		t.Errorf("the document's own requirement: %+v, %t", r, ok)
	}
	for _, id := range []string{"A-REQ-14", "A-OK-3"} {
		if _, ok := doc.Requirement(id); ok {
			t.Errorf("%s has no check, and is there", id)
		}
	}
	if c, ok := doc.Case("slow.start"); !ok || c.Text != "t" || len(c.Checks) != 1 {
		t.Errorf("the document's own case: %+v, %t", c, ok)
	}
	c, ok := doc.Case("throttled.seconds.503")
	if !ok || c.Play[0].Status.Code != 503 || c.Play[1].Status.Code != 204 ||
		c.Checks[0].ID != "A-THR-1" {
		t.Errorf("a case that is general: %+v, %t", c, ok)
	}
	var ids []string
	for _, r := range doc.Requirements {
		ids = append(ids, r.ID)
	}
	if all := strings.Join(ids, " "); !strings.Contains(all, "A-OK-9 A-ERR-7") {
		t.Errorf("a requirement follows its family: %s", all)
	}
}

func TestLintExtends(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ old, new, want string }{
		{"prefix: A\n", "", "extends: ids of requirements need a prefix"},
		{"extends: general", "extends: generals", `(did you mean "general"?)`},
		{
			"  throttled: {status: 429}\n", "",
			`extends: general plays the response "throttled": give it under responses`,
		},
		{
			"play: [{response: notFound, example: taskNotFound}]", "play: [{use: errors}]",
			`cases[0].play[0].use: unknown response of the document "errors" ` +
				`(did you mean "error"?)`,
		},
		{"{response: done}", "{response: gone}", "responses.success.response: unknown response"},
	} {
		source := strings.Replace(extended(), test.old, test.new, 1)
		_, err := Load("f", []byte(source), nil)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v\nwant %s", err, test.want)
		}
	}
}
