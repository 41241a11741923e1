// Package selftest owns the targets that prove the suite: defects, each of
// which breaks exactly the requirements that it names, and variations, which
// are unusual and break nothing. Both are decorators over the reference server.
// It runs the plan against them, in process and over real sockets, and sums up
// what was found.
//
// It never judges an answer itself, never changes the reference server, and
// never calls anything but its own loopback sockets.
//
// # Reading a row
//
// A defect is one row of a table: a name, the requirements whose standing is
// broken when the whole plan is run, and how the reference's answers are
// spoilt. The list is exact: a finding more is a false alarm, a finding less a
// hole. What is wrong in all answers shows on the qualified path and for odd ids
// too, and is told once, where the contract binds most: the document's partOf.
package selftest
