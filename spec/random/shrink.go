package random

import (
	"slices"
	"strconv"
	"strings"
)

// Shrink looks for the smallest choices that fail, from some that do. fails makes a value by
// choices, and returns those that were used, and whether the value fails; it is called most times
// at most.
func Shrink(from Choices, most int, fails func(Choices) (Choices, bool)) Choices {
	s := &shrinking{best: from, left: most, fails: fails, tried: map[string]bool{}}
	for s.left > 0 {
		before := s.best
		s.leaveOut()
		s.shorten()
		s.removeItems()
		s.lower()
		if !s.best.IsSmallerThan(before) {
			break
		}
	}
	return s.best
}

type shrinking struct {
	best  Choices
	left  int
	fails func(Choices) (Choices, bool)
	tried map[string]bool
}

// try takes choices over if they fail, and are smaller.
func (s *shrinking) try(c Choices) bool {
	key := c.String()
	if s.left == 0 || s.tried[key] || !c.IsSmallerThan(s.best) {
		return false
	}
	s.tried[key] = true
	s.left--
	used, failed := s.fails(c)
	if failed && used.IsSmallerThan(s.best) {
		s.best = used
		return true
	}
	return false
}

// String is the same for the same choices.
func (c Choices) String() string {
	var b strings.Builder
	for _, place := range c.places() {
		b.WriteString(place)
		for _, n := range c[place] {
			b.WriteString(" " + strconv.FormatUint(n, 10))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// leaveOut makes whole places the simplest, those that have others below them first.
func (s *shrinking) leaveOut() {
	var all []string
	for _, place := range s.best.places() {
		for i := 1; i <= len(place); i++ {
			if i == len(place) || place[i] == '/' {
				all = append(all, place[:i])
			}
		}
	}
	slices.Sort(all)
	for _, place := range slices.Compact(all) {
		s.try(s.best.without(place))
	}
}

// shorten takes numbers out of lists. Where the first says how many follow, it is less by as many.
func (s *shrinking) shorten() {
	for _, place := range s.best.places() {
		for chunk := len(s.best[place]) / 2; chunk > 0; chunk /= 2 {
			for at := len(s.best[place]) - chunk; at >= 0; at -= chunk {
				list := s.best[place]
				if at+chunk > len(list) {
					continue
				}
				shorter := slices.Concat(list[:at], list[at+chunk:])
				if at > 0 && list[0] >= uint64(chunk) {
					counted := slices.Clone(shorter)
					counted[0] -= uint64(chunk)
					if s.try(s.best.with(place, counted)) {
						continue
					}
				}
				s.try(s.best.with(place, shorter))
			}
		}
	}
}

// removeItems takes items out of lists of values, which have numbers as names.
func (s *shrinking) removeItems() {
	for _, place := range s.best.places() {
		for item := s.best.items(place) - 1; item >= 0; item-- {
			s.try(s.best.withoutItem(place, item))
		}
	}
}

// items returns how many items below a place have choices, counted by the last of them.
func (c Choices) items(place string) int {
	most := 0
	for at := range c {
		if rest, below := strings.CutPrefix(at, place+"/"); below {
			name, _, _ := strings.Cut(rest, "/")
			if n, err := strconv.Atoi(name); err == nil && n < 1000 {
				most = max(most, n+1)
			}
		}
	}
	return most
}

// withoutItem returns choices without those of an item, where those after it have moved.
func (c Choices) withoutItem(place string, item int) Choices {
	made := Choices{}
	for at, list := range c {
		rest, below := strings.CutPrefix(at, place+"/")
		name, more, _ := strings.Cut(rest, "/")
		n, err := strconv.Atoi(name)
		switch {
		case !below || err != nil || n < item:
			made[at] = list
		case n > item:
			moved := place + "/" + strconv.Itoa(n-1)
			if more != "" {
				moved += "/" + more
			}
			made[moved] = list
		}
	}
	list := slices.Clone(c[place])
	if len(list) > 0 && list[0] > 0 {
		list[0]--
	}
	made[place] = list
	return made
}

// lower makes single numbers smaller.
func (s *shrinking) lower() {
	for _, place := range s.best.places() {
		for i := range s.best[place] {
			s.lowerOne(place, i)
		}
	}
}

// Of lists of so few numbers, each of which is one of so few, all smaller ones are tried.
const fewNumbers, fewChoices = 4, 128

func (s *shrinking) lowerOne(place string, i int) {
	to := func(n uint64) bool {
		if i >= len(s.best[place]) {
			return false
		}
		list := slices.Clone(s.best[place])
		list[i] = n
		return s.try(s.best.with(place, list))
	}
	at := func() uint64 {
		if list := s.best[place]; i < len(list) {
			return list[i]
		}
		return 0
	}
	if at() == 0 || to(0) {
		return
	}
	if len(s.best[place]) <= fewNumbers && at() <= fewChoices { // they have no order that counts
		for n := uint64(1); n < at() && !to(n); n++ {
		}
		return
	}
	for low := uint64(0); at() > 0 && at()-low > 1; { // low does not fail
		if middle := low + (at()-low)/2; !to(middle) {
			low = middle
		}
		if s.left == 0 {
			return
		}
	}
}
