package runner

import (
	"example.com/toeline/harness/internal/tally"
	"example.com/toeline/spec/random"
)

// The bounds of shrinking: of so many kinds of failures of a case the smallest input is looked for,
// each by so many inputs.
const (
	maxShrunk  = 8
	maxSmaller = 250
)

// shrink looks for the smallest instance of each kind of failure. What it sends has the numbers
// after those of the instances.
func (f *fuzzing) shrink() {
	r := f.run
	var kinds []tally.Kind
	var numbers []int
	r.locked(func() { kinds, numbers = f.pr.tally.Kinds() })
	next := f.c.Size()
	for i, kind := range kinds[:min(len(kinds), maxShrunk)] {
		from, again := f.choices(numbers[i])
		if again == nil {
			continue
		}
		random.Shrink(from, maxSmaller, func(c random.Choices) (random.Choices, bool) {
			if r.ctx.Err() != nil {
				return nil, false
			}
			o, used, ok := again(next, c)
			if !ok {
				return nil, false
			}
			next++
			fails := false
			r.locked(func() {
				fails = f.pr.tally.Replace(kind, next-1, o, used.IsSmallerThan(from))
			})
			if fails {
				from = used
			}
			return used, fails
		})
	}
}

// smaller sends an instance that choices make, under a number, and returns the choices that it was
// made by; false: they make none.
type smaller func(number int, c random.Choices) (tally.Outcome, random.Choices, bool)

// choices returns those of the instance of a number, and what sends others like it; nil: it cannot
// be made again.
func (f *fuzzing) choices(number int) (random.Choices, smaller) {
	if plan, _ := f.c.Fuzz.Plan(); plan != nil {
		return f.c.Fuzz.Input(number).Choices,
			func(as int, c random.Choices) (tally.Outcome, random.Choices, bool) {
				input := f.c.Fuzz.InputBy(c)
				return f.input(as, input), input.Choices, true
			}
	}
	from, err := f.c.Fuzz.Instance(number)
	if err != nil {
		return nil, nil
	}
	return from.Choices, func(as int, c random.Choices) (tally.Outcome, random.Choices, bool) {
		made, ok := f.c.Fuzz.Again(number, &from, c)
		if !ok {
			return tally.Outcome{}, nil, false
		}
		return f.value(as, &made), made.Choices, true
	}
}
