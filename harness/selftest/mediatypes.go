package selftest

// The media type of an error.
func mediaTypeDefects() []Defect {
	const id = "ERA-ENV-1"
	one := plain(in(absent))
	types := []struct{ name, value string }{
		{"html", "text/html; charset=utf-8"},
		{"problem-json", "application/problem+json"},
		{"two-types", "text/html, application/json"},
	}
	var all []Defect
	for _, t := range types {
		all = append(all, Defect{"media-type/" + t.name, ids(id), answers(one, header("Content-Type", t.value))})
	}
	return append(all,
		Defect{"media-type/missing", ids(id), answers(anyError, noHeader("Content-Type"))},
		Defect{"media-type/empty", ids(id), answers(one, header("Content-Type", ""))},
		Defect{"media-type/text-plain-everywhere", ids(id), answers(anyError, header("Content-Type", "text/plain; charset=utf-8"))},
		Defect{"media-type/two-fields", ids(id), answers(one, func(a *answer) { a.header["Content-Type"] = []string{"application/json", "text/html"} })},
		Defect{"media-type/of-invalid-ids-alone", ids(id), answers(in(invalid), header("Content-Type", "text/html"))},
		Defect{"media-type/of-absent-ids-alone", ids(id), answers(in(absent), header("Content-Type", "text/html"))},
	)
}
