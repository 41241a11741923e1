// Package summary has what several formats say of a report in the same words:
// its verdict, what a reader must know first, and groups of requirements, cases
// and waivers. It decides nothing that the report does not have.
package summary
