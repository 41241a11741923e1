package wire

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"example.com/toeline/harness/internal/exchange"
)

// decode removes the content coding gzip. Other codings are left: they were not requested, and
// checks see Content-Encoding.
func (c *Client) decode(ex *exchange.Exchange) {
	if len(ex.Response.Body) == 0 || !exchange.IsGzip(ex.Response.Header) {
		return
	}
	zr := c.unzip.Get().(*gzip.Reader)
	defer c.unzip.Put(zr)
	ex.Response.Body, ex.Fault = unzip(zr, ex.Response.Body, c.opt.MaxBody)
}

func newGzip() any { return new(gzip.Reader) }

// unzip returns at most limit bytes. Beside a fault: those that came before it.
func unzip(zr *gzip.Reader, body []byte, limit int) ([]byte, *exchange.Fault) {
	if err := zr.Reset(bytes.NewReader(body)); err != nil {
		return nil, gzipFault(err)
	}
	var out bytes.Buffer
	_, err := io.Copy(&out, io.LimitReader(zr, int64(limit)+1))
	switch {
	case err != nil:
		return out.Bytes(), gzipFault(err)
	case out.Len() > limit:
		return out.Bytes()[:limit],
			tooLong("content over %d bytes when its gzip coding is removed",
				limit).Fault()
	}
	return out.Bytes(), nil
}

func gzipFault(err error) *exchange.Fault {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = errors.New("it ends too early")
	}
	return malformed("content is not valid gzip: %s", oneLine(fmt.Sprint(err))).Fault()
}
