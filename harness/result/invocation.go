package result

// Invocation is how a run was invoked, so that its lines repeat it. It holds no
// secret: the names of variables and files alone. The zero value is a run of the
// embedded contract against the embedded reference server.
type Invocation struct {
	// Target is the base URL as given; empty: the embedded reference server.
	Target string
	// Document and Fixtures are the files as given; empty: the embedded ones.
	Document, Fixtures string
	// Overlays are the files that are applied to the document, as given.
	Overlays []string
	Variables
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
	// Test says that a test of package suites judged: its options repeat a case, since no command
	// line knows what it was given. Gone says that nothing answers at the target after the run, or
	// somebody else, as where a handler or a stub was judged: then no line sends a request again.
	Test, Gone bool
	// Replay is the file of the recording that was judged; empty: there was none.
	Replay string
}

// Variables are the names of the variables that credentials are taken from. Its JSON is that of a
// recording.
type Variables struct {
	// TokenEnv is that of the token; empty: the default one.
	TokenEnv string `json:"tokenEnv,omitempty"`
	// UserEnv and PasswordEnv are those of HTTP Basic.
	UserEnv     string `json:"userEnv,omitempty"`
	PasswordEnv string `json:"passwordEnv,omitempty"`
	// KeyEnv has those of security schemes, by name; HeaderEnv and QueryEnv have those of secret
	// headers and query parameters.
	KeyEnv    map[string]string `json:"keyEnv,omitempty"`
	HeaderEnv map[string]string `json:"headerEnv,omitempty"`
	QueryEnv  map[string]string `json:"queryEnv,omitempty"`
}

// TLSFiles is how the target is reached over https, by the names of files.
type TLSFiles struct {
	CAFile, ClientCert, ClientKey string
	Insecure                      bool
}
