package wire

import (
	"io"
	"time"
)

const (
	firstBuffer = 4 << 10  // holds most responses
	idleBuffer  = 64 << 10 // a connection at rest holds no more
	fillMinimum = 512
)

// reader records all that it reads: the buffer is the record. The parser moves pos,
// and reads no more than the limits need.
type reader struct {
	src   io.Reader // nil: nothing was connected yet
	buf   []byte    // every byte received since reset
	pos   int       // parsed up to here
	first time.Time // when buf ceased to be empty
	err   error     // what ended reading: io.EOF, a timeout, a reset
	marks []mark    // scratch space for the parser
}

// mark is the place of one header field in the buffer.
type mark struct{ name, colon, from, to int }

func (r *reader) reset() {
	r.buf, r.pos, r.first, r.err = r.buf[:0], 0, time.Time{}, nil
}

// shrink releases what one large response needed.
func (r *reader) shrink() {
	if cap(r.buf) > idleBuffer {
		r.buf = nil
	}
	if cap(r.marks) > 256 {
		r.marks = nil
	}
}

// fill reads at least one byte, or returns the error that ended the response.
func (r *reader) fill() error {
	if r.err != nil {
		return r.err
	}
	if cap(r.buf)-len(r.buf) < fillMinimum {
		grown := make([]byte, len(r.buf), max(firstBuffer, 2*cap(r.buf)))
		copy(grown, r.buf)
		r.buf = grown
	}
	for range 100 {
		n, err := r.src.Read(r.buf[len(r.buf):cap(r.buf)])
		if n > 0 && len(r.buf) == 0 {
			r.first = time.Now()
		}
		r.buf = r.buf[:len(r.buf)+n]
		r.err = err
		if n > 0 {
			return nil // the error, if any, is the next call's
		}
		if err != nil {
			return err
		}
	}
	r.err = io.ErrNoProgress
	return r.err
}

// drain reads what follows the end of a message until the target closes,
// within linger and the exchange's own deadline. What stops it is not a fault:
// the message is complete.
func (r *reader) drain(cn *conn, end int, linger time.Duration, deadline time.Time) {
	if r.err != nil {
		return
	}
	if until := time.Now().Add(linger); until.Before(deadline) {
		deadline = until
	}
	if cn.rw.SetReadDeadline(deadline) != nil {
		return
	}
	for len(r.buf)-end < maxSurplus && r.fill() == nil {
	}
}
