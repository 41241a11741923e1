package check

import (
	"errors"
	"time"
)

// timeLayouts are RFC 3339 and the same without an offset, which then is UTC.
// A fraction of a second is taken in both.
var timeLayouts = []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05"}

var errNoTime = errors.New("no date and time that exist")

// parseTime reads a date and time that exist.
func parseTime(text string) (time.Time, error) {
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errNoTime
}
