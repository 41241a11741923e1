// Package xmlvalue owns how values are written as XML, and read from it, as the keyword xml of
// their schemas says. It does not judge values.
package xmlvalue
