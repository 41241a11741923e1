package redact

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
)

const (
	// longPart is how many bytes of a secret in a row are worth as much as all
	// of it; of a shorter one more than half are.
	longPart = 12
	// gramSize is how many bytes are looked up at a time. No pattern is shorter.
	gramSize = 4
	// maxPlaces is in how many places of a pattern one gram is remembered: a
	// secret that repeats itself does not make a search slow.
	maxPlaces = 16
	// maxBreaks is how many bytes a line break inside of base64 may take.
	maxBreaks = 4
)

// pattern is one spelling of a secret. Escapes need none of their own: they are
// undone first.
type pattern struct {
	text   []byte // folded
	enough int    // how many bytes of it in a row are replaced
	base64 bool   // it is base64 or base32: line breaks inside mean nothing
	// before and after: a character beside the match holds some bits of the
	// secret, and is replaced with it.
	before, after bool
}

// spellings returns the patterns of a secret. Inside longer base64 text a secret
// has three spellings, by how many bytes come before it; those characters are
// searched for that it alone determines.
func spellings(secret string) []pattern {
	part := enough(len(secret))
	all := []pattern{{text: folded([]byte(hex.EncodeToString([]byte(secret)))), enough: 2 * part}}
	for v := range decodings([]byte(secret)) { // it may look escaped itself
		if len(v.text) >= shortSecret {
			all = append(all, pattern{text: folded(v.text), enough: enough(len(v.text))})
		}
	}
	for shift := range 3 {
		whole := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), secret...))
		bits := 8 * (shift + len(secret))
		all = append(all, pattern{
			text: folded([]byte(whole[(8*shift+5)/6 : bits/6])), enough: (part*8 + 5) / 6,
			base64: true, before: shift > 0, after: bits%6 != 0,
		})
	}
	for shift := range 5 {
		whole := inBase32.EncodeToString(append(make([]byte, shift), secret...))
		bits := 8 * (shift + len(secret))
		all = append(all, pattern{
			text: folded([]byte(whole[(8*shift+4)/5 : bits/5])), enough: (part*8 + 4) / 5,
			base64: true, before: shift > 0, after: bits%5 != 0,
		})
	}
	for i := range all {
		all[i].enough = min(all[i].enough, len(all[i].text))
	}
	return all
}

// enough returns how many bytes in a row of a secret are replaced.
func enough(length int) int { return max(gramSize, min(longPart, length/2+1)) }

var inBase32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// index finds patterns, and long parts of them, in one pass over a text.
type index struct {
	patterns []pattern
	places   map[uint32][]place // by gram
	seen     [1 << 12]bool      // by the hash of a gram: most texts end here
	stride   int                // every part has a gram at a multiple of it
	longest  int
}

// place is a byte of a pattern, each by its number.
type place struct{ pattern, from int }

// gramAt returns the folded bytes at the start of b.
func gramAt(b []byte) uint32 {
	_ = b[3]
	return uint32(folding[b[0]])<<24 | uint32(folding[b[1]])<<16 | uint32(folding[b[2]])<<8 |
		uint32(folding[b[3]])
}

func hashOf(gram uint32) uint32 { return (gram * 0x9E3779B1) >> 20 }

func (x *index) add(p pattern) {
	if x.places == nil {
		x.places, x.stride = map[uint32][]place{}, gramSize
	}
	number := len(x.patterns)
	x.patterns = append(x.patterns, p)
	x.stride = min(x.stride, p.enough-gramSize+1)
	x.longest = max(x.longest, len(p.text))
	known := map[uint32]int{}
	for i := range len(p.text) - gramSize + 1 {
		gram := gramAt(p.text[i:])
		if known[gram]++; known[gram] <= maxPlaces {
			x.places[gram] = append(x.places[gram], place{number, i})
			x.seen[hashOf(gram)] = true
		}
	}
}

// find returns where a text has a pattern, or a long part of one; nothing without patterns.
func (x *index) find(text []byte) (all []span) {
	if len(x.patterns) == 0 {
		return nil
	}
	for i, last := 0, 0; i+gramSize <= len(text); {
		gram := gramAt(text[i:])
		best := span{i, -1}
		if x.seen[hashOf(gram)] {
			for _, at := range x.places[gram] {
				if s, ok := x.patterns[at.pattern].around(text, last, i, at.from); ok {
					best = span{min(best.from, s.from), max(best.to, s.to)}
				}
			}
		}
		if best.to < 0 {
			i += x.stride
			continue
		}
		all = append(all, best)
		i, last = best.to, best.to
	}
	return all
}

// around returns how far text and pattern are the same around a gram, which
// text has at i and the pattern at j; nothing before last counts.
func (p *pattern) around(text []byte, last, i, j int) (s span, ok bool) {
	from, to := j, j+gramSize
	s = span{i, i + gramSize}
	for ; from > 0; from-- {
		at := s.from - 1
		if at >= last && folding[text[at]] != p.text[from-1] {
			at = p.skip(text, at, -1)
		}
		if at < last || folding[text[at]] != p.text[from-1] {
			break
		}
		s.from = at
	}
	for ; to < len(p.text); to++ {
		at := s.to
		if at < len(text) && folding[text[at]] != p.text[to] {
			at = p.skip(text, at, +1)
		}
		if at >= len(text) || folding[text[at]] != p.text[to] {
			break
		}
		s.to = at + 1
	}
	if to-from < p.enough {
		return s, false
	}
	if p.before && from == 0 && s.from > last && isBase64(text[s.from-1]) {
		s.from--
	}
	if p.after && to == len(p.text) && s.to < len(text) && isBase64(text[s.to]) {
		s.to++
	}
	if p.base64 && to == len(p.text) {
		padding := text[s.to:min(s.to+2, len(text))]
		s.to += len(padding) - len(bytes.TrimLeft(padding, "="))
	}
	return s, true
}

// skip returns the first byte from i on, in a direction, that is not of a line
// break inside of base64.
func (p *pattern) skip(text []byte, i, direction int) int {
	for n := 0; p.base64 && n < maxBreaks && i >= 0 && i < len(text) && isLineBreak(text[i]); n++ {
		i += direction
	}
	return i
}
