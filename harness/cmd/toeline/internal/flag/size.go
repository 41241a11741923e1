package flag

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// Size is a number of bytes that a flag sets, written as 65536, 64KiB, 16MiB or 1GiB.
type Size int

var _ pflag.Value = (*Size)(nil)

// maxSize is the largest Size that a flag takes.
const maxSize = 1 << 30

var sizeUnits = []struct {
	name  string
	bytes int
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}, {"", 1}}

// Set implements pflag.Value.
func (s *Size) Set(text string) error {
	for _, unit := range sizeUnits {
		number, ok := strings.CutSuffix(text, unit.name)
		if !ok {
			continue
		}
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > maxSize/unit.bytes {
			break
		}
		*s = Size(n * unit.bytes)
		return nil
	}
	return errors.New("write a number of bytes from 1 to 1GiB, as 65536, 64KiB or 16MiB")
}

// String implements pflag.Value.
func (s *Size) String() string {
	for _, unit := range sizeUnits {
		if n := int(*s); n > 0 && n%unit.bytes == 0 && unit.name != "B" {
			return fmt.Sprintf("%d%s", n/unit.bytes, unit.name)
		}
	}
	return "0"
}

// Type implements pflag.Value.
func (s *Size) Type() string { return "size" }
