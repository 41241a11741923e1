package redact

import (
	"bytes"
	"encoding/base64"
	"unicode/utf16"
	"unicode/utf8"
)

// What a target encodes in a way of its own is not found in the text as it is. Such a text is read
// in other ways, one inside of another, and left out as a whole where one of them holds a secret.

const (
	// maxViews is how many readings are nested: a secret in UTF-16, in base64, in base64, in JSON.
	maxViews = 4
	// viewWork is how many bytes of readings a byte of a text may come to, and moreWork how many
	// any text may. A text of more is left out: what it holds is not known.
	viewWork = 8
	moreWork = 4 << 10
	// minView is how many bytes of a secret in a row a reading must hold, at least.
	minView = 6
	// minRun is how many characters of base64 or base32 in a row are read, at least: what is
	// encoded once, the text as it is shows.
	minRun = 11
	// minLegible is how many bytes in a row make a reading of a run legible.
	minLegible = 8
	// minNumbers is how many numbers are read, at least.
	minNumbers = 4
)

// traits are what a text needs for some reading to find anything.
type traits struct {
	escapes, fill bool
	run           int // the longest of base64, in characters
	row           int // the most words in a row that are numbers of base 16, or its longest
	decimals      int // the same of base 10
}

func traitsOf(b []byte) traits {
	var t traits
	var s scan
	for _, c := range b {
		switch classes[c] {
		case escapeClass:
			t.escapes = true
		case fillClass:
			t.fill = true
		}
		s.next(&t, c)
	}
	s.next(&t, ' ')
	return t
}

// scan is the state of a text that is being looked at.
type scan struct {
	run, word, hexes, digits int
	row, decimals            int
}

func (s *scan) next(t *traits, c byte) {
	if isBase64(c) {
		s.run++
		t.run = max(t.run, s.run)
	} else if c != '\r' && c != '\n' {
		s.run = 0
	}
	if isWord(c) {
		s.word++
		if isHex(c) || c|0x20 == 'x' || c|0x20 == 'o' {
			s.hexes++
		}
		if c <= '9' {
			s.digits++
		}
		return
	}
	if s.word == 0 {
		return
	}
	switch {
	case s.hexes < s.word:
		s.row = 0
	case s.word >= 2*minNumbers:
		s.row += minNumbers
	default:
		s.row++
	}
	if s.decimals++; s.digits < s.word-1 {
		s.decimals = 0
	}
	t.row, t.decimals = max(t.row, s.row), max(t.decimals, s.decimals)
	s.word, s.hexes, s.digits = 0, 0, 0
}

const (
	escapeClass = 1 + iota
	fillClass
)

// classes are those of bytes that need a reading.
var classes = [256]byte{
	'%': escapeClass, '\\': escapeClass, '&': escapeClass, '=': escapeClass, 0: fillClass,
	0xEF: fillClass,
}

// reading is a way to read a text, with whether there is anything to read.
type reading struct {
	fits func(t traits) bool
	read func(b []byte) []byte
}

// readings are the ways in which a text is read; each returns nil where it finds nothing to read.
var readings = []reading{
	{func(t traits) bool { return t.escapes }, unescaped},
	{func(t traits) bool { return t.fill }, withoutFill},
	{hasRun, func(b []byte) []byte { return readBase64(b, 0) }},
	{hasRun, func(b []byte) []byte { return readBase64(b, 1) }},
	{hasRun, func(b []byte) []byte { return readBase64(b, 2) }},
	{hasRun, func(b []byte) []byte { return readBase64(b, 3) }},
	{func(t traits) bool {
		return t.row >= minNumbers
	}, func(b []byte) []byte { return readNumbers(b, 16) }},
	{hasDecimals, func(b []byte) []byte { return readNumbers(b, 10) }},
	{hasDecimals, func(b []byte) []byte { return readNumbers(b, 8) }},
	{hasDecimals, func(b []byte) []byte { return readNumbers(b, 2) }},
	{hasRun, readBase32},
}

func hasRun(t traits) bool { return t.run >= minRun }

func hasDecimals(t traits) bool { return t.decimals >= minNumbers }

// utf16Readings are those for secrets that are not ASCII.
var utf16Readings = []func(b []byte) []byte{
	func(b []byte) []byte { return readUTF16(b, 0, 0) },
	func(b []byte) []byte { return readUTF16(b, 0, 1) },
	func(b []byte) []byte { return readUTF16(b, 1, 0) },
	func(b []byte) []byte { return readUTF16(b, 1, 1) },
}

