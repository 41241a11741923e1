package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"example.com/toeline/harness/internal/redact"
)

// maxOutput is how much of a program's output is read, in bytes.
const maxOutput = 1 << 20

// Command fetches tokens by a program, which the system's shell starts. It
// prints the token alone, or JSON: {"token", "expires"}, an OAuth response, what
// az account get-access-token prints, or an ExecCredential of Kubernetes.
func Command(line string) Getter {
	how := "command"
	if name := programOf(line); name != "" {
		how += " (" + name + ")"
	}
	if runtime.GOOS == "windows" {
		return Program(how, "cmd.exe", "/C", line)
	}
	return Program(how, "/bin/sh", "-c", line)
}

// Program is Command without a shell. Errors begin with how.
func Program(how, program string, args ...string) Getter {
	return func(ctx context.Context) (Token, error) {
		cmd := exec.CommandContext(ctx, program, args...)
		cmd.WaitDelay = time.Second // a child that keeps the pipe open
		out, errs := &limited{}, &limited{}
		cmd.Stdout, cmd.Stderr = out, errs
		if err := cmd.Run(); err != nil {
			return Token{}, signIn(how, failureOf(ctx, err, errs.kept.String(), out.kept.String()))
		}
		if out.over {
			return Token{}, signIn(how, fmt.Errorf("it printed over %d bytes", maxOutput))
		}
		t, err := ParseToken(out.kept.Bytes(), time.Now())
		if err != nil {
			return Token{}, signIn(how, err)
		}
		return t, nil
	}
}

// plainWord matches the name of a program: not an assignment, nor what a shell expands.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./-]{1,64}$`)

// programOf returns the first word of a line, which errors name; empty: it may be anything, even a
// secret.
func programOf(line string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	if !plainWord.MatchString(first) || longWord.MatchString(filepath.Base(first)) {
		return ""
	}
	return first
}

// limited keeps the first maxOutput bytes.
type limited struct {
	kept bytes.Buffer
	over bool
}

func (l *limited) Write(p []byte) (int, error) {
	left := maxOutput - l.kept.Len()
	l.over = l.over || left < len(p)
	l.kept.Write(p[:min(left, len(p))])
	return len(p), nil
}

// longWord matches what could be a token in a message, in any encoding.
var longWord = regexp.MustCompile(`\S{24,}`)

// secretName matches the names of variables that programs sign in with.
var secretName = regexp.MustCompile(`(?i)token|secret|passw|credential|api_?key|private`)

// leastSecret is the length in bytes below which a text is not taken for a
// secret by its place alone.
const leastSecret = 8

// Inherited are the values in an environment (NAME=VALUE) that a program could
// sign in with, by the names of their variables.
func Inherited(environ []string) []string {
	var all []string
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		if secretName.MatchString(name) && len(value) >= leastSecret {
			all = append(all, value)
		}
	}
	return all
}

// words returns the words of a program's output that could be a token.
func words(printed string) []string {
	all := strings.FieldsFunc(printed, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`{}",:`, r)
	})
	return slices.DeleteFunc(all, func(s string) bool { return len(s) < leastSecret })
}

// failureOf returns err with the last line of a program's standard error, without
// anything that could be a token. Its standard output is never shown.
func failureOf(ctx context.Context, err error, said, printed string) error {
	if ctx.Err() != nil {
		err = fmt.Errorf("it did not end in time: %w", ctx.Err())
	}
	lines := strings.Split(strings.TrimSpace(said), "\n")
	const most = 1 << 10 // of the line, and of what is not to be quoted
	last, printed := lines[len(lines)-1], printed[:min(len(printed), 16*most)]
	secrets := append(words(printed), Inherited(os.Environ())...)
	last = redact.New(secrets...).String(strings.TrimSpace(last[:min(len(last), most)]))
	last = longWord.ReplaceAllString(last, "[…]")
	if runes := []rune(last); len(runes) > 200 {
		last = string(runes[:200]) + "…"
	}
	if last == "" {
		return fmt.Errorf("%w, and nothing on stderr: try the line by itself", err)
	}
	return fmt.Errorf("%w; the last line on stderr: %q", err, last)
}

// printed are the spellings of a token and of its end.
type printed struct {
	Token       string          `json:"token"`
	AccessToken string          `json:"access_token"`
	AzureToken  string          `json:"accessToken"`
	Expires     json.RawMessage `json:"expires"`
	ExpiresOn   json.RawMessage `json:"expires_on"` // seconds since 1970
	ExpiresIn   json.RawMessage `json:"expires_in"` // seconds from now
	Status      *printedStatus  `json:"status"`
}

// printedStatus is that of an ExecCredential.
type printedStatus struct {
	Token   string          `json:"token"`
	Expires json.RawMessage `json:"expirationTimestamp"`
}

// ParseToken reads what a program printed, or what an OAuth server answered. Its errors do not
// hold it.
func ParseToken(out []byte, now time.Time) (Token, error) {
	text := bytes.TrimSpace(out)
	switch {
	case len(text) == 0:
		return Token{}, errors.New("it printed nothing")
	case text[0] != '{':
		if bytes.ContainsAny(text, " \t\r\n") {
			return Token{}, errors.New("it printed several words: print the token alone, or JSON")
		}
		return Token{Value: string(text)}, nil
	}
	var p printed
	if err := json.Unmarshal(text, &p); err != nil {
		// The text of err may quote what was printed.
		return Token{}, errors.New("it printed what begins like JSON and is none")
	}
	if p.Status != nil {
		p.Token, p.Expires = p.Status.Token, p.Status.Expires
	}
	var t Token
	for _, value := range []string{p.Token, p.AccessToken, p.AzureToken} {
		if t.Value == "" {
			t.Value = value
		}
	}
	if t.Value == "" {
		return Token{}, errors.New("the JSON that it printed has no " +
			"token, access_token, accessToken or status.token")
	}
	for _, end := range []json.RawMessage{p.Expires, p.ExpiresOn} {
		if at, ok := moment(end); ok && t.Expires.IsZero() {
			t.Expires = at
		}
	}
	if seconds, ok := number(p.ExpiresIn); ok && t.Expires.IsZero() {
		t.Expires = now.Add(time.Duration(seconds) * time.Second)
	}
	return t, nil
}

// number reads a whole number, in quotation marks or not.
func number(raw json.RawMessage) (int64, bool) {
	n, err := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64)
	return n, err == nil && n > 0 && n < 1<<40
}

// moment reads seconds since 1970, or a date with an offset (RFC 3339).
func moment(raw json.RawMessage) (time.Time, bool) {
	if n, ok := number(raw); ok {
		return time.Unix(n, 0), true
	}
	at, err := time.Parse(time.RFC3339, strings.Trim(string(raw), `"`))
	return at, err == nil
}
