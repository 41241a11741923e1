package clientlab

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// exitTime is how long a client may take to end after its input has.
const exitTime = 5 * time.Second

// hungMost is how many calls in a row may hang by themselves before the rest
// is left: a client that never answers is known by then.
const hungMost = 3

// deadMost is how many calls may bring a client down that has done nothing
// yet, before it is said to do nothing at all.
const deadMost = 3

// session drives a client that is sent to one base URL.
type session struct {
	run  *run
	base string
}

// ending says how a process ended its work.
type ending int

const (
	finished ending = iota // every call was answered
	crashed                // it ended, or closed its output, before
	hung                   // no sign of life in time
	stopped                // the run ends
)

// drive makes calls with as few processes as it takes. Where one dies with
// several calls open, each of them is made again alone, to see which it was.
func (s *session) drive(ctx context.Context, calls []*call) error {
	for len(calls) > 0 && s.goesOn(ctx) {
		p, err := s.start(ctx)
		if err != nil {
			return err
		}
		end, open, rest := p.work(ctx, calls, s.run.options.Concurrency)
		calls = rest
		if end == finished || end == stopped || s.run.options.Attached {
			break
		}
		if why, err := s.lifeless(ctx, p, end); why != "" || err != nil {
			s.run.preflight = why
			if err != nil {
				return err
			}
			break
		}
		if err := s.alone(ctx, p, end, open); err != nil {
			return err
		}
	}
	for _, c := range calls {
		c.unjudged = s.run.why(ctx)
	}
	return nil
}

// goesOn says whether another process makes sense.
func (s *session) goesOn(ctx context.Context) bool {
	return ctx.Err() == nil && s.run.cutShort == "" && s.run.preflight == ""
}

// why says why a call was not made.
func (r *run) why(ctx context.Context) string {
	switch {
	case r.preflight != "":
		return r.preflight
	case r.cutShort == "" && ctx.Err() != nil:
		r.cutShort = stopReason(ctx)
	case r.cutShort == "":
		return "the client was not asked: the attached driver went away"
	}
	return "not made: " + r.cutShort
}

func stopReason(ctx context.Context) string {
	cause := context.Cause(ctx)
	if errors.Is(cause, context.Canceled) {
		return "interrupted"
	}
	return cause.Error()
}

// alone makes each of the calls that were open when a process died again, in
// a process of its own. If it was one, it is known already.
func (s *session) alone(ctx context.Context, dead *process, end ending, open []*call) error {
	if len(open) == 1 {
		s.blame(open[0], dead, end)
		return nil
	}
	innocent := true
	first := ""
	for _, c := range open {
		if !s.goesOn(ctx) {
			c.unjudged = s.run.why(ctx)
			continue
		}
		s.run.lab.renew(c, s.run.ids.guid())
		p, err := s.start(ctx)
		if err != nil {
			return err
		}
		again, left, _ := p.work(ctx, []*call{c}, 1)
		switch {
		case again == stopped:
			c.unjudged = s.run.why(ctx)
		case len(left) > 0:
			innocent = false
			s.blame(c, p, again)
			if s.run.dead++; !s.run.lab.alive() && s.run.dead == deadMost {
				s.run.preflight = p.lifeless("the client ended whenever it was asked to make a call (" + p.how + ")")
				return nil
			}
		case first == "":
			first = c.ID
		}
	}
	// Together they brought it down, and none does by itself.
	if innocent && len(open) > 0 && s.goesOn(ctx) {
		open[0].fate = s.fate(dead, end) + fmt.Sprintf("; %d calls were open then, and none does this alone", len(open))
		open[0].stderr = dead.Stderr()
	}
	return nil
}

// blame says of a call that the client failed to answer it, unless it was told
// to wait for longer than the lab does: then it is judged by its requests.
func (s *session) blame(c *call, p *process, end ending) {
	c.stderr = p.Stderr()
	if end == hung && s.run.lab.toldToWait(c, s.run.options.Timeout) {
		s.run.hung = 0
		return
	}
	c.fate = s.fate(p, end)
	if end != hung {
		s.run.hung = 0
		return
	}
	if s.run.hung++; s.run.hung == hungMost {
		s.run.cutShort = fmt.Sprintf("the client hung %d times in a row", hungMost)
	}
}

