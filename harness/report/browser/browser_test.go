package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience bounds one test: a machine with other work on it is slow.
const patience = 5 * time.Minute

// tab is a browser tab, with what a page must not do.
type tab struct {
	ctx context.Context
	mu  sync.Mutex
	// complaints are errors and warnings of the console, exceptions, and what
	// the page's policy refused. requests are addresses that the page asked
	// for beyond its own file.
	complaints, requests []string
}

// shared is one browser for all tests: to start one takes longer than most of them. It is closed by
// closeBrowser.
var shared = sync.OnceValues(func() (context.Context, error) {
	browser, err := findBrowser()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser),
		chromedp.NoSandbox, chromedp.WSURLReadTimeout(patience))
	ctx, cancelAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancelBrowser := chromedp.NewContext(ctx)
	closeBrowser = func() {
		cancelBrowser()
		cancelAllocator()
	}
	return ctx, chromedp.Do(ctx) // starts it
})

var closeBrowser = func() {}

// open opens a tab of the browser, in the given scheme and width.
func open(t *testing.T, scheme string, width int) *tab {
	t.Helper()
	browser, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(browser, patience)
	t.Cleanup(cancel)
	ctx, cancelTab := chromedp.NewContext(ctx)
	t.Cleanup(cancelTab)
	tb := &tab{ctx: ctx}
	if err := chromedp.Listen(ctx, tb.listen); err != nil {
		t.Fatal(err)
	}
	call(t, tb, network.Enable, network.EnableParams{})
	call(t, tb, log.Enable, cdp.Empty{})
	call(t, tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	call(t, tb, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(width), Height: 900, DeviceScaleFactor: 1, Mobile: width < 500,
	})
	return tb
}

func call[P, R any](t *testing.T, tb *tab, command cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(tb.ctx, command, params); err != nil {
		t.Fatal(err)
	}
}

func findBrowser() (string, error) {
	for _, path := range []string{os.Getenv("CHROMIUM"), "/usr/bin/chromium"} {
		if _, err := os.Stat(path); path != "" && err == nil {
			return path, nil
		}
	}
	return "",
		fmt.Errorf("no /usr/bin/chromium: make test-report installs it, or name one in CHROMIUM")
}

func (tb *tab) listen(event any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "file:") {
			tb.requests = append(tb.requests, u)
		} else if strings.HasPrefix(u, "file:") && e.Type != network.ResourceTypeDocument {
			tb.requests = append(tb.requests, u)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			tb.complaints = append(tb.complaints, fmt.Sprintf("console.%s: %+v", e.Type, e.Args))
		}
	case *runtime.EventExceptionThrown:
		tb.complaints = append(tb.complaints,
			fmt.Sprintf("%s: %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			tb.complaints = append(tb.complaints, e.Entry.Text)
		}
	}
}

// quiet holds that the page neither complained nor asked for anything.
func (tb *tab) quiet(t *testing.T) {
	t.Helper()
	tb.mu.Lock()
	defer tb.mu.Unlock()
	for _, c := range tb.complaints {
		t.Errorf("the console says: %s", c)
	}
	for _, r := range tb.requests {
		t.Errorf("a request leaves the file: %s", r)
	}
}

func (tb *tab) do(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(tb.ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func (tb *tab) load(t *testing.T, file string) {
	t.Helper()
	tb.do(t, chromedp.Navigate("file://"+file), chromedp.WaitReady("body"))
}

// ask evaluates an expression of the page.
func ask[T any](t *testing.T, tb *tab, expression string) T {
	t.Helper()
	answer, err := chromedp.Run(tb.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%.200s: %v", expression, err)
	}
	return answer
}

// violations are what axe finds, of any impact.
func (tb *tab) violations(t *testing.T) []string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("%v: make test-report installs it", err)
	}
	ask[int](t, tb, string(source)+";0")
	found := ask[struct {
		Passes     int
		Violations []struct {
			ID, Impact, Help string
			Nodes            []struct{ HTML, FailureSummary string }
		}
	}](t, tb, `axe.run(document, {resultTypes: ["violations"]}).then(r => ({passes: `+
		`r.passes.length, violations: r.violations}))`)
	if found.Passes == 0 {
		t.Error("axe looked at nothing")
	}
	var all []string
	for _, v := range found.Violations {
		n := v.Nodes[0]
		all = append(all, fmt.Sprintf("%s (%s, %d places): %s\n%s\n%s", v.ID, v.Impact,
			len(v.Nodes), v.Help, n.HTML, n.FailureSummary))
	}
	return all
}

// axe holds that axe finds nothing serious, and nothing less either.
func (tb *tab) axe(t *testing.T) {
	t.Helper()
	for _, v := range tb.violations(t) {
		t.Errorf("axe: %s", v)
	}
}

// shoot leaves a screenshot of the beginning of the page in SCREENSHOTS, for a
// person to look at.
func (tb *tab) shoot(t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	image, err := chromedp.Run(tb.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), image, 0o644); err != nil {
		t.Fatal(err)
	}
}
