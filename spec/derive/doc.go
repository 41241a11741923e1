// Package derive makes requirements and cases from a plain OpenAPI description, by what it
// documents. It is pure: it reads no file and sends no request.
package derive
