package text

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// commands are the beginnings of what logs take for commands: those of Azure Pipelines and
// TeamCity anywhere in a line, and those of GitHub at its beginning, behind blanks or not. Where a
// text will begin a line is not known, so every word counts.
var commands = regexp.MustCompile(`(?i)##(?:(?:vso|teamcity)?\[)|(?:^| )::[a-z_-]`)

// withoutCommands writes the second character of what begins a command as an escape.
func withoutCommands(s string) string {
	if !strings.Contains(s, "##") && !strings.Contains(s, "::") {
		return s
	}
	return commands.ReplaceAllStringFunc(s, func(found string) string {
		if rest, ok := strings.CutPrefix(found, "##"); ok {
			return `#\x23` + rest
		}
		return strings.Replace(found, "::", `:\x3a`, 1)
	})
}

// hashes are the beginnings of commands that may be within a line.
var hashes = regexp.MustCompile(`(?i)##((?:vso|teamcity)?\[)`)

// JSON returns JSON in which no text acts in a terminal or begins a command of a log. It is the
// same value, and differs in how some characters are written.
func JSON(data []byte) []byte {
	if bytes.Contains(data, []byte("##")) {
		data = hashes.ReplaceAll(data, []byte(`#\u0023$1`))
	}
	acts := func(r rune) bool { return r >= utf8.RuneSelf && !unicode.IsPrint(r) }
	if bytes.IndexFunc(data, acts) < 0 {
		return data
	}
	var b bytes.Buffer
	for _, r := range string(data) {
		switch {
		case !acts(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.Bytes()
}

// Lines writes the output of write with each line as Visible returns it, but for tabs. It is for
// output whose lines contain what somebody else wrote. What was written before an error is
// written too.
func Lines(w io.Writer, write func(io.Writer) error) error {
	var b bytes.Buffer
	failed := write(&b)
	var out strings.Builder
	for line := range strings.Lines(b.String()) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		for i, piece := range strings.Split(line, "\t") {
			if i > 0 {
				out.WriteByte('\t')
			}
			out.WriteString(Visible(piece))
		}
		out.WriteByte('\n')
	}
	if _, err := io.WriteString(w, out.String()); failed == nil {
		failed = err
	}
	return failed
}

// Writer returns a writer to w that writes each line as Visible does. A write is of whole lines.
func Writer(w io.Writer) io.Writer { return lineWriter{w} }

type lineWriter struct{ to io.Writer }

func (l lineWriter) Write(p []byte) (int, error) {
	err := Lines(l.to, func(w io.Writer) error {
		_, err := w.Write(p)
		return err
	})
	if err != nil {
		return 0, err
	}
	return len(p), nil
}
