package strict_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/toeline/spec/strict"
)

func TestManyProblems(t *testing.T) {
	var into []check
	problems := strict.Unmarshal("f", []byte("["+strings.Repeat("1,", 20_000)+"]"), &into)
	if len(problems) != strict.MaxProblems+1 {
		t.Fatalf("got %d problems, want the limit and one that says so", len(problems))
	}
	if got := problems[0].String(); got != "f: more than 10000 problems: the rest is left out" {
		t.Errorf("got %q", got)
	}
}

func TestProblemString(t *testing.T) {
	tests := []struct {
		problem strict.Problem
		want    string
	}{
		{strict.Problem{Message: "m"}, "m"},
		{strict.Problem{File: "f", Message: "m"}, "f: m"},
		{strict.Problem{File: "f", Pos: strict.Pos{Line: 2}, Message: "m"}, "f:2: m"},
		{strict.Problem{
			Pos: strict.Pos{Line: 2, Column: 3}, Path: "a.b", Message: "m\nn", Suggestion: "s",
		}, `line 2:3: a.b: m n (did you mean "s"?)`},
	}
	for _, test := range tests {
		if got := test.problem.Error(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
	if err := (strict.Problems{}).Err(); err != nil {
		t.Errorf("no problems: got the error %v", err)
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"status", "template", "id", "checks", "when-empty"}
	tests := []struct{ got, want string }{
		{"sttaus", "status"},
		{"Status", "status"},
		{"templates", "template"},
		{"whenEmpty", "when-empty"},
		{"ID", "id"},
		{"if", ""},
		{"", ""},
		{"status", ""},
		{"unrelated", ""},
		{strings.Repeat("s", 300), ""},
	}
	for _, test := range tests {
		if got := strict.Suggest(test.got, known); got != test.want {
			t.Errorf("Suggest(%.20q) = %q, want %q", test.got, got, test.want)
		}
	}
}

func TestLocate(t *testing.T) {
	root, _ := strict.Parse("f", []byte("paths:\n  /a:\n    post: {x~y: [10, 20]}\n"))
	tests := []struct {
		pointer string
		want    strict.Pos
		ok      bool
	}{
		{"", strict.Pos{Line: 1, Column: 1}, true},
		{"/paths/~1a/post", strict.Pos{Line: 3, Column: 11}, true},
		{"/paths/~1a/post/x~0y/1", strict.Pos{Line: 3, Column: 22}, true},
		{"/paths/~1a/post/x~0y/01", strict.Pos{}, false},
		{"/paths/~1a/post/x~0y/2", strict.Pos{}, false},
		{"/paths/~1a/post/x~0y/1/a", strict.Pos{}, false},
		{"/nothing/there", strict.Pos{}, false},
		{"paths", strict.Pos{}, false},
	}
	for _, test := range tests {
		got, ok := strict.LocatePointer(root, test.pointer)
		if got != test.want || ok != test.ok {
			t.Errorf("LocatePointer(%q) = %v, %v, want %v, %v", test.pointer, got, ok, test.want,
				test.ok)
		}
	}
	if got, ok := strict.Locate(root, "paths", "/a", "post"); !ok || got.Line != 3 {
		t.Errorf("Locate = %v, %v, want line 3", got, ok)
	}
	if _, ok := strict.Locate(nil, "a"); ok {
		t.Error("Locate found something in nothing")
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", "a", "cases:\n- {id: a, checks: [{status: 1}], wait: 1s}\n", "a: &a [*a]",
		"<<: {<<: [{a: 1}]}",
		"{cases: [], raw: 1, body: {a: [1.5, ~, 0x1, 010]}, loop: 1}", "? {a: b}\n: !!int c",
		"- !!str\n- !!null x\n- ! y",
		"a: &x {k: 1}\nb: {<<: *x}\n*x : 1", "a: |\n  b\n...\n---\n", "a\xff", "\x00",
		"%YAML 1.2\n---\na: b: c",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, problems := strict.Parse("f", data)
		if root == nil && len(problems) == 0 {
			t.Fatal("neither a tree nor a problem")
		}
		_ = problems.Error()
		if root == nil {
			return
		}
		var into file
		_ = strict.Decode("f", root, &into).Error()
		var plain any
		_ = strict.Decode("f", root, &plain).Error()
		strict.LocatePointer(root, string(data))
	})
}

// TestHostileFiles would run into the deadline of go test if work or memory grew
// faster than the file.
func TestHostileFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads files of 2 MiB")
	}
	const half = 2 << 20
	for name, text := range map[string]string{
		"unknown keys": manyKeys(half),
		"never closed": strings.Repeat("a: [1, 2]\n", 10_000) + "b: [",
		"deep long keys": strings.Repeat("{"+strings.Repeat("k", 1000)+": ", 990) + "1" +
			strings.Repeat("}", 990),
	} {
		t.Run(name, func(t *testing.T) {
			var into file
			if problems := strict.Unmarshal("f", []byte(text), &into); problems.Err() == nil {
				t.Error("no problem")
			}
		})
	}
}

func manyKeys(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "cas%d: 1\n", i)
	}
	return b.String()
}

// TestLocateIsCheap holds that a search allocates nothing: each reference of a description is one.
func TestLocateIsCheap(t *testing.T) {
	root, _ := strict.Parse("c.yaml", []byte("a: {x: 1, b: {c: 1}}\n"))
	allocations := testing.AllocsPerRun(10, func() {
		if _, ok := strict.Locate(root, "a", "b", "c"); !ok {
			t.Error("nothing at a.b.c")
		}
	})
	if allocations > 0 {
		t.Errorf("a search allocates %v times", allocations)
	}
}
