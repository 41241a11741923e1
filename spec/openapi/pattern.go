package openapi

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/dlclark/regexp2"
)

// patternTimeout bounds one match of an expression that needs backtracking.
const patternTimeout = 250 * time.Millisecond

// errPattern is returned by a match that took too long.
var errPattern = errors.New("the pattern takes too long for this text")

// pattern is a regular expression of ECMA-262. Most run in linear time; those with look-ahead or
// back references backtrack, with a limit of time.
type pattern struct {
	linear *regexp.Regexp
	full   *regexp2.Regexp
}

var unicodeEscape = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

// compilePattern reads a regular expression; the error says what is wrong with it.
func compilePattern(text string) (*pattern, error) {
	// What has one meaning in ECMA-262 and RE2 is left to RE2, which takes linear time.
	converted := unicodeEscape.ReplaceAllString(text, `\x{$1}`)
	if !strings.Contains(converted, `\Z`) && !strings.Contains(converted, `\z`) {
		if linear, err := regexp.Compile(converted); err == nil {
			return &pattern{linear: linear}, nil
		}
	}
	full, err := regexp2.Compile(text, regexp2.ECMAScript|regexp2.Unicode)
	if err != nil {
		full, err = regexp2.Compile(text, regexp2.None) // \p{L}, which ECMAScript has since 2018
	}
	if err != nil {
		return nil, err
	}
	full.MatchTimeout = patternTimeout
	return &pattern{full: full}, nil
}

// matches reports whether some part of a text matches.
func (p *pattern) matches(text string) (bool, error) {
	if p.linear != nil {
		return p.linear.MatchString(text), nil
	}
	found, err := p.full.MatchString(text)
	if err != nil {
		return true, errPattern
	}
	return found, nil
}
