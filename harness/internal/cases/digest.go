package cases

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// Digest is the same for the same request, whatever its secrets and the base
// path are.
func (o *Options) Digest(r *Request) string {
	h := sha256.New()
	target := strings.TrimPrefix(r.Target, o.Target.BasePath)
	part(h, r.Method, target, string(r.Auth), string(r.Body))
	// The secret headers are the last.
	own := r.Header[:len(r.Header)-len(o.Target.Headers)]
	for _, f := range own {
		value := f.Value
		if strings.EqualFold(f.Name, "Authorization") && r.Auth.NeedsToken() {
			value, _, _ = strings.Cut(value, " ")
		}
		part(h, f.Name, value)
	}
	const enough = 16 // bytes
	return hex.EncodeToString(h.Sum(nil)[:enough])
}

// part writes texts so that none can be taken for two.
func part(w io.Writer, texts ...string) {
	for _, text := range texts {
		fmt.Fprintf(w, "%d:%s", len(text), text) // a digest takes all
	}
}
