package summary

import (
	"strconv"
	"strings"

	"example.com/toeline/harness/result"
)

// PlaceIn returns the file of the user, and the line in it, at which a scanner or a code host shows
// what is said of a requirement: where it is written, if that is a file of the user; else the
// waivers file, the settings file, or the fixtures. Line 0 is the file as a whole. It is never that
// of an embedded contract.
func PlaceIn(r *result.Report, requirement string) (file string, line int) {
	known, ok := r.Requirement(requirement)
	if ok && known.File != "" { // an overlay
		return known.File, known.Line
	}
	if d := &r.Run.Document; !d.Embedded && !strings.Contains(d.File, "://") && d.File != "" {
		if ok {
			line = known.Line
		}
		return d.File, line
	}
	for i := range r.Waivers {
		if r.Waivers[i].File != "" {
			return r.Waivers[i].File, 1
		}
	}
	for _, s := range r.Run.Settings {
		at := strings.LastIndex(s.From, ":")
		if at < 0 {
			continue
		}
		if n, err := strconv.Atoi(s.From[at+1:]); err == nil {
			return s.From[:at], n
		}
	}
	if f := r.Run.Fixtures; f != "" && f != "embedded" && f != "-" {
		return f, 1
	}
	return settingsFile, 1
}

// settingsFile is where a user names a document or waivers, if a run knew of no other file: code
// hosts refuse what has no place.
const settingsFile = "toeline.yaml"

// PlaceOfCause is PlaceIn for a cause: a waived one is at its waiver.
func PlaceOfCause(r *result.Report, c *result.Cause) (file string, line int) {
	if w := r.WaiverOf(c.Waiver); w != nil && w.File != "" {
		return w.File, w.Line
	}
	return PlaceIn(r, c.Requirement)
}
