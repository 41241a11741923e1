package session

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"example.com/toeline/harness/client/driver"
)

// line is a line of the client's output, perhaps cut.
type line struct {
	text []byte
	err  error // too long
}

// shownLong is how much is kept of a line that is too long, in bytes.
const shownLong = 1 << 10

// blank reports whether the line is empty.
func (l line) blank() bool { return l.err == nil && len(bytes.TrimSpace(l.text)) == 0 }

// answer parses the line. The error says why it is not an answer, and quotes it.
func (l line) answer() (driver.Answer, error) {
	a, err := driver.Answer{}, l.err
	if err == nil {
		a, err = driver.ParseAnswer(l.text)
	}
	if err != nil {
		return a, fmt.Errorf("no answer, %w: %s", err, l.text)
	}
	return a, nil
}

// readLines reads an output to its end.
func readLines(r io.Reader) <-chan line {
	lines := make(chan line, 64)
	go func() {
		defer close(lines)
		reader := bufio.NewReaderSize(r, 64<<10)
		for {
			text, err := readLine(reader)
			if len(text) > 0 || errors.Is(err, errLong) {
				lines <- line{text: text, err: onlyLong(err)}
			}
			if err != nil && (!errors.Is(err, errLong) || errors.Is(err, errEndless)) {
				return
			}
		}
	}()
	return lines
}

// maxUnended is how many bytes without a line's end are read: who prints more prints no lines.
const maxUnended = 16 * driver.MaxLine

var errEndless = fmt.Errorf("%w; it does not end", errLong)

var errLong = fmt.Errorf("the line has more than %d bytes, cut its detail", driver.MaxLine)

func onlyLong(err error) error {
	if errors.Is(err, errLong) {
		return err
	}
	return nil
}

// readLine reads a line without its end, at most driver.MaxLine bytes of it.
func readLine(r *bufio.Reader) ([]byte, error) {
	var text []byte
	long := false
	for read := 0; ; {
		part, err := r.ReadSlice('\n')
		if read += len(part); read > maxUnended {
			return text[:min(len(text), shownLong)], errEndless
		}
		if len(text)+len(part) <= driver.MaxLine {
			text = append(text, part...)
		} else {
			long = true
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if long {
			return text[:min(len(text), shownLong)], errLong
		}
		return []byte(strings.TrimRight(string(text), "\r\n")), err
	}
}

// caseMember finds the case in an invalid answer.
var caseMember = regexp.MustCompile(`^(?:\x{feff})?\s*\{.*?"case"\s*:\s*("(?:[^"\\]|\\.)*")`)

// meant returns the case that an invalid answer is probably for; empty: unknown.
func meant(line []byte) (id string) {
	if !bytes.Contains(line, []byte(`"outcome"`)) {
		return "" // not meant to be an answer
	}
	if found := caseMember.FindSubmatch(line); found != nil {
		_ = json.Unmarshal(found[1], &id) // an invalid string names no case
	}
	return id
}
