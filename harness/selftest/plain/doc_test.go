// Package plain_test judges a service by the document that it publishes, which has no cases: with
// each of its defects, and with none. The service is a twin in Go of fixtures/plain/fastapi.
package plain_test
