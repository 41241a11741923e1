package suites_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
)

// watch counts the requests of a target by their client-request-id, which
// every request of a plan has to itself, and a preflight has not.
type watch struct {
	http.Handler
	mu  sync.Mutex
	ids map[string]int
}

func (w *watch) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if id := r.Header.Get("client-request-id"); id != "" {
		w.mu.Lock()
		w.ids[id]++
		w.mu.Unlock()
	}
	w.Handler.ServeHTTP(rw, r)
}

// twice lists what was sent or executed more than once.
func twice(counts map[string]int) []string {
	var all []string
	for id, n := range counts {
		if n > 1 {
			all = append(all, id)
		}
	}
	return all
}

// TestGinkgoCommand runs this package's suite by the ginkgo command, in
// several processes against one server that counts.
func TestGinkgoCommand(t *testing.T) {
	alone(t)
	if testing.Short() {
		t.Skip("builds two programs")
	}
	dir := t.TempDir()
	ginkgo, binary := filepath.Join(dir, "ginkgo"), filepath.Join(dir, "suites.test")
	build(t, "build", "-o", ginkgo, "github.com/onsi/ginkgo/v2/ginkgo")
	build(t, "test", "-c", "-o", binary, ".")
	t.Run("no target", func(t *testing.T) { // the suite counts by itself
		if output, err := command(ginkgo, []string{"-procs=3", binary}); err != nil {
			t.Errorf("%v\n%s", err, output)
		}
	})
	for name, test := range map[string]struct {
		args     []string
		strange  bool // the target has a defect
		takes    func(result.PlannedCase) bool
		executes int
		fails    string
	}{
		"all": {
			[]string{"-procs=3"}, false, func(result.PlannedCase) bool { return true }, 24, "",
		},
		"one label": {
			[]string{"-procs=3", "--label-filter=unsupported-action"},
			false,
			func(c result.PlannedCase) bool { return c.Situation == "unsupported-action" }, 0, "",
		},
		"no effects": {
			[]string{"-procs=2", "--randomize-all", "--label-filter=effect-none"},
			false,
			func(c result.PlannedCase) bool { return c.Effect == "none" }, 0, "",
		},
		"one case": {
			[]string{"--focus=success.isolateDevice"},
			false,
			func(c result.PlannedCase) bool { return c.ID == "success.isolateDevice" }, 3, "",
		},
		"a defect": {
			[]string{"-procs=3", "--label-filter=not-found"},
			true,
			func(c result.PlannedCase) bool { return c.Situation == "not-found" }, 0, "ERA-NF-2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := mock()
			target := &watch{Handler: h, ids: map[string]int{}}
			if test.strange {
				target.Handler = wrongCode()
			}
			server := reference.StartTest(t, target, reference.Listen{})
			output, err := command(ginkgo, append(test.args, "--seed="+seed, binary),
				"TOELINE_TARGET="+server.URL)
			if (err != nil) != (test.fails != "") || !strings.Contains(output, test.fails) {
				t.Errorf("%v\n%s", err, output)
			}
			if again := twice(h.Executed()); len(again) > 0 || len(h.Executed()) != test.executes {
				t.Errorf("executed %d tasks, %v more than once", len(h.Executed()), again)
			}
			if again := twice(target.ids); len(again) > 0 {
				t.Errorf("sent more than once: %v", again)
			}
			if wanted := requests(planned(t, server.URL).Planned(),
				test.takes); len(target.ids) != wanted {
				t.Errorf("sent %d requests, wanted %d", len(target.ids), wanted)
			}
		})
	}
}

// seed is that of the specs, and of the cases that they are compared with.
const seed = "7"

// instances counts the requests of some cases that have a correlation id.
func requests(p result.Planned, takes func(result.PlannedCase) bool) int {
	n := 0
	for _, c := range p.Cases {
		if takes(c) {
			for _, r := range c.Requests {
				if r.ID != "" {
					n++
				}
			}
		}
	}
	return n
}

func build(t *testing.T, args ...string) {
	t.Helper()
	if output, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		t.Fatalf("go %v: %v\n%s", args, err, output)
	}
}

// command runs a program without the variables that TestSuite reads.
func command(program string, args []string, env ...string) (string, error) {
	clean := map[string]bool{
		"TOELINE_TARGET": true, "TOELINE_FIXTURES": true, "TOELINE_ALLOW_EFFECTS": true,
		"TOELINE_STRICT": true, "GRAPH_ACCESS_TOKEN": true,
	}
	c := exec.Command(program, args...)
	for _, setting := range os.Environ() {
		if name, _, _ := strings.Cut(setting, "="); !clean[name] {
			c.Env = append(c.Env, setting)
		}
	}
	c.Env = append(c.Env, env...)
	output, err := c.CombinedOutput()
	return string(output), err
}
