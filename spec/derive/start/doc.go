// Package start writes what is derived from a plain description as a start that a person edits: an
// overlay, or the whole document. Of an earlier start it keeps what was edited. It is pure: it
// reads no file and sends no request.
package start
