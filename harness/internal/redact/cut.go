package redact

import "bytes"

// What is shown to people is cut to a length: the cut may fall into a secret,
// whose first half is no longer found. So what comes before an ellipsis, which is
// written for what was left out, behind a quotation mark or not, is compared with
// the beginnings of secrets.

const (
	ellipsis = "…"
	// shortText is the length up to which every ellipsis counts, in bytes;
	// beyond, the last: a target could write thousands of them.
	shortText = 4 << 10
)

// cutOff returns the beginnings of secrets that b has before a cut.
func (x *index) cutOff(b []byte) (all []span) {
	from := 0
	if len(b) > shortText {
		from = max(0, bytes.LastIndex(b, []byte(ellipsis))-widestEscape*x.longest)
	}
	for {
		at := bytes.Index(b[from:], []byte(ellipsis))
		if at < 0 {
			return all
		}
		at += from
		cut := at
		start := x.beginsIn(b[from:at])
		if before := bytes.TrimSuffix(b[from:at], []byte(`"`)); start < 0 && len(before) < at-from {
			start, cut = x.beginsIn(before), at-1
		}
		if start >= 0 {
			all = append(all, span{from + start, cut})
		}
		from = at + len(ellipsis)
	}
}

// beginsIn returns where in b a secret starts that the end of b cuts off, be it
// within an escape; or -1.
func (x *index) beginsIn(b []byte) int {
	base := max(0, len(b)-widestEscape*x.longest)
	texts := [][]byte{b[base:], nil}
	if at := bytes.LastIndexAny(texts[0], escapes); at >= 0 && len(texts[0])-at < widestEscape {
		texts[1] = bytes.TrimRight(texts[0][:at], `\`)
	}
	for _, text := range texts {
		for v := range decodings(text) {
			if i := x.endsIn(v.text); i >= 0 {
				return base + v.source(i)
			}
		}
	}
	return -1
}

// beginning is how many bytes of a pattern give it away, before a cut.
func (p *pattern) beginning() int { return max(shortSecret, min(8, len(p.text)/2)) }

// endsIn returns where in text the beginning of a pattern starts that the end of
// text cuts off, or -1.
func (x *index) endsIn(text []byte) int {
	base := max(0, len(text)-x.longest)
	tail := folded(text[base:])
	for i := range tail {
		for k := range x.patterns {
			p, n := &x.patterns[k], len(tail)-i
			if n >= p.beginning() && n < len(p.text) && bytes.Equal(tail[i:], p.text[:n]) {
				return base + i
			}
		}
	}
	return -1
}
