package main

import (
	"bytes"
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/harness/cmd/toeline/internal/app"
)

// given are the inputs of a test, with what a shell would take apart or carry out.
var given = map[string]string{
	"target":    "http://127.0.0.1:8765/beta?$(touch harm)",
	"arguments": "--only\ninvalid-guid.**\n",
	"source":    "https://example.org/toeline.git",
	"reports":   "a folder",
}

// ciInput is an input of an action or of a component.
type ciInput struct {
	Description string
	Required    bool
	Default     *string
}

// TestGitHubAction carries out the scripts of the action, with a toeline that notes how it is
// called, and gives the same arguments to the command.
func TestGitHubAction(t *testing.T) {
	var action struct {
		Name, Description string
		Inputs            map[string]ciInput
		Runs              struct {
			Using string
			Steps []struct {
				Uses, Shell, Run string
				With, Env        map[string]string
			}
		}
	}
	parsed(t, "../../../.github/actions/verify/action.yml", &action)
	if action.Name == "" || action.Description == "" || action.Runs.Using != "composite" {
		t.Errorf("the action is %+v", action)
	}
	expression := regexp.MustCompile(`^\$\{\{ inputs\.(\w+) \}\}$`)
	env, script := map[string]string{}, ""
	used := map[string]bool{}
	for _, step := range action.Runs.Steps {
		if (step.Uses == "") == (step.Run == "") || (step.Run != "") != (step.Shell == "bash") {
			t.Errorf("a step is %+v", step)
		}
		if strings.Contains(step.Run, "${{") {
			t.Errorf("an input is part of a script: %s", step.Run)
		}
		for name, value := range step.Env {
			m := expression.FindStringSubmatch(value)
			if m == nil {
				t.Fatalf("%s is %s", name, value)
			}
			env[name] = valueOf(t, action.Inputs, m[1])
			used[m[1]] = true
		}
		script += step.Run
	}
	allUsed(t, action.Inputs, used)
	env["GITHUB_ACTION_PATH"] = "/action"
	calls := called(t, script, env)
	want := [][]string{
		{"make", "-C", "/action/../../..", "build"},
		{
			"toeline", "verify", "--target", given["target"], "--document",
			"execute-response-action", "--wait", "30s", "--report", "html=a folder/toeline.html",
			"--report", "json=a folder/toeline.json", "--report", "sarif=a folder/toeline.sarif",
			"--report", "markdown=summary.md", "--report", "github=-", "--only", "invalid-guid.**",
		},
	}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("what is called (-want +got):\n%s", diff)
	}
}

// TestGitLabComponent does the same for the component, whose inputs GitLab puts into its text.
func TestGitLabComponent(t *testing.T) {
	source, err := os.ReadFile("../../../.github/gitlab/verify.yml")
	if err != nil {
		t.Fatal(err)
	}
	head, body, ok := strings.Cut(string(source), "\n---\n")
	if !ok {
		t.Fatal("the component has no head")
	}
	var spec struct {
		Spec struct{ Inputs map[string]ciInput }
	}
	if err := yaml.Unmarshal([]byte(head), &spec); err != nil {
		t.Fatal(err)
	}
	inputs, used := spec.Spec.Inputs, map[string]bool{}
	body = regexp.MustCompile(`\$\[\[ inputs\.(\w+) \]\]`).ReplaceAllStringFunc(body,
		func(found string) string {
			name := strings.Fields(found)[1][len("inputs."):]
			used[name] = true
			return valueOf(t, inputs, name)
		})
	allUsed(t, inputs, used)
	var jobs map[string]struct {
		Stage, Image string
		Variables    map[string]string
		Script       []string
		Artifacts    struct {
			When    string
			Paths   []string
			Reports map[string]string
		}
	}
	if err := yaml.Unmarshal([]byte(body), &jobs); err != nil {
		t.Fatal(err)
	}
	job, ok := jobs["toeline"]
	if !ok || job.Stage != "test" || job.Artifacts.When != "always" {
		t.Fatalf("the jobs are %+v", jobs)
	}
	calls := called(t, strings.Join(job.Script, "\n"), job.Variables)
	want := [][]string{
		{
			"git", "clone", "-q", "--depth", "1", "--branch", "main", given["source"], ".toeline",
		},
		{"make", "-C", ".toeline", "build"},
		{
			"toeline", "verify", "--target", given["target"], "--document",
			"execute-response-action", "--wait", "30s", "--report", "html=toeline.html",
			"--report", "json=toeline.json", "--report", "junit=toeline.xml",
		},
	}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("what is called (-want +got):\n%s", diff)
	}
	kept := append([]string{job.Artifacts.Reports["junit"]}, job.Artifacts.Paths...)
	for _, name := range kept {
		if !slices.ContainsFunc(calls[2], func(arg string) bool {
			return strings.HasSuffix(arg, "="+name)
		}) {
			t.Errorf("%s is kept, and not written", name)
		}
	}
}

