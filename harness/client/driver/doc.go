// Package driver owns how toeline talks to a client under test: the lines of its
// driver ([Call] and [Answer], whose contract is fixtures/clients/README.md), and
// the kinds of programs that have a driver: a [Command], a [Func] or [Driver] in
// this process, and one that somebody else starts ([Attach]). It does not judge.
package driver
