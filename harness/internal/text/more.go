package text

import "fmt"

// AndMore ends a list of which only the first is shown: " and 3 more"; empty: there are no more.
func AndMore(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", n)
}
