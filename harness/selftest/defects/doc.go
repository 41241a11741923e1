// Package defects holds targets that break the first embedded contract: decorators
// over the reference server, one file for each family.
//
// A defect is a row of a table: a name, the requirements that are broken when the
// whole suite is run, and what is changed in the responses of the reference. The
// list is exact: a further finding is a false alarm, a missing one a hole. What is
// wrong in all responses shows on the qualified path and for odd ids too, and is
// reported once, where the contract binds most: the partOf of the contract.
package defects
