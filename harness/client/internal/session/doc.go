// Package session owns how a client is driven: it starts programs, sends them
// calls, reads their answers, and finds the call that a client hangs or crashes
// at. It does not judge.
package session
