package exchange

import "strings"

// ContentCodings returns the codings of the content in the order in which they were applied (RFC
// 9110 8.4), in lower case and without identity; nil without a coding.
func ContentCodings(h Header) []string {
	var all []string
	for _, f := range h {
		if !strings.EqualFold(f.Name, "Content-Encoding") {
			continue
		}
		for one := range strings.SplitSeq(f.Value, ",") {
			if one = strings.ToLower(strings.Trim(one, " \t")); one != "" && one != "identity" {
				all = append(all, one)
			}
		}
	}
	return all
}

// IsGzip reports whether the content is coded in gzip and in nothing else: the
// one coding that senders undo.
func IsGzip(h Header) bool {
	all := ContentCodings(h)
	return len(all) == 1 && (all[0] == "gzip" || all[0] == "x-gzip")
}
