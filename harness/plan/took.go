package plan

import "time"

// Took is the sum of the times of a case's exchanges, as far as they were
// sent; zero for a case that is not known. A report tells it for every case,
// and results keep only the exchanges that something is wrong with.
func (r *Run) Took(id string) time.Duration {
	pr, ok := r.cases[id]
	if !ok {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var sum time.Duration
	for _, s := range pr.settled {
		if s.exchange != nil {
			sum += s.exchange.Total
		}
	}
	return sum
}
