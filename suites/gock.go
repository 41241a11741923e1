package suites

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/h2non/gock"
)

// stubs answers by gock's stubs alone: it has no way to a network, whatever gock's settings are.
type stubs struct {
	transport *gock.Transport
	given     []gock.Mock // those that there were before the first request
}

// isolated returns a transport that reaches nothing, where Options.RoundTripper is gock's, and
// nil where it is another, or where the network is allowed to be used.
func (o Options) isolated() http.RoundTripper {
	if _, is := o.RoundTripper.(*gock.Transport); !is || o.AllowEffects {
		return nil
	}
	transport := gock.NewTransport()
	transport.Transport = noNetwork{}
	return &stubs{transport: transport, given: gock.GetAll()}
}

// RoundTrip implements http.RoundTripper. Where no stub answers, the error says why.
func (s *stubs) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := s.transport.RoundTrip(r)
	if !errors.Is(err, gock.ErrCannotMatch) {
		return response, err
	}
	for _, stub := range s.given {
		if request := stub.Request(); stub.Done() && isFor(request, r) {
			return nil, fmt.Errorf("the gock stub for %s %s%s is used up, and more requests "+
				"come: add Persist() to it", request.Method, request.URLStruct.Host,
				request.URLStruct.Path)
		}
	}
	return nil, fmt.Errorf("no gock stub is for %s %s", r.Method, r.URL.Redacted())
}

// isFor reports whether a stub is for the method and the URL of a request.
func isFor(stub *gock.Request, r *http.Request) bool {
	for _, match := range []gock.MatchFunc{gock.MatchMethod, gock.MatchHost, gock.MatchPath} {
		if ok, err := match(r, stub); !ok || err != nil {
			return false
		}
	}
	return true
}

// noNetwork is where gock sends what it does not answer itself.
type noNetwork struct{}

func (noNetwork) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("gock does not answer %s itself, and the network is not used: add a "+
		"stub, or set Options.AllowEffects and Options.Fixtures", r.URL.Redacted())
}
