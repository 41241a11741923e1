package result

import "strings"

// ownSchema begins the reason of a value that is not allowed by a schema which toeline made of the
// document, and named.
const ownSchema = "breaks the schema Toeline_"

// SaidReason returns a reason for people: nobody knows the name of a schema that toeline made.
func SaidReason(reason string) string {
	if strings.HasPrefix(reason, ownSchema) {
		return "breaks the schema of the document"
	}
	return reason
}
