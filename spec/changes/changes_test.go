package changes

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

func TestChanges(t *testing.T) {
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	old, err := spec.Load("old.yaml", source)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		edit   []string // old, new
		want   []string
		weaker int
	}{
		{"nothing", nil, nil, 0},
		{
			"a comment moves every line",
			[]string{"openapi: 3.0.3\n", "# one line more\nopenapi: 3.0.3\n"},
			nil, 0,
		},
		{"text", []string{
			"An id that names no task is answered 404.", "An unknown id is answered 404.",
		}, []string{
			`changed ERA-NF-1: text "An unknown id is answered 404.", was "An id that names no ` +
				`task is answered 404."`,
		}, 0},
		{
			"level",
			[]string{"id: ERA-NF-1\n      level: must", "id: ERA-NF-1\n      level: should"},
			[]string{"weaker ERA-NF-1: level should, was must"},
			1,
		},
		{"message", []string{
			"message: taskId {id} not found", "message: task {id} not found",
		}, []string{
			`changed ERA-ID-4`, `changed ERA-NF-3: not-found.absent-guid expects "task {id} not ` +
				`found", was "taskId {id} not found"`,
		}, 0},
		{"a status more", []string{
			"- {id: ERA-NF-1, response: notFound}",
			"- {id: ERA-NF-1, response: [notFound, badRequest]}",
		}, []string{
			"weaker ERA-NF-1: not-found.absent-guid allows more statuses: 404 or 400, was 404",
		}, 1},
		{"fewer answers", []string{
			"mediaType: application/json, when: {response: [badRequest, notFound]}",
			"mediaType: application/json, when: {response: [badRequest]}",
		}, []string{
			"weaker ERA-ENV-1: every response checks mediaType of fewer responses",
		}, 1},
		{"a check less", []string{
			"              - {id: ERA-OK-2, content: none, when: {response: done}}\n",
			"              - {id: ERA-OK-2, http: wellFormed}\n",
		}, []string{
			"weaker ERA-OK-2: success no longer checks content none",
			"changed ERA-OK-2: success also checks http",
		}, 1},
		{"a method less", []string{
			"values: [GET, PUT, PATCH, DELETE, HEAD], as: method",
			"values: [GET, PUT, PATCH, HEAD], as: method",
		}, []string{
			"weaker ERA-REQ-1: methods no longer asks with DELETE",
			"weaker ERA-REQ-2: methods no longer asks with DELETE",
			"weaker ERA-HDR-7: methods no longer asks with DELETE",
		}, 1},
		{"a type less", []string{"submitIocRule]", "]"}, []string{
			"weaker ERA-REQ-3: success no longer asks with submitIocRule",
			"weaker ERA-OK-1: success no longer asks with submitIocRule",
			"weaker ERA-OK-2: success no longer asks with submitIocRule",
		}, 3},
		{
			"a profile",
			[]string{"without: [template]", "without: [template, equal]"},
			[]string{"weaker profile shape: also leaves out equal"},
			1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := string(source)
			if test.edit != nil {
				if !strings.Contains(text, test.edit[0]) {
					t.Fatalf("the document does not hold %q", test.edit[0])
				}
				text = strings.Replace(text, test.edit[0], test.edit[1], 1)
			}
			now, err := spec.Load("new.yaml", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			weaker := 0
			for _, c := range Between(old, now) {
				got = append(got, c.What+" "+c.ID+": "+c.Text)
				if c.Weaker == spec.Must {
					weaker++
				}
			}
			if test.name == "message" { // more cases share the example
				got, test.want = keep(got, test.want[1]), test.want[1:]
			}
			if diff := cmp.Diff(test.want, got); diff != "" || weaker != test.weaker {
				t.Errorf("%d weaker, want %d (-want +got):\n%s", weaker, test.weaker, diff)
			}
		})
	}
}

