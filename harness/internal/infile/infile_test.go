package infile_test

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"example.com/toeline/harness/internal/infile"
)

// endless is a stream of one byte, which counts what was read of it.
type endless struct {
	what byte
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.what
	}
	e.read += len(p)
	return len(p), nil
}

func TestTheBoundHoldsWhileItIsRead(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		what byte
		most int
		want string
		read int
	}{
		"zeros": {0, infile.Record, "is not text: byte 1 is zero", 1 << 16},
		"text":  {'x', infile.Small, "is larger than the 1 MiB", infile.Small + 1<<16},
	} {
		stream := &endless{what: tt.what}
		_, err := infile.All(stream, tt.most)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if stream.read > tt.read {
			t.Errorf("%s: %d bytes were read, at most %d are allowed", name, stream.read, tt.read)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "in.yaml")
	long := strings.Repeat("strict: true\n", 20_000)
	if err := os.WriteFile(path, []byte(long), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := infile.Read(path, infile.Small); err != nil || string(data) != long {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	data, err := infile.All(iotest.OneByteReader(strings.NewReader(long)), len(long))
	if err != nil || string(data) != long {
		t.Errorf("a slow stream: %d bytes, %v", len(data), err)
	}
	if _, err := infile.Read(path, 1000); err == nil ||
		!strings.HasPrefix(err.Error(), path+": is larger") {
		t.Errorf("a file over the bound: %v", err)
	}
	if _, err := infile.All(iotest.ErrReader(io.ErrUnexpectedEOF), 9); err == nil {
		t.Error("no error of the stream")
	}
	for _, bad := range []string{dir, filepath.Join(dir, "none")} {
		if _, err := infile.Read(bad, infile.Small); err == nil ||
			strings.Count(err.Error(), bad) != 1 {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if runtime.GOOS != "linux" {
		t.Skip("no /dev/zero to be read here")
	}
	if _, err := infile.Read("/dev/zero", infile.Record); err == nil ||
		!strings.Contains(err.Error(), "/dev/zero: is not text") {
		t.Errorf("/dev/zero: %v", err)
	}
	if _, err := infile.ReadRegular("/dev/null", infile.Small); err == nil {
		t.Error("a device was taken for a file that was found")
	}
}
