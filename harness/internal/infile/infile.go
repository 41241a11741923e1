// Package infile reads files and streams of text within a bound that holds while they are read. It
// knows nothing of what they hold, and its errors quote nothing of it.
package infile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// The bounds of files, in bytes.
const (
	// Small is for what people write by hand, and for keys and certificates.
	Small = 1 << 20
	// Contract is for contracts and fixtures: the largest public descriptions have 13 MB.
	Contract = 32 << 20
	// Record is for what a run writes: reports, recordings and journals.
	Record = 256 << 20
)

// Read reads a file of text, of at most so many bytes. A device that never ends is refused as soon
// as it is seen to be one.
func Read(name string, most int) ([]byte, error) {
	file, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := All(file, most)
	if err != nil {
		var failed *fs.PathError
		if errors.As(err, &failed) { // it names the file
			return nil, err
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

// ReadRegular is Read for a file that the user did not name: a pipe could block it for ever.
func ReadRegular(name string, most int) ([]byte, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: is not a regular file", name)
	}
	return Read(name, most)
}

// All reads a stream of text, of at most so many bytes.
func All(r io.Reader, most int) ([]byte, error) {
	expected := 0
	if file, ok := r.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			if info.Size() > int64(most) {
				return nil, tooLarge(most)
			}
			expected = int(info.Size())
		}
	}
	return readAll(r, most, expected)
}

// chunk is how many bytes are read, and looked at, at a time.
const chunk = 32 << 10

// readAll reads into one slice of the expected size, and else into one that grows by half.
func readAll(r io.Reader, most, expected int) ([]byte, error) {
	data := make([]byte, 0, min(expected, most)+chunk)
	for {
		if cap(data)-len(data) < chunk {
			grown := make([]byte, len(data), min(len(data)+len(data)/2, most)+2*chunk)
			copy(grown, data)
			data = grown
		}
		n, err := r.Read(data[len(data):min(len(data)+chunk, cap(data))])
		read := data[len(data) : len(data)+n]
		if i := bytes.IndexByte(read, 0); i >= 0 {
			return nil, fmt.Errorf("is not text: byte %d is zero", len(data)+i+1)
		}
		if data = data[:len(data)+n]; len(data) > most {
			return nil, tooLarge(most)
		}
		switch {
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		}
	}
}

func tooLarge(most int) error {
	return fmt.Errorf("is larger than the %d MiB that are read of such a file", most>>20)
}
