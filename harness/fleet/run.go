package fleet

import (
	"context"
	"sync"
)

// Run calls judge for each target, at most parallel at a time, and calls done with what it
// returned, one call at a time, in the order in which they end. judge must not panic. Once ctx has
// ended no further target is begun; done gets the error of ctx for those that were not.
func Run[T any](
	ctx context.Context, members []Member, parallel int,
	judge func(context.Context, Member) (T, error), done func(Member, T, error),
) {
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
