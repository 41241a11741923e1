package flag

import (
	"strconv"

	"github.com/spf13/pflag"
)

// Takes says what a flag takes of which a value is invalid.
func Takes(wrong *pflag.InvalidValueError) string {
	switch wrong.GetFlag().Value.Type() {
	case "duration":
		if number, err := strconv.ParseFloat(wrong.GetValue(), 64); err == nil && number > 0 {
			return "write its unit, as " + wrong.GetValue() + "s, " + wrong.GetValue() + "ms or " +
				wrong.GetValue() + "m"
		}
		return "write a time with its unit, as 500ms, 10s or 2m"
	case "int":
		return "write a whole number"
	case "uint64":
		return "write a whole number from 0"
	case "float64":
		return "write a number"
	case "bool":
		return "it is given without a value, or as --" + wrong.GetFlag().Name + "=false"
	}
	return wrong.Unwrap().Error()
}
