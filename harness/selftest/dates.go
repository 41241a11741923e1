package selftest

import (
	"bytes"
	"time"
)

// dateLayout is the page's: UTC, whole seconds, no offset.
const dateLayout = "2006-01-02T15:04:05"

func now() string { return time.Now().UTC().Format(dateLayout) }

// The date of an error: other notations, dates that never were, wrong times.
func dateDefects() []Defect {
	const form = "ERA-ENV-8"
	texts := []struct{ name, text string }{
		{"empty", ""},
		{"word", "soon"},
		{"date-only", "2023-09-04"},
		{"time-only", "05:47:56"},
		{"without-seconds", "2023-09-04T05:47"},
		{"with-a-space", "2023-09-04 05:47:56"},
		{"lower-case-t", "2023-09-04t05:47:56"},
		{"us-style", "09/04/2023 05:47:56 AM"},
		{"http-style", "Mon, 04 Sep 2023 05:47:56 GMT"},
		{"basic-format", "20230904T054756Z"},
		{"two-digit-year", "23-09-04T05:47:56"},
		{"epoch-text", "1693806476"},
		{"dot-net-json", "/Date(1693806476000)/"},
		{"week-date", "2023-W36-1T05:47:56"},
		{"month-13", "2023-13-04T05:47:56"},
		{"month-0", "2023-00-04T05:47:56"},
		{"day-32", "2023-09-32T05:47:56"},
		{"day-0", "2023-09-00T05:47:56"},
		{"february-30", "2023-02-30T05:47:56"},
		{"february-29-of-no-leap-year", "2023-02-29T05:47:56"},
		{"september-31", "2023-09-31T05:47:56"},
		{"hour-24", "2023-09-04T24:00:00"},
		{"hour-25", "2023-09-04T25:47:56"},
		{"minute-60", "2023-09-04T05:60:56"},
		{"second-61", "2023-09-04T05:47:61"},
		{"offset-without-minutes", "2023-09-04T05:47:56+02"},
		{"offset-without-colon", "2023-09-04T05:47:56+0200"},
		{"zone-name", "2023-09-04T05:47:56 UTC"},
		{"fraction-without-digits", "2023-09-04T05:47:56.Z"},
		{"comma-for-fraction", "2023-09-04T05:47:56,5"},
		{"trailing-space", "2023-09-04T05:47:56 "},
		{"full-width-digit", "2023-09-04T05:47:5\uff16"},
	}
	var all []Defect
	for _, d := range texts {
		all = append(all, Defect{"date/" + d.name, ids(form), answers(plain(in(unsupported)), member("date", d.text))})
	}
	return append(all,
		Defect{"date/epoch", inErrors(form), answers(anyError, member("date", 1693806476))},
		Defect{"date/epoch-milliseconds", inErrors(form), answers(anyError, member("date", 1693806476123))},
		Defect{"date/an-hour-early", inErrors("ERA-HDR-6"), answers(anyError, dated(func(t time.Time) string { return t.Add(-time.Hour).Format(dateLayout) }))},
		Defect{"date/an-hour-late", ids("ERA-HDR-6"), answers(plain(in(unsupported)), dated(func(t time.Time) string { return t.Add(time.Hour).Format(dateLayout) }))},
		Defect{"date/eleven-minutes-early", ids("ERA-HDR-6"), answers(plain(in(absent)), dated(func(t time.Time) string { return t.Add(-11 * time.Minute).Format(dateLayout) }))},
		Defect{"date/the-one-of-the-page", inErrors("ERA-HDR-6"), answers(anyError, member("date", "2023-09-04T05:47:56"))},
		Defect{"date/year-1", ids("ERA-HDR-6"), answers(plain(in(absent)), member("date", "0001-01-01T00:00:00"))},
		Defect{"date/local-time-without-offset", inErrors("ERA-HDR-6"), answers(anyError, dated(func(t time.Time) string { return t.In(tokyo).Format(dateLayout) }))},
		Defect{"date/local-time-with-z", inErrors("ERA-HDR-6"), answers(anyError, dated(func(t time.Time) string { return t.In(tokyo).Format(dateLayout) + "Z" }))},
		Defect{"date/offset-of-the-wrong-sign", ids("ERA-HDR-6"), answers(plain(in(absent)), dated(func(t time.Time) string { return t.In(tokyo).Format(dateLayout) + "-09:00" }))},
	)
}

var tokyo = time.FixedZone("", 9*60*60)

// dated sets the date to a notation of now.
func dated(f func(time.Time) string) edit {
	return func(a *answer) { member("date", f(time.Now().UTC()))(a) }
}

func insertBefore(body []byte, before, text string) []byte {
	return bytes.Replace(body, []byte(before), []byte(text+before), 1)
}
