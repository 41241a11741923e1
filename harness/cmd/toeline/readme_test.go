package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/embedded"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest/defects"
)

var updateReadme = flag.Bool("update-readme", false, "write the outputs that the README shows")

const readme = "../../../README.md"

// shows are the pages that show outputs.
var shows = []string{
	readme, "../../auth/README.md", "../../../spec/README.md", "../../../spec/REQUIREMENTS.md",
	"../../../fixtures/clients/README.md",
}

// block is an output that the README shows, behind the command that makes it.
var block = regexp.MustCompile(`(?s)<!-- begin: toeline (.*?) -->\n(.*?)<!-- end -->`)

// varying is what differs between two runs that are otherwise the same; of an
// exchange all lines, since ids are wrapped in them.
var varying = regexp.MustCompile(`(?m)^ +[<>] .*$|127\.0\.0\.1:\d+|seed \d+|--seed ` +
	`\d+|in\s+\d+(\.\d+)?m?s|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}` +
	`|\d{4}-\d\d-\d\dT[\d:]+|(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [^G]* GMT`)

// TestReadme holds every output in the pages against the command that it
// names. With -update-readme it writes them.
func TestReadme(t *testing.T) {
	for _, page := range shows {
		source, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		blocks := 0
		made := block.ReplaceAllStringFunc(string(source), func(old string) string {
			blocks++
			parts := block.FindStringSubmatch(old)
			return "<!-- begin: toeline " + parts[1] + " -->\n" + shown(t, parts[1]) +
				"<!-- end -->"
		})
		if blocks == 0 {
			t.Errorf("%s shows no output", page)
		}
		if *updateReadme {
			if err := os.WriteFile(page, []byte(made), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(steady(made), steady(string(source))); diff != "" {
			t.Errorf("%s is stale; go test ./harness/cmd/toeline -run Readme -update-readme "+
				"(-want +got):\n%s", page, diff)
		}
	}
}

// steady takes out what varies, and the line breaks that depend on it. An exchange is longer in one
// run than in another, by a line.
func steady(text string) string {
	words := strings.Fields(varying.ReplaceAllString(text, "…"))
	return strings.Join(slices.Compact(words), "\n")
}

// shown runs a command and returns its output as the README shows it: tables
// as they are, anything else indented.
func shown(t *testing.T, command string) string {
	t.Helper()
	command, head, begins := strings.Cut(command, " | head -")
	command, tail, cut := strings.Cut(command, " | tail -")
	args := strings.Fields(command)
	if at := strings.Index(command, "DEFECT "); at >= 0 {
		url := serveDefect(t, command[at+len("DEFECT "):])
		args = append(strings.Fields(command[:at]), url)
	}
	if at := slices.Index(args, "CLIENT"); at >= 0 {
		t.Setenv(clientVariable, args[at+1])
		args = append(args[:at], os.Args[0])
	}
	var out, errs bytes.Buffer
	code := execute(context.Background(), args, app.App{
		Stdout: &out, Stderr: &errs, Getenv: func(string) (string, bool) { return "", false },
	})
	// which does not know all of a killed run
	if code > result.ExitFailed && !strings.HasPrefix(command, "journal ") {
		t.Fatalf("toeline %s: exit %d: %s", command, code, errs.String())
	}
	if cut {
		n, err := strconv.Atoi(tail)
		lines := strings.SplitAfter(out.String(), "\n")
		if err != nil || n+1 >= len(lines) {
			t.Fatalf("toeline %s: no %s last lines", command, tail)
		}
		out.Truncate(0)
		out.WriteString(strings.Join(lines[len(lines)-1-n:], ""))
	}
	if begins {
		n, err := strconv.Atoi(head)
		lines := strings.SplitAfter(out.String(), "\n")
		if err != nil || n >= len(lines) {
			t.Fatalf("toeline %s: no %s first lines", command, head)
		}
		out.Truncate(0)
		out.WriteString(strings.Join(lines[:n], ""))
	}
	if strings.HasPrefix(out.String(), "|") {
		return "\n" + out.String() + "\n"
	}
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(out.String(), os.Args[0], "./client")) {
		if line != "\n" {
			b.WriteString("    ")
		}
		b.WriteString(line)
	}
	return "\n" + b.String() + "\n"
}

func serveDefect(t *testing.T, name string) string {
	t.Helper()
	doc, err := (&input.Inputs{Document: "execute-response-action"}).Load()
	if err != nil {
		t.Fatal(err)
	}
	held, err := (&input.Inputs{}).LoadFixtures(doc, true)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := defects.Defective(name, reference.Options{Tasks: embedded.TasksOf(doc, held)})
	if err != nil {
		t.Fatal(err)
	}
	return reference.StartTest(t, handler, reference.Listen{}).URL
}
