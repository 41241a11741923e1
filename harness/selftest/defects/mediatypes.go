package defects

// The media type of an error.
func mediaTypeDefects() []Defect {
	const id = "ERA-ENV-1"
	one := plain(In(Absent))
	types := []struct{ name, value string }{
		{"html", "text/html; charset=utf-8"},
		{"problem-json", "application/problem+json"},
		{"two-types", "text/html, application/json"},
	}
	var all []Defect
	for _, t := range types {
		all = append(all, Defect{
			"media-type/" + t.name, IDs(id),
			Answers(one, Header("Content-Type", t.value)),
		})
	}
	return append(all,
		Defect{"media-type/missing", IDs(id), Answers(AnyError, NoHeader("Content-Type"))},
		Defect{"media-type/empty", IDs(id), Answers(one, Header("Content-Type", ""))},
		Defect{
			"media-type/text-plain-everywhere", IDs(id),
			Answers(AnyError, Header("Content-Type", "text/plain; charset=utf-8")),
		},
		Defect{
			"media-type/two-fields", IDs(id),
			Answers(one, func(a *Answer) {
				a.Header["Content-Type"] = []string{
					"application/json",
					"text/html",
				}
			}),
		},
		Defect{
			"media-type/of-invalid-ids-alone", IDs(id),
			Answers(In(Invalid), Header("Content-Type", "text/html")),
		},
		Defect{
			"media-type/of-absent-ids-alone", IDs(id),
			Answers(In(Absent), Header("Content-Type", "text/html")),
		},
	)
}
