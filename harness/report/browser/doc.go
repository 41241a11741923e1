// Package browser owns the test that opens HTML reports in a real browser, as users do: make
// test-report. It is a module of its own, so that a build of toeline does not need what drives a
// browser.
package browser
