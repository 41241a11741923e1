package report

import (
	"cmp"
	"time"
)

// DefaultTokenEnv is the variable that holds the token unless --token-env
// names another.
const DefaultTokenEnv = "GRAPH_ACCESS_TOKEN"

// Facts is what a report tells of a run beyond its outcome: how it was
// invoked, so that its lines repeat it. The zero value is a run of the
// embedded document against the embedded reference server.
type Facts struct {
	// Version is the tool's; empty: "(devel)".
	Version string
	// Target is --target as given; empty: the embedded reference server.
	Target string
	// Document and Fixtures are the files as given; empty: the embedded ones.
	Document, Fixtures string
	// TokenEnv is the variable that the token is taken from; empty:
	// DefaultTokenEnv. HeaderEnv gives the variable of each secret header, by
	// its name as given.
	TokenEnv  string
	HeaderEnv map[string]string
	// AllowEffects says that the flag was given.
	AllowEffects bool
	TLS          TLS
	// AuthCommand says that the sign-in is a program. Its line may hold a secret
	// and is in no report: the shell fills it in from AUTH_COMMAND.
	AuthCommand bool
	// More are further words of the command line that a repetition needs, such
	// as "--timeout", "30s".
	More []string

	// Settings are those that are not the default, before they are redacted.
	Settings []Setting

	// Took is how long the exchanges of a case took together, as (*plan.Run).Took
	// tells; nil: the sum of those that the outcome keeps.
	Took func(caseID string) time.Duration
	// Client is the command of a client that was judged, with its arguments:
	// the lab of the run was then the target. More has its flags. Empty, and
	// not nil: the client was attached.
	Client []string
	// Preflight says why nothing was sent; empty: something was.
	Preflight string
	// Alike says in a line that the target answers everything alike.
	Alike string
	// Replay is the file of the recording that was judged, where one was; then
	// Target, TokenEnv and HeaderEnv are the recorded run's.
	Replay string
}

// TLS is how the target is reached over https, by the names of files.
type TLS struct {
	CAFile, ClientCert, ClientKey string
	Insecure                      bool
}

func (f Facts) tokenEnv() string { return cmp.Or(f.TokenEnv, DefaultTokenEnv) }
