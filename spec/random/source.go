package random

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"example.com/toeline/spec/jsonpointer"
)

// Choices are the choices that a value is made by: lists of numbers, by the place in the value
// that they are for. The smaller a number, the simpler what it stands for; what is left out is
// zero.
type Choices map[string][]uint64

// Source gives the choices for one place, and keeps them.
type Source struct {
	random *rand.Rand // nil: choices are given
	given  Choices
	made   Choices
	at     string
}

// New returns a source that chooses at random.
func New(random *rand.Rand) *Source { return &Source{random: random, made: Choices{}} }

// Replay returns a source that repeats choices.
func Replay(given Choices) *Source { return &Source{given: given, made: Choices{}} }

// Choices returns what was chosen.
func (s *Source) Choices() Choices {
	all := maps.Clone(s.made)
	for at, list := range all {
		for len(list) > 0 && list[len(list)-1] == 0 {
			list = list[:len(list)-1]
		}
		if all[at] = list; len(list) == 0 {
			delete(all, at)
		}
	}
	return all
}

// At returns the source for a place below this one.
func (s *Source) At(name string) *Source {
	below := *s
	below.at += "/" + jsonpointer.Escape(name)
	return &below
}

// Draw returns a number up to most: one that how makes, or the one that is given.
func (s *Source) Draw(most uint64, how func(*rand.Rand) uint64) uint64 {
	var n uint64
	switch given := s.given[s.at]; {
	case s.random != nil:
		n = how(s.random)
	case len(s.made[s.at]) < len(given):
		n = given[len(s.made[s.at])]
	}
	n = min(n, most)
	s.made[s.at] = append(s.made[s.at], n)
	return n
}

// Below returns a number from zero to n-1.
func (s *Source) Below(n int) int {
	if n < 1 {
		return 0
	}
	return int(s.Draw(uint64(n-1), func(r *rand.Rand) uint64 { return r.Uint64N(uint64(n)) }))
}

// OneIn reports true once in n times, and false where the choice is the simplest.
func (s *Source) OneIn(n int) bool {
	return s.Draw(1, func(r *rand.Rand) uint64 {
		if r.IntN(n) == 0 {
			return 1
		}
		return 0
	}) == 1
}

// UpTo returns a number up to most, small ones more often than large ones.
func (s *Source) UpTo(most uint64) uint64 {
	return s.Draw(most, func(r *rand.Rand) uint64 {
		bits := 0
		for rest := most; rest > 0; rest >>= 1 {
			bits++
		}
		n := r.IntN(bits + 1)
		if r.IntN(8) == 0 {
			return most - min(most, uint64(r.IntN(3))) // near the bound
		}
		return r.Uint64() & (1<<n - 1)
	})
}

// Uint64 makes a source one of math/rand/v2.
func (s *Source) Uint64() uint64 {
	return s.Draw(1<<64-1, func(r *rand.Rand) uint64 { return r.Uint64() })
}

// size orders choices: those of the fewest numbers first, then those of the smallest.
func (c Choices) size() (numbers int, sum float64) {
	for _, list := range c {
		numbers += len(list)
		for _, n := range list {
			sum += float64(n)
		}
	}
	return numbers, sum
}

// IsSmallerThan reports whether choices are fewer, or smaller.
func (c Choices) IsSmallerThan(other Choices) bool {
	a, x := c.size()
	b, y := other.size()
	return a < b || a == b && x < y
}

// places lists the places of choices, sorted.
func (c Choices) places() []string { return slices.Sorted(maps.Keys(c)) }

// without returns choices without those of a place and all below it.
func (c Choices) without(place string) Choices {
	made := maps.Clone(c)
	for at := range c {
		if at == place || strings.HasPrefix(at, place+"/") {
			delete(made, at)
		}
	}
	return made
}

// with returns choices with another list at a place.
func (c Choices) with(place string, list []uint64) Choices {
	made := maps.Clone(c)
	made[place] = list
	return made
}
