package redact

import (
	"slices"
	"sync"

	"example.com/toeline/harness/internal/exchange"
)

// Live redacts by the secrets that are known when it is called: more may become
// known during a run, as tokens that replace refused ones do. It is safe for use
// by many goroutines.
type Live struct {
	secrets func() []string

	mu       sync.Mutex
	known    []string
	redactor *Redactor
}

// NewLive returns a Live that calls secrets before each use.
func NewLive(secrets func() []string) *Live { return &Live{secrets: secrets} }

// Now returns the Redactor of the secrets that are known now. One piece of
// evidence is redacted by one Redactor.
func (l *Live) Now() *Redactor {
	l.mu.Lock()
	defer l.mu.Unlock()
	if known := l.secrets(); l.redactor == nil || !slices.Equal(known, l.known) {
		l.known, l.redactor = known, New(known...)
	}
	return l.redactor
}

// String is Redactor.String by the secrets known now.
func (l *Live) String(s string) string { return l.Now().String(s) }

// Exchange is Redactor.Exchange by the secrets known now.
func (l *Live) Exchange(e *exchange.Exchange) *exchange.Exchange { return l.Now().Exchange(e) }

// Evidence redacts an exchange, which may be nil, and the texts that belong to
// it, all by the secrets known now: the texts in place, the exchange as a copy.
func (l *Live) Evidence(e *exchange.Exchange, texts ...*string) *exchange.Exchange {
	r := l.Now()
	for _, text := range texts {
		*text = r.String(*text)
	}
	return r.Exchange(e)
}
