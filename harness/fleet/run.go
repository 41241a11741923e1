package fleet

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// Run calls judge for each target, at most parallel at a time, and gives what
// it returned to done, one after another, in the order in which they end. A
// panic in judge is the error of its target alone. Once ctx has ended no
// further target is begun; done gets ctx's error for those that were not.
func Run[T any](ctx context.Context, members []Member, parallel int, judge func(context.Context, Member) (T, error), done func(Member, T, error)) {
	queue := make(chan Member)
	var workers sync.WaitGroup
	var one sync.Mutex
	for range min(parallel, len(members)) {
		workers.Go(func() {
			for m := range queue {
				result, err := guarded(ctx, m, judge)
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

func guarded[T any](ctx context.Context, m Member, judge func(context.Context, Member) (T, error)) (result T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a defect of toeline, please report it: %v\n%s", r, debug.Stack())
		}
	}()
	if err := ctx.Err(); err != nil {
		return result, err
	}
	return judge(ctx, m)
}