func (s *session) fate(p *process, end ending) string {
	if end == hung {
		return fmt.Sprintf("hung: no sign of life for %s", s.run.options.Timeout)
	}
	return "crashed: " + p.how
}

// start starts the client.
func (s *session) start(ctx context.Context, more ...string) (*process, error) {
	// The process outlives the context by the time that its end takes.
	started, err := s.run.options.Program.Start(context.WithoutCancel(ctx), append(s.run.environment(s.base), more...))
	if err != nil {
		return nil, err
	}
	return &process{Process: started, run: s.run, lines: readLines(started.Stdout)}, nil
}

// process is a client at work.
type process struct {
	*Process
	run   *run
	lines <-chan line

	open   []*call // asked, not answered
	last   time.Time
	latest *call  // that was answered last
	how    string // it ended
}

// line is a line of the client's output, or why there is none.
type line struct {
	text []byte
	err  error // too long
}

// readLines reads an output to its end.
func readLines(r io.Reader) <-chan line {
	lines := make(chan line, 64)
	go func() {
		defer close(lines)
		reader := bufio.NewReaderSize(r, 64<<10)
		for {
			text, err := readLine(reader)
			if len(text) > 0 || errors.Is(err, errLong) {
				lines <- line{text: text, err: onlyLong(err)}
			}
			if err != nil && !errors.Is(err, errLong) {
				return
			}
		}
	}()
	return lines
}

var errLong = fmt.Errorf("a line of more than %d bytes", MaxLine)

func onlyLong(err error) error {
	if errors.Is(err, errLong) {
		return err
	}
	return nil
}

// readLine reads a line without its end, at most MaxLine bytes of it.
func readLine(r *bufio.Reader) ([]byte, error) {
	var text []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if len(text)+len(part) <= MaxLine {
			text = append(text, part...)
		} else {
			long = true
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if long {
			return text[:min(len(text), 100)], errLong
		}
		return []byte(strings.TrimRight(string(text), "\r\n")), err
	}
}

// work asks for calls, so many at a time, and takes the answers. It returns
// those that were open when the work ended, and those not asked for.
func (p *process) work(ctx context.Context, queue []*call, window int) (end ending, open, rest []*call) {
	asked := make(chan []byte, len(queue))
	go func() {
		for text := range asked {
			if _, err := p.Stdin.Write(text); err != nil {
				break // its end is seen elsewhere
			}
		}
		p.Stdin.Close()
	}()
	p.last = time.Now()
	end, queue = p.loop(ctx, queue, window, asked)
	close(asked)
	p.finish(end)
	return end, p.open, queue
}

func (p *process) loop(ctx context.Context, queue []*call, window int, asked chan<- []byte) (ending, []*call) {
	timer := time.NewTimer(p.run.options.Timeout)
	defer timer.Stop()
	for {
		for len(queue) > 0 && p.takes(queue[0], window) {
			c := queue[0]
			queue = queue[1:]
			p.open = append(p.open, c)
			p.run.lab.begin(c)
			asked <- Call{c.ID, c.id}.Line()
		}
		if len(queue) == 0 && len(p.open) == 0 {
			return finished, nil
		}
		select {
		case got, ok := <-p.lines:
			if !ok {
				return crashed, queue
			}
			p.take(got)
		case <-timer.C:
			idle := time.Since(p.lifeSign())
			if left := p.run.options.Timeout - idle; left > 0 {
				timer.Reset(left)
				continue
			}
			if p.run.options.Attached { // who debugs takes time
				timer.Reset(p.run.options.Timeout)
				continue
			}
			return hung, queue
		case <-ctx.Done():
			for _, c := range p.open {
				c.unjudged = "not answered: " + stopReason(ctx)
			}
			if p.run.cutShort == "" {
				p.run.cutShort = stopReason(ctx)
			}
			return stopped, queue
		}
	}
}

// takes says whether a call may be asked for now.
func (p *process) takes(c *call, window int) bool {
	if len(p.open) == 0 {
		return true
	}
	return !c.Alone && !p.open[0].Alone && len(p.open) < window
}

