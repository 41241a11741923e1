package fleet

import (
	"context"
	"sync"
)

// Run calls judge for each target, at most parallel at a time, and gives what
// it returned to done, one after another, in the order in which they end. judge
// makes errors of its own panics. Once ctx has ended no further target is begun;
// done gets ctx's error for those that were not.
func Run[T any](ctx context.Context, members []Member, parallel int, judge func(context.Context, Member) (T, error), done func(Member, T, error)) {
	queue := make(chan Member)
	var workers sync.WaitGroup
	var one sync.Mutex
	for range min(parallel, len(members)) {
		workers.Go(func() {
			for m := range queue {
				var result T
				err := ctx.Err()
				if err == nil {
					result, err = judge(ctx, m)
				}
				one.Lock()
				done(m, result, err)
				one.Unlock()
			}
		})
	}
	for _, m := range members {
		queue <- m
	}
	close(queue)
	workers.Wait()
}