// TestPreCommitHook runs the hook's command on a file as pre-commit does.
func TestPreCommitHook(t *testing.T) {
	var hooks []struct {
		ID, Name, Description, Entry, Language, Files string
		Types                                         []string
	}
	parsed(t, "../../../.pre-commit-hooks.yaml", &hooks)
	if len(hooks) == 0 {
		t.Fatal("there are no hooks")
	}
	for _, hook := range hooks {
		words := strings.Fields(hook.Entry)
		if hook.ID == "" || hook.Name == "" || hook.Language != "golang" || words[0] != "toeline" {
			t.Errorf("a hook is %+v", hook)
		}
		files := regexp.MustCompile(hook.Files)
		if !files.MatchString("api/openapi.yaml") || files.MatchString("api/values.yaml") {
			t.Errorf("%s is for %s", hook.ID, hook.Files)
		}
		carriedOut(t, append(words[1:], "../../../spec/execute-response-action.yaml"))
	}
}

// parsed reads a file, which has no key that is not known.
func parsed(t *testing.T, path string, into any) {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(source))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// valueOf is the value of an input: the given one, or its default.
func valueOf(t *testing.T, inputs map[string]ciInput, name string) string {
	t.Helper()
	input, ok := inputs[name]
	if !ok {
		t.Fatalf("there is no input %s", name)
	}
	if value, ok := given[name]; ok {
		return value
	}
	if input.Default == nil {
		t.Fatalf("the input %s has no default", name)
	}
	return *input.Default
}

func allUsed(t *testing.T, inputs map[string]ciInput, used map[string]bool) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(inputs)) {
		if !used[name] {
			t.Errorf("the input %s is not used", name)
		}
	}
}

// called carries out a script in bash, where git, make and toeline note how they are called. The
// arguments for toeline are given to the command, in the folder and with the variables of the job:
// a variable that begins with TOELINE_ is a setting.
func called(t *testing.T, script string, env map[string]string) [][]string {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash to carry out the script")
	}
	dir := t.TempDir()
	stub := "#!" + bash + "\nprintf '%s\\0' \"${0##*/}\" \"$@\" >> \"$CALLS\"\necho >> \"$CALLS\"\n"
	for _, name := range []string{"git", "make", "toeline"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(stub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), bash, "-eo", "pipefail", "-c", script)
	cmd.Dir = t.TempDir()
	noted := filepath.Join(dir, "calls")
	cmd.Env = []string{
		"PATH=" + dir + string(os.PathListSeparator) + os.Getenv("PATH"), "CALLS=" + noted,
		"GITHUB_STEP_SUMMARY=summary.md", "GITHUB_PATH=" + filepath.Join(dir, "path"),
	}
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := os.Stat(filepath.Join(cmd.Dir, "harm")); err == nil {
		t.Error("an input was carried out")
	}
	content, err := os.ReadFile(noted)
	if err != nil {
		t.Fatal(err)
	}
	var calls [][]string
	for call := range strings.SplitSeq(strings.TrimSuffix(string(content), "\x00\n"), "\x00\n") {
		args := strings.Split(call, "\x00")
		calls = append(calls, args)
		if args[0] == "toeline" {
			args = slices.Clone(args[1:])
			args[slices.Index(args, given["target"])] = "http://127.0.0.1:8765/beta"
			t.Chdir(cmd.Dir)
			for name, value := range env {
				t.Setenv(name, value)
			}
			carriedOut(t, append(args, "--dry-run"))
		}
	}
	return calls
}

// carriedOut gives arguments to the command, which takes them.
func carriedOut(t *testing.T, args []string) {
	t.Helper()
	var errs bytes.Buffer
	a := app.App{
		Stdout: &bytes.Buffer{}, Stderr: &errs, Getenv: os.LookupEnv, Environ: os.Environ(),
	}
	if code := execute(context.Background(), args, a); code != 0 {
		t.Errorf("toeline %s: exit %d: %s", strings.Join(args, " "), code, errs.String())
	}
}
