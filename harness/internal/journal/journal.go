// Package journal owns the record of the effects of a run: an entry that is on disk
// before each request with an effect is sent, and one with its response, so that
// the effects of a run that was killed are known. It holds no token.
package journal

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/internal/effects"
	"example.com/toeline/harness/result"
)

// The kinds of entries.
const (
	begun    = "run"      // a run begins
	sending  = "sending"  // a request is about to be sent
	answered = "answered" // its response, or why none came
	left     = "left"     // what it would have removed is still there
)

// entry is a line of a journal.
type entry struct {
	Time time.Time `json:"time"`
	Run  string    `json:"run"` // which of those in the file
	Kind string    `json:"entry"`

	Target   string `json:"target,omitempty"`   // of a run: base URL
	Document string `json:"document,omitempty"` // of a run: SHA-256

	ID     string           `json:"id,omitempty"` // the correlation id
	Case   string           `json:"case,omitempty"`
	Effect string           `json:"effect,omitempty"`
	Method string           `json:"method,omitempty"`
	Path   string           `json:"path,omitempty"`
	Items  []result.Touched `json:"items,omitempty"`

	Status    int    `json:"status,omitempty"`
	Fault     string `json:"fault,omitempty"`
	RequestID string `json:"requestId,omitempty"`
}

// entryHead begins every entry, and so every journal.
const entryHead = `{"time":"`

// File is a journal that is being written.
type File struct {
	file *os.File
	run  string

	mu     sync.Mutex
	failed error
}

var _ effects.Journal = (*File)(nil)

// Open appends a run to a journal, and creates a journal that does not exist. Target and digest
// are those of the run. The entry is on disk when Open returns.
func Open(name, target, digest string) (*File, error) {
	_, err := os.Stat(name)
	isNew := errors.Is(err, os.ErrNotExist)
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	f := &File{file: file, run: rand.Text()[:8]}
	err = f.endLine()
	if err == nil {
		err = f.write(entry{Kind: begun, Target: target, Document: digest})
	}
	if err == nil && isNew {
		err = syncFolder(name)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return f, nil
}

// endLine ends a line that a killed run left unfinished, so that the next entry has
// a line of its own.
func (f *File) endLine() error {
	info, err := f.file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file that keeps what is written", f.file.Name())
	}
	if info.Size() == 0 {
		return nil
	}
	head := make([]byte, len(entryHead))
	if _, err := f.file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if !strings.HasPrefix(entryHead, strings.TrimRight(string(head), "\x00")) {
		return fmt.Errorf("%s: holds something else than a journal: name another file",
			f.file.Name())
	}
	last := make([]byte, 1)
	if _, err := f.file.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = f.file.WriteString("\n")
	return err
}

// syncFolder makes a new file's name as lasting as its content.
func syncFolder(name string) error {
	folder, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	// Some systems cannot sync a folder: the file itself is.
	_ = folder.Sync()
	return folder.Close()
}

// Sending implements effects.Journal: the entry is on disk when it returns.
func (f *File) Sending(e result.Effect) error {
	return f.write(entry{
		Kind: sending, ID: e.ID, Case: e.Case, Effect: string(e.Effect),
		Method: e.Method, Path: e.Path, Items: e.Items,
	})
}

// Answered implements effects.Journal.
func (f *File) Answered(e result.Effect, a result.Answer) error {
	return f.write(entry{
		Kind: answered, ID: e.ID, Case: e.Case, Path: e.Path,
		Status: a.Status, Fault: a.Fault, RequestID: a.RequestID,
	})
}

// Left implements effects.Journal.
func (f *File) Left(e result.Effect, why string) error {
	return f.write(entry{
		Kind: left, ID: e.ID, Case: e.Case, Effect: string(e.Effect), Method: e.Method,
		Path: e.Path, Items: e.Items, Fault: why,
	})
}

// write appends one line and waits until it is on disk. After a failure it writes
// nothing more: what follows half a line would be lost with it.
func (f *File) write(e entry) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failed != nil {
		return f.failed
	}
	e.Time, e.Run = time.Now().UTC(), f.run
	line, err := json.Marshal(e)
	if err == nil {
		_, err = f.file.Write(append(line, '\n'))
	}
	if err == nil {
		err = f.file.Sync()
	}
	f.failed = err
	return err
}

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }
