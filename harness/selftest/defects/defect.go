package defects

import (
	"net/http"
	"slices"
)

// Defect is a target that breaks a contract.
type Defect struct {
	Name string
	// Breaks are the ids of the requirements that fail when all cases are run: all of them and no
	// other, sorted.
	Breaks []string
	// Wrap makes the target of the reference server.
	Wrap func(*Base) http.Handler
}

// Defects returns every defect, family by family.
func Defects() []Defect {
	return slices.Concat(statusDefects(), typeDefects(), codeDefects(), messageDefects(),
		envelopeDefects(), dateDefects(), mediaTypeDefects(), byteDefects(), framingDefects(),
		looseIdentifierDefects(), tightIdentifierDefects(), authorizationDefects(), methodDefects(),
		headerDefects(), pathDefects(), cornerDefects(), intermittentDefects(), requestDefects())
}

// IDs returns a sorted list without repeats.
func IDs(all ...string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}

// row returns the defect of a table's row.
func row(name string, breaks []string, target Wrap) Defect {
	return Defect{Name: name, Breaks: breaks, Wrap: target}
}
