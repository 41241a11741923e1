// Package contracts tests the embedded contracts beyond the first by servers that
// were written by hand from the pages that the contracts cite, not from the
// contracts. Each contract passes on its server, and fails on each defect of it,
// by exactly the requirements that the defect names. No other Go code knows their
// endpoints.
package contracts
