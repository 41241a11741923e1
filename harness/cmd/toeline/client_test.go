package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/selftest/clients"
)

// clientVariable makes this test a client of selftest, by its name.
const clientVariable = "TOELINE_TEST_CLIENT"

// rightClient is a client that conforms to its contract:
//
//	--end           ends at once
//	--sleep         does nothing
//	--crash CASE    ends in the midst of a case
func rightClient() {
	args := append(os.Args[1:], "", "")
	switch args[0] {
	case "--end":
		fmt.Fprintln(os.Stderr, "ended at once")
		os.Exit(7)
	case "--sleep":
		select {}
	case "--crash":
		crashIn(args[1])
	}
	os.Exit(clientOf("model").Main(context.Background()))
}

// wrongClient is the client of selftest that its argument names.
func wrongClient() { os.Exit(clientOf(os.Args[1]).Main(context.Background())) }

func clientOf(name string) driver.Driver {
	d, err := clients.ClientDriver(name)
	if err != nil {
		panic(err)
	}
	return d
}

// crashIn hands the calls on to a right client, but for one.
func crashIn(id string) {
	lines := bufio.NewScanner(os.Stdin)
	reader, writer, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	os.Stdin = reader
	go func() {
		for lines.Scan() {
			var call driver.Call
			if json.Unmarshal(lines.Bytes(), &call) == nil && call.Case == id {
				fmt.Fprintln(os.Stderr, "at "+id)
				os.Exit(9)
			}
			fmt.Fprintln(writer, lines.Text())
		}
		_ = writer.Close()
	}()
}

// perCaseClient makes one call; its exit code is the outcome.
func perCaseClient() {
	server := driver.Server{
		URL: os.Getenv(driver.EnvBaseURL), Token: os.Getenv(driver.EnvToken),
		CAFile: os.Getenv(driver.EnvCAFile),
	}
	err := clients.ModelCall(context.Background(), server, os.Getenv(driver.EnvTaskID))
	if err != nil || slices.Contains(os.Args, "fails") {
		os.Exit(1)
	}
	os.Exit(0)
}

// resolveClient finds the command behind -- on the script's path.
func resolveClient(ts *testscript.TestScript, args []string) {
	at := slices.Index(args, "--")
	if at < 0 || at+1 == len(args) || strings.ContainsRune(args[at+1], filepath.Separator) {
		return
	}
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if file := filepath.Join(dir, args[at+1]); isFile(file) {
			args[at+1] = file
			return
		}
	}
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// An attached client reads its environment and its calls from stdout, and
// answers on stdin; what it does not answer is judged by its requests.
func TestAttachedClient(t *testing.T) {
	t.Parallel()
	ours, theirs, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdinReader, stdinWriter, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		root := newRoot(app.App{Stdout: theirs, Stderr: &errs, Getenv: os.LookupEnv})
		root.SetArgs([]string{
			"client", "--attach", "--plain", "--only", "error.not-found", "--only", "success.task",
		})
		root.SetIn(stdinReader)
		var ending exit.Error
		if err := root.ExecuteContext(t.Context()); errors.As(err, &ending) {
			ended <- ending.Code
		}
		ended <- 0
	}()
	env := map[string]string{}
	calls := 0
	lines := bufio.NewScanner(ours)
	for calls < 2 && lines.Scan() {
		if name, value, ok := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "="); ok &&
			strings.HasPrefix(lines.Text(), "export ") {
			env[name] = strings.Trim(value, "'")
			continue
		}
		var call driver.Call
		if err := json.Unmarshal(lines.Bytes(), &call); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		calls++
		err := clients.ModelCall(t.Context(),
			driver.Server{URL: env[driver.EnvBaseURL], Token: env[driver.EnvToken]}, call.TaskID)
		if call.Case == "success.task" {
			if err != nil {
				t.Error(err)
			}
			fmt.Fprintf(stdinWriter, "{\"case\":%q,\"outcome\":\"success\"}\n", call.Case)
		}
	}
	_ = stdinWriter.Close()
	select {
	case code := <-ended:
		// Of the one that was not answered, the outcome stays untested.
		if code != 0 || !strings.Contains(errs.String(), "an attached client · at") ||
			!strings.Contains(errs.String(), "ERC-ERR-1   must    A documented error") {
			t.Errorf("exit %d\n%s", code, errs.String())
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the run did not end with its input")
	}
}
