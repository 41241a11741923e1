package waiver

import (
	"time"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// Date is a day in UTC.
type Date struct {
	strict.Pos
	Text string // as 2026-12-31; empty: none
}

// UnmarshalStrict reads 2026-12-31.
func (t *Date) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	t.Pos = strict.PosOf(n)
	if !d.Decode(n, &t.Text) {
		return
	}
	if _, err := time.Parse(time.DateOnly, t.Text); err != nil {
		d.Problem(n, "is not a day: write it as 2026-12-31")
	}
}