// hidden reports whether a reading of a text holds a secret, or may.
func (r *Redactor) hidden(b []byte) bool {
	work := viewWork*len(b) + moreWork
	return r.hiddenIn(b, 1, &work)
}

func (r *Redactor) hiddenIn(b []byte, level int, work *int) bool {
	t := traitsOf(b)
	for _, one := range readings {
		if one.fits(t) && r.hiddenBy(one.read(b), level, work) {
			return true
		}
	}
	isText := !r.wide || utf8.Valid(b) && bytes.IndexByte(b, 0) < 0
	for _, read := range utf16Readings {
		if !isText && r.hiddenBy(read(b), level, work) {
			return true
		}
	}
	return false
}

// hiddenBy reports whether a reading holds a secret, or a reading of it does.
func (r *Redactor) hiddenBy(v []byte, level int, work *int) bool {
	if len(v) < shortSecret {
		return false
	}
	if *work -= len(v); *work < 0 {
		return true
	}
	return r.heldBy(v) || level < maxViews && r.hiddenIn(v, level+1, work)
}

// heldBy reports whether a reading holds a secret or a long part of one, or begins as a coding
// does.
func (r *Redactor) heldBy(v []byte) bool {
	for _, s := range r.long.find(v) {
		if s.to-s.from >= min(minView, r.shortest) {
			return true
		}
	}
	return looksCoded(v)
}

// unescaped undoes escapes once.
func unescaped(b []byte) []byte {
	if v, more := (view{text: b}).decoded(); more {
		return v.text
	}
	return nil
}

// withoutFill leaves out the bytes that text in UTF-16 and UTF-32 has between those of ASCII, and
// what is shown for them.
func withoutFill(b []byte) []byte {
	const shown = "\uFFFD"
	if bytes.IndexByte(b, 0) < 0 && !bytes.Contains(b, []byte(shown)) {
		return nil
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(b, []byte{0}, nil), []byte(shown), nil)
}

// readUTF16 reads UTF-16 from an offset; low is the place of the low byte of two.
func readUTF16(b []byte, from, low int) []byte {
	if len(b) < from+2*shortSecret {
		return nil
	}
	b = b[from:]
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i+low])|uint16(b[i+1-low])<<8)
	}
	out := make([]byte, 0, len(b))
	for _, c := range utf16.Decode(units) {
		out = utf8.AppendRune(out, c)
	}
	return out
}

// readBase64 reads the runs of characters of base64, all but the first few of each; a line break
// ends none.
func readBase64(b []byte, skip int) []byte {
	return readRuns(b, base64Kind, func(run []byte) []byte {
		if len(run) < minRun+skip {
			return nil
		}
		run = run[skip:]
		for i, c := range run {
			switch c {
			case '-':
				run[i] = '+'
			case '_':
				run[i] = '/'
			}
		}
		out := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)))
		n, _ := base64.RawStdEncoding.Decode(out,
			run[:len(run)-len(run)%4+[]int{0, 0, 2, 3}[len(run)%4]])
		return out[:n]
	})
}

// readBase32 reads the runs of characters of base32, whatever their letter case.
func readBase32(b []byte) []byte {
	return readRuns(b, base32Kind, func(run []byte) []byte {
		if len(run) < 2*minRun {
			return nil
		}
		run = bytes.ToUpper(run)
		out := make([]byte, inBase32.DecodedLen(len(run)))
		n, _ := inBase32.Decode(out, run)
		return out[:n]
	})
}

// readRuns reads the runs of some characters, each by itself; the results have a NUL between them.
// A run that a line break ends goes on after it.
func readRuns(b []byte, kind byte, read func(run []byte) []byte) []byte {
	var out, run []byte
	flush := func() {
		if len(run) >= minRun {
			if text := read(run); isLegible(text) || looksCoded(text) {
				out = append(append(out, text...), 0)
			}
		}
		run = run[:0]
	}
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case kinds[c]&kind != 0:
			run = append(run, c)
		case (c == '\r' || c == '\n') && len(run) > 0:
		default:
			flush()
		}
	}
	flush()
	return out
}

// isLegible reports whether some bytes in a row are ASCII, or the zeros of UTF-16: an encoding
// within an encoding is. What is encoded once, the text as it is shows.
func isLegible(b []byte) bool {
	row := 0
	for _, c := range b {
		if row++; c >= utf8.RuneSelf || c < ' ' && c != 0 && c != '\r' && c != '\n' && c != '\t' {
			row = 0
		}
		if row >= minLegible {
			return true
		}
	}
	return false
}
