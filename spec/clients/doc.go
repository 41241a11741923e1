// Package clients owns the contracts of clients: requirements, the responses that the lab server
// sends, and the checks on the requests of a client and on what it reports. Such a contract
// names the contract of the server, an OpenAPI document of package spec, and uses its responses
// and examples, so that no status, code or message is written twice.
//
// It loads strictly and reports all mistakes with their places. It does not run anything.
package clients
