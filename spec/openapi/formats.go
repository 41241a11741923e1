package openapi

import (
	"encoding/base64"
	"math"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// formats are the formats of texts that are checked.
var formats = map[string]func(string) bool{
	"uuid": regexp.MustCompile(
		`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`,
	).MatchString,
	"date":          isDate,
	"date-time":     isDateTime,
	"time":          isTime,
	"duration":      isDuration,
	"email":         isEmail,
	"uri":           func(s string) bool { u, ok := parsedURI(s); return ok && u.Scheme != "" },
	"url":           func(s string) bool { u, ok := parsedURI(s); return ok && u.Scheme != "" },
	"uri-reference": func(s string) bool { _, ok := parsedURI(s); return ok },
	"hostname":      isHostname,
	"ipv4": func(s string) bool {
		a, err := netip.ParseAddr(s)
		return err == nil && a.Is4()
	},
	"ipv6": func(s string) bool {
		a, err := netip.ParseAddr(s)
		return err == nil && a.Is6() && a.Zone() == ""
	},
	"byte":         isBase64,
	"json-pointer": regexp.MustCompile(`^(/([^~/]|~[01])*)*$`).MatchString,
	"regex":        func(s string) bool { _, err := compilePattern(s); return err == nil },
}

// integerFormats are the formats of numbers that are checked, with their bounds.
var integerFormats = map[string][2]decimal{
	"int32": {mustDecimal(math.MinInt32), mustDecimal(math.MaxInt32)},
	"int64": {mustDecimal(math.MinInt64), mustDecimal(math.MaxInt64)},
}

// silentFormats say how a value is shown or carried, and demand nothing of it.
var silentFormats = map[string]bool{
	"": true, "binary": true, "password": true, "float": true, "double": true, "string": true,
}

func mustDecimal(n int64) decimal {
	d, _ := parseDecimal(strconv.FormatInt(n, 10))
	return d
}

func isDate(s string) bool {
	_, err := time.Parse("2006-01-02", s)
	return err == nil
}

var dateTime = regexp.MustCompile(
	`^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$`,
)

func isDateTime(s string) bool {
	m := dateTime.FindStringSubmatch(s)
	return m != nil && isDate(m[1]) && isClock(m[2], m[4])
}

var timeOfDay = regexp.MustCompile(`^(\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$`)

func isTime(s string) bool {
	m := timeOfDay.FindStringSubmatch(s)
	return m != nil && isClock(m[1], m[3])
}

// isClock reports whether a time and its offset exist; a leap second does.
func isClock(clock, offset string) bool {
	if strings.HasSuffix(clock, ":60") {
		clock = strings.TrimSuffix(clock, "60") + "59"
	}
	if _, err := time.Parse("15:04:05", clock); err != nil {
		return false
	}
	if len(offset) == 1 {
		return true
	}
	_, err := time.Parse("15:04", offset[1:])
	return err == nil
}

var duration = regexp.MustCompile(
	`^P(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$`,
)

func isDuration(s string) bool {
	return duration.MatchString(s) && s != "P" && !strings.HasSuffix(s, "T")
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && !strings.ContainsAny(s, "<>") ||
		strings.Contains(s, "@[") && strings.HasSuffix(s, "]") // an address of a host
}

func parsedURI(s string) (*url.URL, bool) {
	if strings.ContainsAny(s, " <>\"{}|\\^`") {
		return nil, false
	}
	u, err := url.Parse(s)
	return u, err == nil
}

var hostLabel = regexp.MustCompile(`^[0-9A-Za-z_]([0-9A-Za-z_-]{0,61}[0-9A-Za-z_])?$`)

func isHostname(s string) bool {
	if s == "" || len(s) > 253 {
		return false
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(s, "."), ".") {
		if !hostLabel.MatchString(label) {
			return false
		}
	}
	return true
}

func isBase64(s string) bool {
	s = strings.NewReplacer("\r", "", "\n", "").Replace(s)
	for _, encoding := range []*base64.Encoding{
		base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding,
	} {
		if _, err := encoding.DecodeString(s); err == nil {
			return true
		}
	}
	return false
}
