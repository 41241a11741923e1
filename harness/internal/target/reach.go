package target

import (
	"context"
	"net/http"
	"net/url"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/wire"
)

// Reach sets the way to a target: over connections of its own or, where one is given,
// a RoundTripper.
func (t *Target) Reach(
	base *url.URL, transport http.RoundTripper, limits wire.Options,
) (err error) {
	if transport != nil {
		t.Sender, err = wire.NewRoundTripper(base, transport, limits)
		return err
	}
	limits.Addresses = t.Pinned
	t.Sender, err = wire.New(base, limits)
	return err
}

// NoSender is for plans that are only looked at.
func NoSender() wire.Sender { return nowhere{} }

type nowhere struct{}

func (nowhere) Send(_ context.Context, r exchange.Request) *exchange.Exchange {
	return &exchange.Exchange{
		Request: r, Fault: &exchange.Fault{Kind: exchange.Canceled, Detail: "not sent"},
	}
}

func (nowhere) Close() {}
