package hostile

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"example.com/toeline/harness/result"
)

// canary is the token that hostile targets are given. No other origin may see it, and no output
// of a run may contain it. It has characters that encodings change.
const canary = "cAn4Ry+tok3n/9f2b71~hostile.5d8e-Q7zX=="

// fragment is how many characters of the canary in a row are a leak. Shorter ones may be chance.
const fragment = 12

// leaked returns the spelling of the canary, or the part of it, that a text
// holds; empty: it holds none.
func Leaked(text string) string {
	for at := range len(canary) - fragment + 1 {
		if part := canary[at : at+fragment]; strings.Contains(text, part) {
			return part
		}
	}
	folded := strings.ToLower(text)
	for _, spelling := range canarySpellings() {
		if strings.Contains(folded, strings.ToLower(spelling)) {
			return spelling
		}
	}
	return ""
}

// canarySpellings returns encodings of the canary. Within longer base64 text the middle of it
// has one of three spellings.
func canarySpellings() []string {
	all := []string{
		url.QueryEscape(canary), hex.EncodeToString([]byte(canary)),
		percentEncoded(canary), jsonEscaped(canary),
	}
	for shift := range 3 {
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
			whole := encoding.EncodeToString([]byte(strings.Repeat("x", shift) + canary))
			all = append(all, whole[4:len(whole)-4])
		}
	}
	return all
}

func percentEncoded(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

func jsonEscaped(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, `\u%04x`, c)
	}
	return b.String()
}

// everything returns all that a report has, as one text.
func everything(r *result.Report) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r); err != nil {
		return err.Error()
	}
	for _, c := range r.Cases {
		for _, e := range c.Exchanges { // bytes are base64 above
			fmt.Fprintf(&b, "%s\n%s\n", e.Request.Content.Bytes(), e.Raw.Bytes())
			if e.Response != nil {
				fmt.Fprintf(&b, "%s\n%s\n", e.Response.Content.Bytes(), e.Response.Surplus.Bytes())
			}
		}
	}
	return b.String()
}

// lines are what a run says in single lines: reasons and findings.
func lines(r *result.Report) []string {
	all := []string{r.Run.Reason, r.Run.CutShort, r.Identical}
	for _, c := range r.Cases {
		all = append(all, c.Reason)
		for _, f := range c.Findings {
			all = append(all, f.Expected, f.Got)
		}
	}
	return all
}
