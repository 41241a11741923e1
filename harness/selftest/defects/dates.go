package defects

import (
	"bytes"
	"time"
)

// dateLayout is the page's: UTC, whole seconds, no offset.
const DateLayout = "2006-01-02T15:04:05"

func now() string { return time.Now().UTC().Format(DateLayout) }

// The date of an error: other notations, dates that never were, wrong times.
func dateDefects() []Defect {
	const form = "ERA-ENV-8"
	texts := []struct{ name, text string }{
		{"empty", ""},
		{"date-only", "2023-09-04"},
		{"us-style", "09/04/2023 05:47:56 AM"},
		{"month-13", "2023-13-04T05:47:56"},
		{"february-29-of-no-leap-year", "2023-02-29T05:47:56"},
		{"hour-25", "2023-09-04T25:47:56"},
		{"offset-without-colon", "2023-09-04T05:47:56+0200"},
		{"comma-for-fraction", "2023-09-04T05:47:56,5"},
	}
	var all []Defect
	for _, d := range texts {
		all = append(all, Defect{
			"date/" + d.name, IDs(form),
			Answers(plain(In(Unsupported)), Member("date", d.text)),
		})
	}
	return append(all,
		Defect{"date/epoch", IDs(form), Answers(AnyError, Member("date", 1693806476))},
		Defect{
			"date/an-hour-early", IDs("ERA-HDR-6"),
			Answers(AnyError,
				Dated(func(t time.Time) string { return t.Add(-time.Hour).Format(DateLayout) })),
		},
		Defect{
			"date/an-hour-late", IDs("ERA-HDR-6"),
			Answers(plain(In(Unsupported)),
				Dated(func(t time.Time) string { return t.Add(time.Hour).Format(DateLayout) })),
		},
		Defect{
			"date/the-one-of-the-page", IDs("ERA-HDR-6"),
			Answers(AnyError, Member("date", "2023-09-04T05:47:56")),
		},
		Defect{
			"date/local-time-without-offset", IDs("ERA-HDR-6"),
			Answers(AnyError,
				Dated(func(t time.Time) string { return t.In(Tokyo).Format(DateLayout) })),
		},
	)
}

var Tokyo = time.FixedZone("", 9*60*60)

// dated sets the date to a notation of now.
func Dated(f func(time.Time) string) Edit {
	return func(a *Answer) { Member("date", f(time.Now().UTC()))(a) }
}

func insertBefore(body []byte, before, text string) []byte {
	return bytes.Replace(body, []byte(before), []byte(text+before), 1)
}
