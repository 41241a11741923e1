package text

import (
	"fmt"
	"strings"
)

// Some joins the first elements of a list, and says how many more there are.
func Some(list []string, limit int) string {
	if len(list) <= limit {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:limit], ", "), len(list)-limit)
}
