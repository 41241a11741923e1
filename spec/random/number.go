package random

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"

	"example.com/toeline/spec/openapi"
)

// mostInteger is the largest number that every reader of JSON takes as it is (RFC 8259, 6).
const mostInteger = 1<<53 - 1

// number makes a number by what a schema says of it; false: it takes none that is known.
func number(s *Source, shape openapi.Shape) (any, bool) {
	low, high, ok := bounds(shape)
	if !ok {
		return nil, false
	}
	step := int64(1)
	if m := shape.MultipleOf; m != nil {
		if *m != math.Trunc(*m) || *m < 1 || *m > 1e9 {
			return nil, false
		}
		step = int64(*m)
	}
	from := int64(0) // the simplest one
	switch {
	case low > 0:
		from = low
	case high < 0:
		from = high
	}
	if from%step != 0 {
		from += step - (from%step+step)%step
	}
	negative := false
	if low < from && high > from {
		negative = s.OneIn(3)
	} else if low < from {
		negative = true
	}
	span := uint64(high - from)
	if negative {
		span = uint64(from - low)
	}
	n := int64(s.UpTo(span/uint64(step))) * step
	if negative {
		n = -n
	}
	n += from
	if shape.Type == "number" && shape.MultipleOf == nil {
		if digits := s.Below(4); digits > 0 {
			return decimal(n, digits), true
		}
	}
	return json.Number(strconv.FormatInt(n, 10)), true
}

// decimal is a number with digits behind its point.
func decimal(n int64, digits int) json.Number {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	return json.Number(new(big.Rat).SetFrac(big.NewInt(n), scale).FloatString(digits))
}

// bounds are the least and the largest whole number that a schema takes.
func bounds(shape openapi.Shape) (low, high int64, ok bool) {
	lowest, highest := -float64(mostInteger), float64(mostInteger)
	if shape.Format == "int32" {
		lowest, highest = math.MinInt32, math.MaxInt32
	}
	if shape.Min != nil {
		lowest = max(lowest, math.Ceil(*shape.Min))
	}
	if shape.Max != nil {
		highest = min(highest, math.Floor(*shape.Max))
	}
	if shape.Above != nil {
		lowest = max(lowest, math.Floor(*shape.Above)+1)
	}
	if shape.Below != nil {
		highest = min(highest, math.Ceil(*shape.Below)-1)
	}
	if lowest > highest {
		return 0, 0, false
	}
	return int64(lowest), int64(highest), true
}