// TestChangesOfWhatIsAllowed: a contract whose schemas, responses or rules allow more is weaker,
// whatever the names are.
func TestChangesOfWhatIsAllowed(t *testing.T) {
	t.Parallel()
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	old, err := spec.Load("old.yaml", source)
	if err != nil {
		t.Fatal(err)
	}
	const guid = `"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"`
	const notFound = "description: No task exists with the specified ID.\n      headers:\n" +
		"        request-id: {$ref: \"#/components/headers/requestId\"}\n" +
		"        client-request-id: {$ref: \"#/components/headers/clientRequestId\"}\n"
	for _, tt := range []struct {
		name, from, to string
		weaker         string // the text of one that makes a must weaker; empty: none does
	}{
		{
			"a pattern", "pattern: " + guid, "pattern: .",
			`by schema Guid, which allows more: pattern ".", was`,
		},
		{"a pattern is gone", "pattern: " + guid, "minLength: 36", "pattern none, was"},
		{"a type", "code: {type: string}", "code: {}", "allows more: type any, was string"},
		{
			"a member is not required", "required: [code, message, innerError]",
			"required: [code, message]", "the member innerError may be absent",
		},
		{
			"a text is not empty", "message: {type: string}",
			"message: {type: string, minLength: 1}", "",
		},
		{
			"a response", "        \"404\": {$ref",
			"        \"409\": {description: busy}\n        \"404\": {$ref",
			"the content is not described any longer",
		},
		{
			"a media type", notFound + "      content:\n",
			notFound + "      content:\n        text/plain: {}\n",
			"the media type text/plain is new",
		},
		{
			"a media type of a rule", "mediaType: application/json, when: {response",
			"mediaType: [application/json, text/plain], when: {response",
			"allows the media type text/plain too",
		},
		{
			"a description", "description: No task exists with the specified ID.",
			"description: There is no such task.", "",
		},
	} {
		text := strings.Replace(string(source), tt.from, tt.to, 1)
		if text == string(source) {
			t.Errorf("%s: the document does not hold %q", tt.name, tt.from)
			continue
		}
		now, err := spec.Load("new.yaml", []byte(text))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var weaker []string
		found := false
		for _, c := range Between(old, now) {
			if c.Weaker == spec.Must {
				weaker = append(weaker, c.ID+": "+c.Text)
				found = found || strings.Contains(c.Text, tt.weaker)
			}
			if c.Pos.Line == 0 {
				t.Errorf("%s: %s has no place", tt.name, c.Text)
			}
		}
		if tt.weaker == "" && len(weaker) > 0 || tt.weaker != "" && !found {
			t.Errorf("%s: weaker: %q", tt.name, weaker)
		}
	}
}

// TestLoosenedRules: a rule on a value that allows more is weaker; one that allows less is not.
func TestLoosenedRules(t *testing.T) {
	t.Parallel()
	read := func(text string) spec.ValueRule {
		var r spec.ValueRule
		root, problems := strict.Parse("rule.yaml", []byte(text))
		if problems = append(problems, strict.Decode("rule.yaml", root, &r)...); len(problems) > 0 {
			t.Fatalf("%s: %v", text, problems)
		}
		return r
	}
	for _, tt := range []struct{ tight, loose, why string }{
		{"{type: string}", "{pattern: x}", "allows another type"},
		{"{type: string}", "{type: number}", "allows another type"},
		{"{schema: A}", "{type: string}", "no longer compares with schema A"},
		{"{pattern: ^a$}", "{pattern: .}", "another pattern"},
		{"{equal: request.a}", "{present: true}", "no longer compares with the same value"},
		{"{equal: request.a}", "{equal: request.a, fold: true}", "letter case"},
		{"{among: body./a}", "{present: true}", "no longer compares with the same items"},
		{"{calendar: true}", "{present: true}", "no longer demands a date"},
		{"{near: 1m}", "{near: 2m}", "further away"},
		{"{near: 1m}", "{calendar: true}", "further away"},
		{"{lists: a}", "{lists: b}", `no longer demands "a"`},
		{"{present: false}", "{present: true}", "forbade"},
	} {
		tight, loose := read(tt.tight), read(tt.loose)
		if why := looserValue(&tight, &loose); !strings.Contains(why, tt.why) {
			t.Errorf("%s, then %s: %q", tt.tight, tt.loose, why)
		}
		if why := looserValue(&tight, &tight); why != "" {
			t.Errorf("%s as it is: %q", tt.tight, why)
		}
	}
	for _, tt := range [][2]string{
		{"{present: true}", "{type: string}"},
		{"{near: 2m}", "{near: 1m}"},
		{"{calendar: true}", "{near: 1m}"},
		{"{equal: request.a, fold: true}", "{equal: request.a}"},
	} {
		loose, tight := read(tt[0]), read(tt[1])
		if why := looserValue(&loose, &tight); why != "" {
			t.Errorf("%s, then %s: %q", tt[0], tt[1], why)
		}
	}
}

func keep(all []string, one string) []string {
	for _, s := range all {
		if s == one {
			return []string{s}
		}
	}
	return all
}

func TestChangesOfRequirements(t *testing.T) {
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	long, err := spec.Load("long.yaml", source)
	if err != nil {
		t.Fatal(err)
	}
	const rule = "    - {id: ERA-REQ-5, http: wellFormed}\n"
	const sentence = "    - id: ERA-REQ-5\n      level: must\n      text: A response is " +
		"well-formed HTTP, complete, and within the limits of a run.\n" +
		"      source: RFC 9112\n      basis: stated\n"
	short, err := spec.Load("short.yaml",
		[]byte(strings.NewReplacer(rule, "", sentence, "").Replace(string(source))))
	if err != nil {
		t.Fatal(err)
	}
	removed, added := Between(long, short), Between(short, long)
	if len(removed) != 1 || removed[0].What != "removed" || removed[0].ID != "ERA-REQ-5" ||
		removed[0].Weaker != spec.Must {
		t.Errorf("removing a must gives %+v", removed)
	}
	if len(added) != 1 || added[0].What != "added" || added[0].Weaker != "" {
		t.Errorf("adding a must gives %+v", added)
	}
}
