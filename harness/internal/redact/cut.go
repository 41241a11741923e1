package redact

import (
	"bytes"
	"strings"
)

// What is shown to people is cut to a length: the cut may fall into a secret,
// whose first half nobody would know again. So what stands before an ellipsis,
// which is written for what was left out, behind a quotation mark or not, is
// compared with the beginnings of secrets.

const (
	ellipsis = "…"
	// shortText is the length up to which every ellipsis counts, in bytes;
	// beyond, the last: a target could write thousands of them.
	shortText = 4 << 10
	// widestEscape is how many bytes one byte of a secret may take, escaped
	// several times.
	widestEscape = 12
)

// beginning is how many bytes of a secret tell it, at a cut.
func (p *pattern) beginning() int { return max(shortSecret, min(8, len(p.text)/2)) }

// replaceCut returns s with every beginning of a secret before a cut replaced.
func replaceCut[T text](m *matcher, s T) (out []byte, changed bool) {
	if len(m.patterns) == 0 {
		return nil, false
	}
	last := 0
	for _, cut := range cuts(s) {
		from := m.beginsBefore([]byte(s[last:cut]))
		if from < 0 {
			continue
		}
		out = append(out, s[last:last+from]...)
		out = append(out, Mark...)
		last = cut
	}
	if last == 0 {
		return nil, false
	}
	return append(out, s[last:]...), true
}

// cuts returns where s may have been cut, in order.
func cuts[T text](s T) []int {
	var all []int
	add := func(at int) {
		if at > 0 && s[at-1] == '"' {
			all = append(all, at-1)
		}
		all = append(all, at)
	}
	rest := []byte(s)
	if len(s) > shortText {
		if at := bytes.LastIndex(rest, []byte(ellipsis)); at >= 0 {
			add(at)
		}
		return all
	}
	for at := 0; ; at += len(ellipsis) {
		next := strings.Index(string(rest[at:]), ellipsis)
		if next < 0 {
			break
		}
		at += next
		add(at)
	}
	return all
}

// beginsBefore returns where a secret starts that the end of s cuts off, or -1.
func (m *matcher) beginsBefore(s []byte) int {
	longest := 0
	for k := range m.patterns {
		longest = max(longest, len(m.patterns[k].text))
	}
	for i := max(0, len(s)-widestEscape*longest); i < len(s); i++ {
		if !m.start[s[i]] {
			continue
		}
		for k := range m.patterns {
			budget := maxReadings
			if p := &m.patterns[k]; !p.word && runsOut(p, s, i, 0, &budget) {
				return i
			}
		}
	}
	return -1
}

// runsOut reports whether s ends inside a match of p that goes on at i with
// byte j of the pattern.
func runsOut(p *pattern, s []byte, i, j int, budget *int) bool {
	for j < len(p.text) {
		if i >= len(s) {
			return j >= p.beginning()
		}
		if isEscape(s[i]) {
			if len(s)-i < widestEscape && j >= p.beginning() {
				return true // the cut may have fallen into an escape
			}
			for level := range maxLevels {
				b, n, width := unescape(s, i, level)
				if n == 0 || *budget == 0 || !prefix(p, j, b[:n]) {
					continue
				}
				*budget--
				if runsOut(p, s, i+width, j+n, budget) {
					return true
				}
			}
		}
		switch {
		case same(s[i], p.text[j], p.base64):
			i, j = i+1, j+1
		case p.base64 && j > 0 && isLineBreak(s[i]):
			i++
		default:
			return false
		}
	}
	return false // a whole match is replaced elsewhere
}
