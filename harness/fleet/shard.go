package fleet

import (
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
)

// Shard is a part of the targets, Index of Of, counted from 0 like the indexes of CI jobs and of
// Kubernetes Jobs. The zero value takes all targets.
type Shard struct{ Index, Of int }

// ParseShard reads "i/n".
func ParseShard(text string) (Shard, error) {
	wrong := errors.New("write i/n, a part counted from 0 and how many there are, as 0/4 to 3/4")
	a, b, ok := strings.Cut(text, "/")
	if !ok {
		return Shard{}, wrong
	}
	index, err := strconv.Atoi(a)
	of, err2 := strconv.Atoi(b)
	switch {
	case err != nil || err2 != nil || index < 0 || of < 1:
		return Shard{}, wrong
	case index >= of:
		return Shard{},
			fmt.Errorf("of %d parts the last is %d/%d: they are counted from 0", of, of-1, of)
	}
	return Shard{index, of}, nil
}

// String returns the shard as ParseShard reads it.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// Takes reports whether a target belongs to the shard. It depends on the name alone, so that
// adding a target moves no other.
func (s Shard) Takes(name string) bool {
	if s.Of == 0 {
		return true
	}
	h := fnv.New32a()
	h.Write([]byte(name)) // never fails
	return int(h.Sum32()%uint32(s.Of)) == s.Index
}

// Of returns the targets of the shard, in the file's order.
func (f *File) Of(s Shard) []Member {
	var all []Member
	for _, m := range f.Members {
		if s.Takes(m.Name) {
			all = append(all, m)
		}
	}
	return all
}
