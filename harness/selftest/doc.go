// Package selftest proves the suite by targets of its own. It runs the suite
// against the reference server, against defects, each of which must break
// exactly the requirements that it names, and against variations, which are
// unusual and must break none; and it sums up what was found.
//
// Each kind of target has a folder: defects, variations, null (servers that know
// no contract), hostile (servers that try to stop, bloat or rob a run), clients
// (wrong and right ones), and contracts (the embedded contracts beyond the
// first). The command has defects and variations alone; tests run the others.
//
// It never judges a response itself, never changes the reference server, and
// calls nothing but its own loopback sockets.
package selftest