// lifeSign is when the client last showed that it lives.
func (p *process) lifeSign() time.Time {
	if last := p.run.lab.touched(p.open); last.After(p.last) {
		return last
	}
	return p.last
}

// take reads an answer.
func (p *process) take(got line) {
	p.last = time.Now()
	if got.err != nil {
		p.slip(nil, "%s, which begins with %s", got.err, quoted(string(got.text)))
		return
	}
	if len(strings.TrimSpace(string(got.text))) == 0 {
		return // an empty line says nothing
	}
	answer, err := ParseAnswer(got.text)
	if err != nil {
		p.slip(nil, "%s is no answer: %w", quoted(string(got.text)), err)
		return
	}
	i := slices.IndexFunc(p.open, func(c *call) bool { return c.ID == answer.Case })
	if i < 0 {
		p.slip(p.named(answer.Case), "an answer for %s, which is not open", quoted(answer.Case))
		return
	}
	c := p.open[i]
	p.open = slices.Delete(p.open, i, i+1)
	c.answer = &answer
	p.run.lab.end(c)
	p.latest, p.run.hung = c, 0
}

// named finds a call by its case.
func (p *process) named(id string) *call {
	for _, c := range p.run.calls {
		if c.ID == id && c.skip == "" {
			return c
		}
	}
	return nil
}

// slip notes what the driver did against its contract: at the call that it
// concerns, or at the one that is likeliest.
func (p *process) slip(c *call, format string, args ...any) {
	switch {
	case c != nil:
	case len(p.open) > 0:
		c = p.open[0]
	default:
		c = p.latest
	}
	if c != nil && len(c.slips) < 5 {
		c.slips = append(c.slips, fmt.Errorf(format, args...).Error())
	}
}

// finish ends the process, and notes what it says to the last.
func (p *process) finish(end ending) {
	if end == hung || end == stopped {
		p.Kill()
	}
	timer := time.NewTimer(exitTime)
	defer timer.Stop()
	lines, done, late := p.lines, p.Done, false
	for (lines != nil || done != nil) && !late {
		select {
		case got, ok := <-lines:
			if !ok {
				lines = nil
				continue
			}
			if end == finished || end == crashed {
				p.take(got)
			}
		case <-done:
			done = nil
		case <-timer.C:
			late = true
		}
	}
	p.how = p.ended(late)
	p.Kill()
	go func() { // what it still says, until it is gone
		for range p.lines {
		}
	}()
	select {
	case <-p.Done:
	case <-time.After(drainTime):
	}
	if end != finished || p.run.options.Attached {
		return
	}
	switch {
	case late:
		p.slip(nil, "still running %s after the end of its input", exitTime)
	case p.Err() != nil:
		p.slip(nil, "after the end of its input: %s", p.how)
	}
}

// endedWell is the end of a client that had no trouble.
const endedWell = "it ended with calls open"

// ended says how the process ended by itself.
func (p *process) ended(late bool) string {
	if late {
		return "it closed its output"
	}
	err := p.Err()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return endedWell
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return fmt.Sprintf("exit code %d", exit.ExitCode())
	}
	return err.Error()
}

// lifeless says in a line that the client never did a thing, and would not
// without calls either; empty: it did, or it may be the calls that end it.
func (s *session) lifeless(ctx context.Context, dead *process, end ending) (why string, err error) {
	switch {
	case s.run.lab.alive():
		return "", nil
	case end == hung && len(s.run.calls) > 1:
		return dead.lifeless(fmt.Sprintf("the client made no call and gave no answer within %s", s.run.options.Timeout)), nil
	case end == hung:
		return "", nil
	}
	p, err := s.start(ctx)
	if err != nil {
		return "", err
	}
	p.work(ctx, nil, 1)
	if p.how == endedWell {
		return "", nil
	}
	return dead.lifeless("the client ended before it made a call or gave an answer (" + dead.how + ")"), nil
}

// lifeless adds what the client printed.
func (p *process) lifeless(text string) string {
	for _, c := range p.open {
		if len(c.slips) > 0 {
			text += "; " + c.slips[0]
		}
	}
	if said := strings.TrimSpace(p.Stderr()); said != "" {
		lines := strings.Split(said, "\n")
		text += ": " + strings.TrimSpace(lines[len(lines)-1])
	}
	return text
}
