package flag

import "github.com/spf13/pflag"

// Takes says what a flag takes of which a value is invalid.
func Takes(wrong *pflag.InvalidValueError) string {
	switch wrong.GetFlag().Value.Type() {
	case "duration":
		return "write a time with its unit, as 500ms, 10s or 2m"
	case "int", "uint64":
		return "write a whole number"
	case "float64":
		return "write a number"
	case "bool":
		return "it is given without a value"
	}
	return wrong.Unwrap().Error()
}
