//go:build !unix

package exit

// IgnoreFileLimit does nothing here.
func IgnoreFileLimit() {} // there is no such limit
