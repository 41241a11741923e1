package result

// Invocation is how a run was invoked, so that its lines repeat it. It holds no
// secret: the names of variables and files alone. The zero value is a run of the
// embedded contract against the embedded reference server.
type Invocation struct {
	// Target is the base URL as given; empty: the embedded reference server.
	Target string
	// Document and Fixtures are the files as given; empty: the embedded ones.
	Document, Fixtures string
	// TokenEnv is the variable that the token is taken from; empty: the default
	// one. HeaderEnv has the variable of each secret header, by its name.
	TokenEnv  string
	HeaderEnv map[string]string
	// AllowEffects reports that the flag was given.
	AllowEffects bool
	TLS          TLSFiles
	// AuthCommand reports that a program gives the token. Its line may hold a
	// secret and is in no report: the shell fills it in from AUTH_COMMAND.
	AuthCommand bool
	// More are further words of the command line that a repetition needs, such
	// as "--timeout", "30s".
	More []string
	// Client is the command of a client that was judged, with its arguments; nil:
	// the target was. Empty, and not nil: the client was attached.
	Client []string
	// Replay is the file of the recording that was judged; empty: there was none.
	Replay string
}

// TLSFiles is how the target is reached over https, by the names of files.
type TLSFiles struct {
	CAFile, ClientCert, ClientKey string
	Insecure                      bool
}
