// Package jobs tests that the CI files in the READMEs are valid: workflows with actionlint, Jobs
// with the types of Kubernetes. It is a module of its own, so that toeline does not depend on them.
package jobs

import (
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	batch "k8s.io/api/batch/v1"
	"sigs.k8s.io/yaml"
)

// blocks returns the YAML files of the README that have a line.
func blocks(t *testing.T, line string) []string {
	t.Helper()
	root, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	own, err := os.ReadFile("../README.md")
	source := append(root, own...)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, m := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(
		string(source), -1,
	) {
		if regexp.MustCompile(`(?m)^` + line + `$`).MatchString(m[1]) {
			found = append(found, m[1])
		}
	}
	return found
}

func lint(t *testing.T, workflow string) []*actionlint.Error {
	t.Helper()
	linter, err := actionlint.NewLinter(io.Discard,
		&actionlint.LinterOptions{Shellcheck: "", Pyflakes: ""})
	if err != nil {
		t.Fatal(err)
	}
	found, err := linter.Lint("README.md", []byte(workflow), nil)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestWorkflowsAreValid(t *testing.T) {
	all := blocks(t, "jobs:")
	if len(all) != 2 {
		t.Fatalf("the READMEs show %d workflows, want 2", len(all))
	}
	for _, workflow := range all {
		for _, e := range lint(t, workflow) {
			t.Errorf("%v\n%s", e, workflow)
		}
	}
	if broken := strings.Replace(all[0], "runs-on:", "run-on:", 1); len(lint(t, broken)) == 0 {
		t.Error("a workflow with a slip is taken")
	}
}

func TestShardsOfTheWorkflow(t *testing.T) {
	for _, workflow := range blocks(t, "jobs:") {
		if !strings.Contains(workflow, "--shard") {
			continue
		}
		if !strings.Contains(workflow,
			"--shard ${{ strategy.job-index }}/${{ strategy.job-total }}") {
			t.Errorf("the parts are not those of the matrix:\n%s", workflow)
		}
		return
	}
	t.Error("no workflow takes a shard")
}

func TestJobIsValid(t *testing.T) {
	all := blocks(t, "kind: Job")
	if len(all) != 1 {
		t.Fatalf("the READMEs show %d Jobs, want 1", len(all))
	}
	var job batch.Job
	if err := yaml.UnmarshalStrict([]byte(all[0]), &job); err != nil {
		t.Fatal(err)
	}
	pod := job.Spec.Template.Spec
	if job.Spec.CompletionMode == nil || *job.Spec.CompletionMode != batch.IndexedCompletion ||
		job.Spec.Completions == nil {
		t.Fatal("the Job is not indexed")
	}
	command := pod.Containers[0].Command
	want := "$(JOB_COMPLETION_INDEX)/" + strconv.Itoa(int(*job.Spec.Completions))
	if i := slices.Index(command, "--shard"); i < 0 || command[i+1] != want {
		t.Errorf("the command is %v, want --shard %s", command, want)
	}
	volumes := map[string]bool{}
	for _, v := range pod.Volumes {
		volumes[v.Name] = true
	}
	for _, m := range pod.Containers[0].VolumeMounts {
		if !volumes[m.Name] {
			t.Errorf("no volume %q", m.Name)
		}
	}
	if err := yaml.UnmarshalStrict([]byte(strings.Replace(all[0], "completions:", "completion:",
		1)), &batch.Job{}); err == nil {
		t.Error("a Job with a slip is taken")
	}
}
