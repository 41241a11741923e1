package recording

import (
	"fmt"
	"strings"
)

// maxRecorded is how many bytes a recording takes in memory. Beyond it large responses are cut like
// those of a report, and of the random requests of a fuzz case, whose number has no bound, those
// that follow are left out.
const maxRecorded = 32 << 20

// entrySize is about what an entry takes beside its response, in bytes.
const entrySize = 512

// Recorder keeps what a run sends and what comes back. The zero value has kept nothing. It has no
// lock.
type Recorder struct {
	// Dropped is how many exchanges were over the bound.
	Dropped int

	entries []Recorded
	bytes   int
	values  map[string]map[string]int // the number of a value, by its place
}

// Add keeps an entry.
func (rec *Recorder) Add(entry Recorded) {
	rec.bytes += entrySize
	if entry.Exchange != nil {
		rec.bytes += entry.Exchange.Size()
	}
	rec.entries = append(rec.entries, entry)
}

// Full reports whether so many bytes more are over the bound.
func (rec *Recorder) Full(more int) bool { return rec.bytes+more > maxRecorded }

// Number returns the number of a value at a place, which is the same for the same value.
func (rec *Recorder) Number(where, value string) int {
	if rec.values == nil {
		rec.values = map[string]map[string]int{}
	}
	if rec.values[where] == nil {
		rec.values[where] = map[string]int{}
	}
	n, known := rec.values[where][value]
	if !known {
		n = len(rec.values[where]) + 1
		rec.values[where][value] = n
	}
	return n
}

// Entries returns one entry of each request: of one that was sent again alone, what came last.
func (rec *Recorder) Entries() []Recorded {
	at := make(map[Key]int, len(rec.entries))
	kept := make([]Recorded, 0, len(rec.entries))
	for _, entry := range rec.entries {
		key := entry.Key()
		if i, ok := at[key]; ok {
			kept[i] = entry
			continue
		}
		at[key] = len(kept)
		kept = append(kept, entry)
	}
	return kept
}

// Lacking says why a recording may hold no exchange of a case.
func (rec *Recording) Lacking() string {
	why := "the recording holds no exchange of it"
	var narrowed []string
	for _, n := range []struct {
		flag  string
		words []string
	}{{"--only", rec.Only}, {"--skip", rec.Skip}, {"--level", []string{string(rec.Level)}}} {
		for _, word := range n.words {
			if word != "" && word != "may" {
				narrowed = append(narrowed, n.flag+" "+word)
			}
		}
	}
	if len(narrowed) > 0 {
		why += ": it was made with " + strings.Join(narrowed, " ")
	}
	if rec.Dropped > 0 {
		why += fmt.Sprintf(": %d were over the bound of %d MiB", rec.Dropped, maxRecorded>>20)
	}
	return why
}
