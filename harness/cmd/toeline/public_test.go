package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
)

var public = flag.Bool("public", false,
	"also try large public documents, of Go modules that are downloaded for it")

// shipped are OpenAPI descriptions by the Go module that ships them. The first
// module is a dependency, so its files are there already. Each is public, and
// none was written for toeline.
var shipped = []struct {
	module string
	asked  bool // by -public
	files  []string
}{
	{"github.com/getkin/kin-openapi", false, []string{
		"openapi3/testdata/lxkns.yaml", "openapi3/testdata/link-example.yaml",
		"openapi3/testdata/issue796.yml",
		"openapi3/testdata/Test_param_override.yml",
		"openapi3filter/testdata/fixtures/petstore.json",
		"openapi2/testdata/swagger.json",
	}},
	{"github.com/ogen-go/ogen@v1.24.0", true, []string{
		"_testdata/examples/k8s.json", "_testdata/examples/telegram_bot_api.json",
		"_testdata/examples/firecracker.json",
		"_testdata/examples/openai-1.2.0.openapi.yaml", "_testdata/examples/tempo.yaml",
	}},
	{"github.com/pb33f/libopenapi@v0.42.4", true, []string{
		"test_specs/stripe.yaml", "test_specs/asana.yaml", "test_specs/docusignv3.1.json",
		"test_specs/petstorev3.json", "test_specs/petstorev2-complete.yaml", "test_specs/k8s.json",
		"test_specs/xsoar.json",
	}},
}

// TestPublicDocuments takes each through init, lint and verify as they are: the
// skeleton is fit, its plan can be made, and a target that answers 404 to
// everything does not pass: it is broken, or nothing could be asked of it without
// fixtures.
func TestPublicDocuments(t *testing.T) {
	nothing := reference.StartTest(t, http.NotFoundHandler(), reference.Listen{})
	for _, from := range shipped {
		if from.asked && !*public {
			continue
		}
		dir, err := moduleDir(from.module)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range from.files {
			t.Run(filepath.Base(file), func(t *testing.T) {
				made := filepath.Join(t.TempDir(), "contract.yaml")
				for _, step := range []struct {
					codes []int
					args  []string
				}{
					{
						[]int{result.ExitPassed},
						[]string{"init", filepath.Join(dir, file), "--out", made},
					},
					{[]int{result.ExitPassed}, []string{"lint", made, "--explain"}},
					{[]int{result.ExitPassed}, []string{
						"verify", "--document", made, "--target", nothing.URL, "--dry-run",
					}},
					{
						[]int{result.ExitFailed, result.ExitInconclusive},
						[]string{"verify", "--document", made, "--target", nothing.URL},
					},
				} {
					var out, errs bytes.Buffer
					code := execute(context.Background(), step.args, app.App{
						Stdout: &out, Stderr: &errs,
						Getenv: func(string) (string, bool) { return "", false },
					})
					if !slices.Contains(step.codes, code) {
						t.Fatalf("toeline %s: exit %d, want one of %v\n%.2000s\n%.2000s",
							step.args[0], code, step.codes, out.String(), errs.String())
					}
				}
			})
		}
	}
}

// moduleDir is the folder of a module: of one with a version, which go fetches
// where it is not there yet, or of a dependency.
func moduleDir(module string) (string, error) {
	args := []string{"list", "-m", "-json", module}
	if strings.Contains(module, "@") {
		args = []string{"mod", "download", "-json", module}
	}
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w: %s", strings.Join(args, " "), err, out)
	}
	var got struct{ Dir string }
	err = json.Unmarshal(out, &got)
	return got.Dir, err
}
