package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/harness/cmd/toeline/internal/app"
)

// ciJob is a file for a CI server that the README shows.
type ciJob struct {
	Jobs map[string]struct {
		Steps []ciStep
	}
	Contract struct {
		Script    []string
		Artifacts struct {
			When    string
			Paths   []string
			Reports map[string]string
		}
	}
}

type ciStep struct {
	Uses, Run, If string
	With          map[string]string
}

var fenced = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// ciJobs are the files by the server's name, decoded.
func ciJobs(t *testing.T) (github, gitlab ciJob) {
	t.Helper()
	source, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(source), "\n## In CI\n")
	section, _, _ = strings.Cut(section, "\n## ")
	blocks := fenced.FindAllStringSubmatch(section, -1)
	if len(blocks) != 2 {
		t.Fatalf("the README shows %d files for CI, want one for GitHub and one for GitLab",
			len(blocks))
	}
	for i, into := range []*ciJob{&github, &gitlab} {
		if err := yaml.Unmarshal([]byte(blocks[i][1]), into); err != nil {
			t.Fatal(err)
		}
	}
	return github, gitlab
}

// TestReadmeCI checks that each toeline line of the jobs in the README is accepted unchanged,
// and that its output is kept, also of a failed run.
func TestReadmeCI(t *testing.T) {
	github, gitlab := ciJobs(t)
	var scripts []string
	kept, uploads := "", 0
	for _, step := range github.Jobs["contract"].Steps {
		if step.Run != "" {
			scripts = append(scripts, step.Run)
		}
		if strings.Contains(step.Uses, "upload") {
			kept += step.With["path"] + step.With["sarif_file"]
			uploads++
			if step.If != "always()" {
				t.Errorf("%s is left out where the run is red", step.Uses)
			}
		}
	}
	if uploads != 2 || !strings.Contains(kept, "toeline.*") ||
		!strings.Contains(kept, "toeline.sarif") {
		t.Errorf("GitHub keeps %q", kept)
	}
	holdsCommands(t, "GitHub", scripts)
	if a := gitlab.Contract.Artifacts; a.When != "always" || a.Reports["junit"] != "toeline.xml" ||
		strings.Join(a.Paths, " ") != "toeline.html toeline.json" {
		t.Errorf("GitLab keeps %v", a)
	}
	holdsCommands(t, "GitLab", gitlab.Contract.Script)
}

// holdsCommands carries out the verify lines of scripts without sending
// anything, and reads the others.
func holdsCommands(t *testing.T, server string, scripts []string) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("GITHUB_STEP_SUMMARY", filepath.Join(dir, "summary.md"))
	reported := map[string]int{}
	for _, script := range scripts {
		for line := range strings.Lines(strings.ReplaceAll(script, "\\\n", " ")) {
			words := strings.Fields(os.ExpandEnv(line))
			if len(words) < 2 || words[0] != "toeline" {
				continue
			}
			args := words[1:]
			reported[args[0]]++
			if args[len(args)-1] == "&" {
				args = args[:len(args)-1]
			}
			switch args[0] {
			case "serve":
				cmd, rest, err := newRoot(app.App{}).Find(args)
				if err == nil {
					err = cmd.ParseFlags(rest)
				}
				if err != nil || cmd.Name() != args[0] {
					t.Errorf("%s: %s: %v", server, line, err)
				}
			default:
				var errs bytes.Buffer
				a := app.App{Stdout: &bytes.Buffer{}, Stderr: &errs, Getenv: os.LookupEnv}
				if code := execute(context.Background(), append(args, "--dry-run"), a); code != 0 {
					t.Errorf("%s: %s: exit %d: %s", server, line, code, errs.String())
				}
			}
		}
	}
	if reported["serve"] != 1 || reported["verify"] != 1 {
		t.Errorf("%s: the commands are %v, want serve and verify", server, reported)
	}
}
