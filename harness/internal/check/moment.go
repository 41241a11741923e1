package check

import (
	"errors"
	"regexp"
	"strings"
	"time"
)

// timeLayouts are RFC 3339 and the same without an offset, which then is UTC. Both accept a
// fraction of a second.
var timeLayouts = []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05"}

// timeForm is the form of those layouts. The time package alone accepts more: a comma before the
// fraction, an hour of one digit, an offset of 24 hours.
var timeForm = regexp.MustCompile(
	`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$`)

var errNoTime = errors.New("no date and time that exist")

// parseTime reads a date and time that exist.
func parseTime(text string) (time.Time, error) {
	if !timeForm.MatchString(text) {
		return time.Time{}, errNoTime
	}
	layout := timeLayouts[1]
	if strings.ContainsAny(text[len(layout):], "Z+-") {
		layout = timeLayouts[0]
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		return time.Time{}, errNoTime
	}
	return t, nil
}
