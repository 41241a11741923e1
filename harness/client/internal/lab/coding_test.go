package lab

import (
	"bytes"
	"io"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"example.com/toeline/spec/clients"
)

// What is sent in br and in zstd is read by decoders, in one block and in several.
func TestCodingsAreDecoded(t *testing.T) {
	t.Parallel()
	decoders := map[clients.Coding]func(io.Reader) (io.Reader, error){
		clients.Brotli: func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		clients.Zstd:   func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
	}
	for coding, decoder := range decoders {
		for _, size := range []int{0, 1, 128 << 10, 128<<10 + 1, 300_000} {
			content := bytes.Repeat([]byte("{}"), size)[:size]
			r, err := decoder(bytes.NewReader(encode(content, coding)))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, content) {
				t.Errorf("%s: %d bytes of %d: %v", coding, len(got), size, err)
			}
		}
	}
}
