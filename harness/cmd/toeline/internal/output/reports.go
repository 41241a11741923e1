package output

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/har"
	"example.com/toeline/harness/report/text"
	"example.com/toeline/harness/result"
)

// Reports are the reports that were asked for.
type Reports struct {
	texts []string
	Asked []Asked
	// Large are those with every exchange; they are written last, so that an interrupted run has
	// written the others by then.
	Large []Asked
	// ToStdout says that one of them goes there.
	ToStdout bool
	repro    string
	url      string
	verbose  bool
	summary  bool
}

// Asked is a report that was asked for.
type Asked struct {
	Handler report.Handler
	File    string // "-" is stdout
}

func (r Asked) write(a app.App, made *result.Report) error {
	if r.File == "-" {
		err := r.Handler.Write(a.Stdout, made)
		if _, inLog := r.Handler.(report.GitHub); inLog { // which people read
			verdict := text.Writer{Options: app.TextFor(a), Summary: true}
			err = errors.Join(err, verdict.Write(a.Stdout, made))
		}
		return err
	}
	return report.WriteFile(r.File, r.Handler, made)
}

// Add declares --report, and what changes the text for people.
func (f *Reports) Add(set *pflag.FlagSet) {
	flag.Add(set, &f.texts, "report", []string(nil),
		flag.Run|flag.Writes|flag.Replay|flag.Stated|flag.Often,
		"write a report, `FORMAT=FILE`: "+strings.Join(report.Formats(), ", ")+
			"; - is stdout; repeatable")
	flag.Add(set, &f.repro, "repro", "", flag.Call|flag.Writes|flag.Replay,
		"write a shell script that sends again what failed, by numbers, to `FILE`")
	flag.Add(set, &f.url, "report-url", "", flag.Call|flag.Replay,
		"`URL` at which the HTML report is published: markdown and github link to its causes")
	flag.Add(set, &f.summary, "summary", false, flag.Call|flag.Replay,
		"print the last line of the text alone")
	flag.Add(set, &f.verbose, "verbose", false, flag.Call|flag.Replay,
		"print every cause in full, and every header field")
	set.Lookup("verbose").Shorthand = "v"
}

// Check reads what was asked for, and tries whether its files can be written.
func (f *Reports) Check() error {
	if f.summary && f.verbose {
		return errors.New("--summary prints one line, and --verbose all of it: leave one out")
	}
	if f.repro != "" {
		if err := outfile.Usable(f.repro); err != nil {
			return fmt.Errorf("--repro %s: %w", f.repro, err)
		}
		f.Asked = append(f.Asked, Asked{report.Repro{}, f.repro})
	}
	if f.url != "" {
		u, err := url.Parse(f.url)
		if err != nil || !slices.Contains([]string{"http", "https"}, u.Scheme) || u.Host == "" ||
			u.User != nil || u.Fragment != "" || strings.ContainsAny(f.url, "()<> \"") {
			return errors.New("--report-url: write the URL of the HTML report, as " +
				"https://ci.example/1/toeline.html, without a fragment and a password")
		}
	}
	for _, text := range f.texts {
		format, file, ok := strings.Cut(text, "=")
		if !ok || file == "" {
			return fmt.Errorf("--report %s: write FORMAT=FILE, as %s, or FORMAT=- for stdout",
				text, exampleOf(format))
		}
		if _, more, several := strings.Cut(file, ","); several && strings.Contains(more, "=") {
			return fmt.Errorf("--report %s: give the flag once for each report", text)
		}
		handler, err := report.For(format)
		if err != nil {
			return fmt.Errorf("--report %s: %w", text, err)
		}
		switch handler.(type) {
		case report.Markdown:
			handler = report.Markdown{URL: f.url}
		case report.GitHub:
			handler = report.GitHub{URL: f.url}
		}
		if file != "-" {
			if err := outfile.Usable(file); err != nil {
				return fmt.Errorf("--report %s: %w", text, err)
			}
		}
		if file == "-" && f.ToStdout {
			return errors.New("--report: two reports on stdout would run into each other; name a " +
				"file for one")
		}
		f.ToStdout = f.ToStdout || file == "-"
		if _, everything := handler.(har.Writer); everything {
			f.Large = append(f.Large, Asked{handler, file})
		} else {
			f.Asked = append(f.Asked, Asked{handler, file})
		}
	}
	return nil
}

// exampleOf is how a report could be asked for where only its format was given, or its file.
func exampleOf(given string) string {
	for _, format := range report.Formats() {
		switch extension := report.Extension(format); {
		case extension == "":
		case filepath.Ext(given) == extension:
			return format + "=" + given
		case given == format:
			return format + "=toeline" + extension
		}
	}
	return "junit=toeline.xml"
}

// Write writes what was asked for, and the text for people where nothing else
// goes to stdout. It returns the run's exit code as an error.
func (f *Reports) Write(a app.App, made *result.Report) error {
	var failed error
	for _, r := range f.Asked {
		failed = errors.Join(failed, r.write(a, made))
	}
	if !f.ToStdout {
		people := text.Writer{Options: app.TextFor(a), Verbose: f.verbose, Summary: f.summary}
		failed = errors.Join(failed, people.Write(a.Stdout, made))
	}
	for _, r := range f.Large {
		failed = errors.Join(failed, r.write(a, made))
	}
	if failed != nil {
		return exit.Unknown(fmt.Errorf("writing the report: %w", failed))
	}
	code, reason := made.Run.ExitCode, made.Run.Reason
	switch {
	case code == result.ExitPassed:
		return nil
	case f.ToStdout:
		return exit.Error{Code: code, Err: errors.New(reason)} // no other output is for people
	}
	return exit.Error{Code: code}
}

// Named are the same reports, each in a file that has the name before its
// extension: out.mock.xml.
func (f *Reports) Named(name string) Reports {
	return Reports{Asked: allNamed(f.Asked, name), Large: allNamed(f.Large, name)}
}

func allNamed(all []Asked, name string) []Asked {
	var own []Asked
	for _, r := range all {
		own = append(own, Asked{r.Handler, NameIn(r.File, name)})
	}
	return own
}

// NameIn returns the name of a file with a name before its extension: out.mock.xml.
func NameIn(file, name string) string {
	extension := filepath.Ext(file)
	return strings.TrimSuffix(file, extension) + "." + name + extension
}

// Save writes the reports that go to files.
func (f *Reports) Save(made *result.Report) error {
	var failed error
	for _, r := range slices.Concat(f.Asked, f.Large) {
		failed = errors.Join(failed, report.WriteFile(r.File, r.Handler, made))
	}
	return failed
}
