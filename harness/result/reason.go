package result

import "strings"

// SchemaReason begins the reason of a value that a schema does not allow, before its name.
const SchemaReason = "breaks the schema "

// ownSchema begins that of a schema which toeline made of the document, and named.
const ownSchema = SchemaReason + "Toeline_"

// SaidReason returns a reason for people: nobody knows the name of a schema that toeline made.
func SaidReason(reason string) string {
	if strings.HasPrefix(reason, ownSchema) {
		return SchemaReason + "of the document"
	}
	return reason
}
