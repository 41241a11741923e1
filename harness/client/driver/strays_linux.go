package driver

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	// strayInterval is how often the processes that a command has started are looked for. One that
	// leaves its parent and its environment behind sooner is not found.
	strayInterval = 50 * time.Millisecond
	// strayRounds and strayPause bound how long the end of processes is waited for: while they end,
	// they may start others.
	strayRounds = 100
	strayPause  = 10 * time.Millisecond
)

// strays are the processes that a command has started, directly or not, whatever group or session
// they have moved to. They are recognized by their parents while these live, and by a variable.
type strays struct {
	mark  string // NAME=VALUE, of the environment of the command
	began uint64 // when the command did: what is older is none of them
	stop  chan struct{}

	mu    sync.Mutex
	known map[int]uint64 // when each began, by its id: ids are used again
}

// trackStrays begins to look for what a running command starts.
func trackStrays(root int, mark string) *strays {
	s := &strays{mark: mark, stop: make(chan struct{}), known: map[int]uint64{}}
	if p, ok := readProc(root); ok {
		s.known[root], s.began = p.began, p.began
	}
	go s.track()
	return s
}

func (s *strays) track() {
	ticker := time.NewTicker(strayInterval)
	defer ticker.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-ticker.C:
			s.grow()
		}
	}
}

// grow adds the children of the processes that are known, and theirs. It reads nothing of others.
func (s *strays) grow() {
	s.mu.Lock()
	defer s.mu.Unlock()
	queue := slices.Collect(maps.Keys(s.known))
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		if p, ok := readProc(id); !ok || p.began != s.known[id] {
			continue // it has ended
		}
		for _, child := range children(id) {
			if _, isKnown := s.known[child]; isKnown {
				continue
			}
			if p, ok := readProc(child); ok {
				s.known[child] = p.began
				queue = append(queue, child)
			}
		}
	}
}

// children returns the ids of the children of a process, by all its threads.
func children(id int) []int {
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", id))
	if err != nil {
		return nil
	}
	var all []int
	for _, name := range lists {
		list, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		for _, word := range strings.Fields(string(list)) {
			if child, err := strconv.Atoi(word); err == nil {
				all = append(all, child)
			}
		}
	}
	return all
}

// find adds the processes whose environment has the mark, and the children of those that are known.
// It returns what is known and runs.
func (s *strays) find() []proc {
	all := running()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range all {
		if _, isKnown := s.known[p.id]; !isKnown && p.began >= s.began && p.hasVariable(s.mark) {
			s.known[p.id] = p.began
		}
	}
	for grown := true; grown; {
		grown = false
		for _, p := range all {
			_, isKnown := s.known[p.id]
			if _, parent := s.known[p.parent]; parent && !isKnown {
				s.known[p.id], grown = p.began, true
			}
		}
	}
	var alive []proc
	for _, p := range all {
		if began, isKnown := s.known[p.id]; isKnown && began == p.began {
			alive = append(alive, p)
		}
	}
	for id := range s.known { // what has ended is no parent, and its id may be used again
		if !slices.ContainsFunc(alive, func(p proc) bool { return p.id == id }) {
			delete(s.known, id)
		}
	}
	return alive
}

// end ends the processes, and returns those that cannot be ended, by id and name.
func (s *strays) end() []string {
	var left []proc
	for range strayRounds {
		if left = s.find(); len(left) == 0 {
			return nil
		}
		for _, p := range left {
			_ = syscall.Kill(p.id, syscall.SIGKILL)
		}
		time.Sleep(strayPause)
	}
	var names []string
	for _, p := range left {
		names = append(names, fmt.Sprintf("%d (%s)", p.id, p.name))
	}
	return names
}

// forget ends the search.
func (s *strays) forget() { close(s.stop) }

// proc is a running process.
type proc struct {
	id, parent int
	name       string
	began      uint64 // in ticks since the system began
}

// running lists the processes that run, but for those that have ended and wait for their parent.
func running() []proc {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var all []proc
	for _, e := range entries {
		id, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if p, ok := readProc(id); ok {
			all = append(all, p)
		}
	}
	return all
}

// readProc reads what the system says of a process.
func readProc(id int) (proc, bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", id))
	if err != nil {
		return proc{}, false
	}
	_, rest, _ := strings.Cut(string(stat), "(")
	end := strings.LastIndex(rest, ") ") // a name may have parentheses
	if end < 0 {
		return proc{}, false
	}
	fields := strings.Fields(rest[end+2:]) // from the state on, the third of proc(5)
	if len(fields) < 20 || fields[0] == "Z" || fields[0] == "X" {
		return proc{}, false
	}
	parent, _ := strconv.Atoi(fields[1])
	began, err := strconv.ParseUint(fields[19], 10, 64)
	return proc{id: id, parent: parent, name: rest[:end], began: began}, err == nil
}

// hasVariable reports whether a process began with a variable, given as NAME=VALUE.
func (p proc) hasVariable(variable string) bool {
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", p.id))
	if err != nil {
		return false // another user's, or it has ended
	}
	for one := range bytes.SplitSeq(environ, []byte{0}) {
		if string(one) == variable {
			return true
		}
	}
	return false
}
