package strict

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

const (
	strTag       = "!!str"
	intTag       = "!!int"
	floatTag     = "!!float"
	boolTag      = "!!bool"
	nullTag      = "!!null"
	timestampTag = "!!timestamp"
)

// durationType is distinguished from the other integers.
var durationType = reflect.TypeFor[time.Duration]()

// Enum is a string type that takes only certain values. Allowed is called on
// the value read, and lists them in the order a message should.
type Enum interface{ Allowed() []string }

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == nullTag }

// isText reports whether n is text in YAML 1.2, where a date is text, and so is
// << that is not a key.
func isText(n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode {
		return false
	}
	tag := n.ShortTag()
	return tag == strTag || tag == timestampTag || tag == mergeTag
}

// describe names what n is, for "got …". The value is not shown: a file that is not what it was
// given for may hold secrets.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	switch n.ShortTag() {
	case nullTag:
		return "nothing"
	case intTag, floatTag:
		return "a number"
	case boolTag:
		return "a boolean"
	}
	return "text"
}

// wanted names what a Go type takes, for "… is wanted".
func wanted(t reflect.Type) string {
	if t == durationType {
		return "a duration such as 10s or 1m30s"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return wanted(t.Elem())
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return "a whole number"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list"
	}
	return "a mapping"
}

// unwanted reports that n is not what the Go type takes.
func (d *Decoder) unwanted(n *yaml.Node, t reflect.Type) {
	d.Problem(n, "%s is wanted, got %s", wanted(t), describe(n))
}

// text decodes text only: of an id written 0123 a conversion would lose the 0.
func (d *Decoder) text(n *yaml.Node, v reflect.Value) {
	switch {
	case isText(n):
		v.SetString(n.Value)
		d.checkEnum(n, v)
	case n.Kind == yaml.ScalarNode:
		d.add(PosOf(n), d.at, "text is wanted, got "+describe(n)+": put it in quotes", "")
	default:
		d.unwanted(n, v.Type())
	}
}

// checkEnum reports a string that its type does not allow.
func (d *Decoder) checkEnum(n *yaml.Node, v reflect.Value) {
	enum, ok := v.Addr().Interface().(Enum)
	if !ok {
		return
	}
	got, allowed := v.String(), enum.Allowed()
	for _, value := range allowed {
		if value == got {
			return
		}
	}
	d.Suggest(n, "%s is not allowed", got, allowed)
}

func (d *Decoder) boolean(n *yaml.Node, v reflect.Value) {
	value := strings.ToLower(n.Value)
	if n.Kind == yaml.ScalarNode && n.ShortTag() == boolTag &&
		(value == "true" || value == "false") {
		v.SetBool(value == "true")
		return
	}
	meant := ""
	if n.Kind == yaml.ScalarNode {
		meant = map[string]string{
			"true": "true", "yes": "true", "on": "true", "y": "true",
			"false": "false", "no": "false", "off": "false", "n": "false",
		}[value]
	}
	d.add(PosOf(n), d.at, wanted(v.Type())+" is wanted, got "+describe(n), meant)
}

func (d *Decoder) integer(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != intTag {
		d.unwanted(n, v.Type())
		return
	}
	if d.oddNumber(n) {
		return
	}
	i, err := strconv.ParseInt(n.Value, 0, 64)
	if err != nil || v.OverflowInt(i) {
		d.Problem(n, "a whole number is wanted, this one does not fit %d bits", v.Type().Bits())
		return
	}
	v.SetInt(i)
}

func (d *Decoder) float(n *yaml.Node, v reflect.Value) {
	if tag := n.ShortTag(); n.Kind != yaml.ScalarNode || tag != intTag && tag != floatTag {
		d.unwanted(n, v.Type())
		return
	}
	if f, ok := d.number(n); ok {
		if v.OverflowFloat(f) {
			d.Problem(n, "a number is wanted, this one does not fit %d bits", v.Type().Bits())
			return
		}
		v.SetFloat(f)
	}
}

// number reads a scalar that is tagged as a number, or reports why it is not one.
func (d *Decoder) number(n *yaml.Node) (float64, bool) {
	if d.oddNumber(n) {
		return 0, false
	}
	if i, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
		return float64(i), true
	}
	f, err := strconv.ParseFloat(n.Value, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		d.Problem(n, "a finite number is wanted")
		return 0, false
	}
	return f, true
}

// oddNumber reports numbers that YAML 1.1 and 1.2 read differently.
func (d *Decoder) oddNumber(n *yaml.Node) bool {
	digits := strings.TrimLeft(n.Value, "+-")
	odd := strings.Contains(digits, "_") || strings.HasPrefix(digits, "0b") ||
		len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9'
	if odd {
		d.Problem(n,
			"YAML 1.1 and 1.2 read this number differently: write it in plain decimal, or "+
				"in quotes if text was meant")
	}
	return odd
}

func (d *Decoder) duration(n *yaml.Node, v reflect.Value) {
	if isText(n) {
		if value, err := time.ParseDuration(n.Value); err == nil {
			v.SetInt(int64(value))
			return
		}
	}
	unit := ""
	if n.Kind == yaml.ScalarNode {
		if _, err := time.ParseDuration(n.Value + "s"); err == nil {
			unit = ": write its unit too"
		}
	}
	d.Problem(n, "%s is wanted, got %s%s", wanted(v.Type()), describe(n), unit)
}
