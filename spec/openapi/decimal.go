package openapi

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
)

// decimal is a number as JSON writes it, exact whatever its size: 0.digits × 10^exp.
// Zero has no digits. The digits have no zeros at either end, so equal numbers are equal values.
type decimal struct {
	negative bool
	digits   string
	exp      int
}

// maxExponent bounds exponents: beyond it a number is as large, or as small, as any other.
const maxExponent = 1 << 30

// parseDecimal reads a JSON number, or a decimal number of YAML; false for other text.
func parseDecimal(text string) (decimal, bool) {
	var d decimal
	mantissa := text
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		exp, err := strconv.Atoi(text[at+1:])
		switch {
		case err == nil:
		case isRange(err) && strings.HasPrefix(text[at+1:], "-"):
			exp = -maxExponent
		case isRange(err):
			exp = maxExponent
		default:
			return d, false
		}
		mantissa, d.exp = text[:at], max(-maxExponent, min(exp, maxExponent))
	}
	mantissa = strings.TrimPrefix(mantissa, "+")
	mantissa, d.negative = strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return decimal{}, false
	}
	kept := strings.TrimLeft(digits, "0")
	d.exp += len(whole) - (len(digits) - len(kept))
	d.digits = strings.TrimRight(kept, "0")
	if d.digits == "" {
		return decimal{}, true
	}
	return d, true
}

func isRange(err error) bool {
	wrong, ok := err.(*strconv.NumError)
	return ok && wrong.Err == strconv.ErrRange
}

// integer reports whether the number has no fraction.
func (d decimal) integer() bool { return len(d.digits) <= d.exp || d.digits == "" }

func (d decimal) compare(other decimal) int {
	switch {
	case d.sign() != other.sign():
		return cmp.Compare(d.sign(), other.sign())
	case d.digits == "":
		return 0
	}
	larger := cmp.Compare(d.exp, other.exp)
	if larger == 0 {
		larger = cmp.Compare(d.digits, other.digits)
	}
	return larger * d.sign()
}

func (d decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// multipleOf reports whether the number is a whole multiple of another. Where the two are more
// than some hundred powers of ten apart it is taken for one: the division would be unbounded.
func (d decimal) multipleOf(step decimal) bool {
	const far = 700
	if d.digits == "" || step.digits == "" {
		return true
	}
	low := min(d.exp-len(d.digits), step.exp-len(step.digits))
	high := max(d.exp, step.exp)
	if high-low > far {
		return true
	}
	return new(big.Int).Rem(d.scaled(low), step.scaled(low)).Sign() == 0
}

// scaled returns the number divided by 10^low, which must be whole.
func (d decimal) scaled(low int) *big.Int {
	n, _ := new(big.Int).SetString(d.digits+strings.Repeat("0", d.exp-len(d.digits)-low), 10)
	return n
}

// show writes the number in a short way.
func (d decimal) show() string {
	sign := ""
	if d.negative {
		sign = "-"
	}
	n := len(d.digits)
	switch {
	case n == 0:
		return "0"
	case d.exp > 21 || d.exp < -6:
		rest := ""
		if n > 1 {
			rest = "." + d.digits[1:]
		}
		return sign + d.digits[:1] + rest + "e" + strconv.Itoa(d.exp-1)
	case d.exp <= 0:
		return sign + "0." + strings.Repeat("0", -d.exp) + d.digits
	case n <= d.exp:
		return sign + d.digits + strings.Repeat("0", d.exp-n)
	}
	return sign + d.digits[:d.exp] + "." + d.digits[d.exp:]
}
