package throttle

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/text"
)

// retryAfter is how long a response asks to stay away, by seconds or by a date
// (RFC 9110 10.2.3). A date is read against the response's own, so that a clock
// that is wrong does no harm. given says that it asks at all.
func retryAfter(response *exchange.Response, now time.Time) (wait time.Duration, given bool) {
	text, ok := response.Header.Get("Retry-After")
	text = strings.TrimSpace(text)
	if !ok || text == "" {
		return 0, false
	}
	if strings.Trim(text, "0123456789") == "" {
		const most = int64(1<<63-1) / int64(time.Second)
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil || seconds > most { // more digits than there is time
			seconds = most
		}
		return time.Duration(seconds) * time.Second, true
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if sent, ok := response.Header.Get("Date"); ok {
		if own, err := http.ParseTime(sent); err == nil {
			now = own
		}
	}
	return max(0, until.Sub(now)), true
}

// Pause is how long to wait before a request is sent for another time, and
// whether the target asks all callers to. tries counts from 0.
func Pause(response *exchange.Response, tries int) (wait time.Duration, everybody bool) {
	own := firstPause << tries
	asked, given := retryAfter(response, time.Now())
	return max(asked, own), given || response.Status == http.StatusTooManyRequests
}

// Describe says in a line what a throttled answer asks for.
func Describe(response *exchange.Response) string {
	line := "answered " + text.Status(response.Status) + ": the target asks to retry later"
	asked, given := retryAfter(response, time.Now())
	if raw, there := response.Header.Get("Retry-After"); there && !given {
		return fmt.Sprintf("%s; its Retry-After %q is neither seconds nor a date", line,
			text.Line(raw))
	}
	if given && asked > 0 {
		line = fmt.Sprintf("answered %s: the target asks to retry in %s",
			text.Status(response.Status), asked.Round(time.Second))
	}
	return line
}
