package clients

import (
	"testing"
)

func TestEmbedded(t *testing.T) {
	t.Parallel()
	for _, name := range Documents() {
		doc, err := Embedded(name)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if len(doc.Cases) < 50 || len(doc.Operations) == 0 || len(doc.Digest) != 64 {
			t.Errorf("%s: %d cases on %d operations, digest %s", name, len(doc.Cases),
				len(doc.Operations), doc.Digest)
		}
	}
}
