// Package style writes values as OpenAPI says that a request has them: parameters in their
// styles, content by its media type; and reads them back. It never sends.
package style
