package reproduce

import (
	"os/exec"
	"regexp"
	"testing"

	"example.com/toeline/spec"
)

// TestFreshWords: a shell makes a value of each kind.
func TestFreshWords(t *testing.T) {
	t.Parallel()
	for kind, want := range map[spec.FreshKind]string{
		spec.FreshUUID: `[0-9a-f]{8}-0003-4000-8000-[0-9a-f]{12}`,
		spec.FreshWord: `[a-j]{12,}`, spec.FreshName: `Name [a-j]{12,}`,
		spec.FreshEmail: `[a-j]{12,}@example\.com`, spec.FreshURL: `https://example\.com/[a-j]+`,
		spec.FreshNumber: `13[0-9]{7}`, spec.FreshDigits: `03[0-9]{10}`,
		spec.FreshHex: `03[0-9a-f]{14}`,
	} {
		out, err := exec.CommandContext(t.Context(), "sh", "-c",
			"v="+freshWord(kind, 3)+` && printf %s "$v"`).Output()
		if err != nil || !regexp.MustCompile("^"+want+"$").Match(out) {
			t.Errorf("%s: %q, %v", kind, out, err)
		}
	}
	if len(spec.FreshKind("").Allowed()) != 8 {
		t.Error("there are other kinds: add them here")
	}
}

func TestJQPath(t *testing.T) {
	t.Parallel()
	for pointer, want := range map[string]string{
		"": `[]`, "/a/0/b~1c": `["a",0,"b/c"]`, "/": `[""]`,
	} {
		if got := jqPath(pointer); got != want {
			t.Errorf("%q: %s, want %s", pointer, got, want)
		}
	}
}

// TestBytes: a shell sends content that is no word, with what it fills in.
func TestBytes(t *testing.T) {
	t.Parallel()
	all := filled{`"$one"`, `"$two"`}
	for content, want := range map[string]string{
		"a\x00b":             "a\x00b",
		"\x001\x00\x000\x00": "",
		"\xff'%\\\x00\x001\x00é\r\n\x00\x000\x00": "\xff'%\\\x002 é\r\n\x001",
		"plain é": "",
	} {
		if got := all.isBytes([]byte(content)); got != (want != "") {
			t.Errorf("%q: %t", content, got)
		}
		if want == "" {
			continue
		}
		line := "one=1 two='2 '; " + all.printed([]byte(content))
		out, err := exec.CommandContext(t.Context(), "sh", "-c", line).Output()
		if err != nil || string(out) != want {
			t.Errorf("%q: %q, %v\n%s", content, out, err, line)
		}
	}
}
