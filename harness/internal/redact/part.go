package redact

// Whoever repeats a secret may cut it: a target that shows the beginning of a
// token, a message that ends in the midst of one, a limit. So a long part of a
// secret is replaced like the whole, wherever it stands.

// longPart is how many bytes of a secret in a row are worth as much as all of
// it; fewer tell nothing.
const longPart = 12

// enough is how many bytes of a pattern make a long part of the secret.
func (p *pattern) enough() int {
	if p.base64 {
		return (longPart*8 + 5) / 6
	}
	return longPart * p.width
}

// grams finds where in the patterns a part may begin, by its first three bytes.
type grams struct {
	known map[uint32][]place
	seen  [1 << 12]bool // of a hash: most texts end here
	plain [256]byte     // what a byte counts as; 0: it begins an escape
}

// place is a byte of a pattern, each by its number.
type place struct{ pattern, from int }

func hashOf(gram uint32) uint32 { return (gram * 0x9E3779B1) >> 20 }

// gramByte is what a byte counts as: letter case and the alphabets of base64
// make no difference.
func gramByte(b byte) byte {
	switch b = fold(b); b {
	case '-':
		return '+'
	case '_':
		return '/'
	}
	return b
}

func (g *grams) add(number int, p *pattern) {
	if g.known == nil {
		g.known = map[uint32][]place{}
		for b := range 256 {
			if !isEscape(byte(b)) {
				g.plain[b] = gramByte(byte(b))
			}
		}
	}
	for i := 0; i+p.enough() <= len(p.text); i++ {
		var gram uint32
		for _, b := range p.text[i : i+3] {
			gram = gram<<8 | uint32(gramByte(b))
		}
		g.known[gram] = append(g.known[gram], place{number, i})
		g.seen[hashOf(gram)] = true
	}
}

// findPart returns where a long part of a secret ends that begins at i, or -1.
func findPart[T text](m *matcher, s T, i int) (to int) {
	to = -1
	g := &m.grams
	if len(g.known) == 0 || i+3 > len(s) {
		return to
	}
	if a, b, c := g.plain[s[i]], g.plain[s[i+1]], g.plain[s[i+2]]; a != 0 && b != 0 && c != 0 &&
		!g.seen[hashOf(uint32(a)<<16|uint32(b)<<8|uint32(c))] {
		return to // most text
	}
	for level := range maxLevels {
		gram, escaped, ok := gramAt(s, i, level)
		if ok && g.seen[hashOf(gram)] {
			for _, at := range g.known[gram] {
				p := &m.patterns[at.pattern]
				budget := maxReadings
				end, upTo := reach(p, s, i, at.from, &budget)
				if upTo-at.from >= p.enough() && end > to {
					to = end
				}
			}
		}
		if !escaped {
			break
		}
	}
	return to
}

// gramAt reads three bytes, escapes undone; escaped says that there are some.
func gramAt[T text](s T, i, level int) (gram uint32, escaped, ok bool) {
	have := 0
	for have < 3 && i < len(s) {
		b, n, width := [4]byte{s[i]}, 1, 1
		if isEscape(s[i]) {
			escaped = true
			if c, m, w := unescape(s, i, level); m > 0 {
				b, n, width = c, m, w
			}
		}
		for k := 0; k < n && have < 3; k++ {
			gram = gram<<8 | uint32(gramByte(b[k]))
			have++
		}
		i += width
	}
	return gram, escaped, have == 3
}

// reach compares like compare, and returns how far the two are the same: up to
// which byte of s, and of the pattern. Where text can be read in several ways,
// the longest counts.
func reach[T text](p *pattern, s T, i, from int, budget *int) (end, upTo int) {
	end = i
	for j := from; ; {
		upTo = j
		if j == len(p.text) || i >= len(s) {
			return end, upTo
		}
		far, farUpTo := end, upTo
		if isEscape(s[i]) {
			far, farUpTo = reachEscape(p, s, i, j, budget)
		}
		switch {
		case same(s[i], p.text[j], p.base64):
			i, j = i+1, j+1
			if farUpTo > upTo { // both ways go on
				if e, u := reach(p, s, i, j, budget); u >= farUpTo {
					return e, u
				}
				return far, farUpTo
			}
			end = i
		case farUpTo > upTo:
			return far, farUpTo
		case p.base64 && j > from && isLineBreak(s[i]):
			i++
		default:
			return end, upTo
		}
	}
}

func reachEscape[T text](p *pattern, s T, i, j int, budget *int) (end, upTo int) {
	end, upTo = i, j
	for level := range maxLevels {
		b, n, width := unescape(s, i, level)
		if n == 0 || *budget == 0 {
			continue
		}
		next := j
		if !(p.base64 && isLineBreak(b[0])) {
			if !prefix(p, j, b[:n]) {
				continue
			}
			next += n
		}
		*budget--
		if e, u := reach(p, s, i+width, next, budget); u > upTo {
			end, upTo = e, u
		}
	}
	return end, upTo
}
