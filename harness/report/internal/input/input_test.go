package input_test

import (
	"bytes"
	"strings"
	"testing"

	"example.com/toeline/harness/report/internal/input"
)

// A value takes many times its bytes in memory: three bytes of JSON may be a whole case.
func TestBounded(t *testing.T) {
	t.Parallel()
	many := bytes.Repeat([]byte("{},"), 1_000_001)
	for name, tt := range map[string]struct {
		text []byte
		ok   bool
	}{
		"a report":           {[]byte(`{"a": [1, 2, {"b": "c"}]}`), true},
		"objects":            {append([]byte(`{"cases":[`), many...), false},
		"lists":              {bytes.Repeat([]byte("["), 2_000_001), false},
		"text":               {append(append([]byte(`{"a":"`), many...), '"', '}'), true},
		"behind a quotation": {append([]byte(`{"a":"\"","b":[`), many...), false},
	} {
		err := input.Bounded("report", tt.text)
		if (err == nil) != tt.ok ||
			err != nil && !strings.Contains(err.Error(), "has over 2000000 values") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
