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
	target, header := r.Shown(func(p Presented) (string, bool) { return "", p.By != ByField })
	target = strings.TrimPrefix(target, o.Target.BasePath)
	part(h, r.Method, target, string(r.Auth.All), string(r.Body))
	if r.Auth.Scheme != "" {
		part(h, r.Auth.Scheme)
	}
	for _, f := range header {
		part(h, f.Name, strings.TrimRight(f.Value, " "))
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
