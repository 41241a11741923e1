package mock

import (
	"fmt"
	"testing"
)

// TestStoreIsBounded holds that no number of requests makes the store grow for ever.
func TestStoreIsBounded(t *testing.T) {
	s := newStore()
	for i := range maxStored + 100 {
		s.set(fmt.Sprintf("/a/%d", i), item{made: true}, true)
	}
	if len(s.items) != maxStored || len(s.order) != maxStored {
		t.Errorf("%d items, %d in order", len(s.items), len(s.order))
	}
	s = newStore()
	for i := range maxStored + 100 {
		path := fmt.Sprintf("/a/%d", i)
		s.set(path, item{made: true, bytes: 10}, true)
		s.remove(path)
	}
	if len(s.items) != 0 || len(s.order) != 0 || s.bytes != 0 || len(s.gone) > maxStored {
		t.Errorf("%d items, %d in order, %d bytes, %d gone", len(s.items), len(s.order), s.bytes,
			len(s.gone))
	}
	for i := range 100 {
		s.set("/b", item{members: map[string]any{"n": i}, bytes: 1 << 20}, true)
	}
	if found, _, _ := s.get("/b"); s.bytes > 2<<20 || found.members["n"] != 99 {
		t.Errorf("replaced: %d bytes, %v", s.bytes, found.members)
	}
	for i := range 100 {
		s.set("/c", item{members: map[string]any{"n": i}, bytes: 1 << 20}, false)
	}
	if found, _, _ := s.get("/c"); s.bytes > maxStoredBytes || found.members["n"] == 99 {
		t.Errorf("%d bytes, %v", s.bytes, found.members)
	}
}
