// Package hostile holds servers that try to stop, bloat or rob a run: each run
// must end within its budget, with a line that names the trouble, and the token
// must reach no other origin and no report.
package hostile
