// Package judge owns the judgement of a client: it evaluates the checks of a client
// contract on the recorded requests of a call and on what the driver reported. It
// is pure: it sends nothing, waits for nothing and reads no clock. An operator of a
// check is a file.
package judge
