package wire

import "sync"

// pool keeps idle connections, the one used last first: it is the least likely
// to have been closed by the target meanwhile.
type pool struct {
	max    int
	mu     sync.Mutex
	idle   []*conn
	closed bool
}

func (p *pool) pop() *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.idle) - 1
	if last < 0 {
		return nil
	}
	cn := p.idle[last]
	p.idle[last] = nil
	p.idle = p.idle[:last]
	return cn
}

// put keeps a connection, or closes it where there is no room.
func (p *pool) put(cn *conn) {
	cn.reader.shrink()
	p.mu.Lock()
	if keep := !p.closed && len(p.idle) < p.max; keep {
		p.idle = append(p.idle, cn)
		cn = nil
	}
	p.mu.Unlock()
	if cn != nil {
		cn.close()
	}
}

func (p *pool) close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, cn := range idle {
		cn.close()
	}
}
