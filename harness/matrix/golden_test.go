package matrix_test

import (
	"path/filepath"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/rig/golden"
	"example.com/toeline/harness/internal/sample"
	"example.com/toeline/harness/matrix"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

func TestMatrixGolden(t *testing.T) {
	waived := sample.Report("x.one A-2", "x.two A-2")
	waived.Waivers = []result.Waiver{{File: "known.yaml", Line: 3, State: result.WaiverStale}}
	waived.Requirements[1].Waived = true
	waived.Run.Stopped = "throttled"
	in := sample.Input()
	for i := range in.Cases {
		sample.Inconclusive(&in, in.Cases[i].Case.ID)
	}
	unseen := result.Fold(in)
	in = sample.Input("x.one A-1")
	sample.Inconclusive(&in, "z.put")
	some := result.Fold(in)
	some.Requirements = some.Requirements[1:]
	all := map[string][]matrix.Source{}
	add := func(test, name string, r *result.Report) {
		all[test] = append(all[test], matrix.Source{Name: name, File: name + ".json", Report: r})
	}
	add("differs", "mock|1", sample.Report("x.one A-2", "z.put C-1"))
	add("differs", "tenant", sample.Report("z.put C-1", "x.two B-1"))
	add("differs", "waived", waived)
	add("differs", "some", some)
	add("differs", "gone", unseen)
	add("alike", "a", sample.Report("x.one A-2"))
	add("alike", "b", sample.Report("x.one A-2"))
	for i := range 12 {
		r := sample.Report()
		if i%3 == 0 {
			r = sample.Report("x.one A-1")
		}
		name := "tenant-" + strings.Repeat("x", i)
		add("twelve", name, r)
	}
	for name, sources := range all {
		m, err := matrix.New(sources)
		if err != nil {
			t.Fatal(err)
		}
		var text, markdown, html strings.Builder
		for _, err := range []error{
			m.WriteText(&text, page.Options{Color: name == "differs"}), m.WriteMarkdown(&markdown),
			m.WriteHTML(&html),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		golden.File(t, filepath.Join("testdata", name+".txt"), text.String())
		if name != "differs" {
			continue
		}
		golden.File(t, filepath.Join("testdata", name+".md"), markdown.String())
		_, body, _ := strings.Cut(html.String(), "<main") // without the style of reports
		body, _, _ = strings.Cut(body, "<script")
		golden.File(t, filepath.Join("testdata", name+".html"), body)
	}
}
