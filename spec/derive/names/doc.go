// Package names knows what the names of parameters, members and paths usually say: which is an id,
// a limit, a cursor, or something that must be unique. What follows from it alone is a may.
package names
