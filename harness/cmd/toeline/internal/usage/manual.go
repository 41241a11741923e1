package usage

import _ "embed" // the manual

// The manuals of verify and client. Lines are at most Width long.
var (
	//go:embed manual/verify.txt
	Verify string
	//go:embed manual/verify-examples.txt
	VerifyExamples string
	//go:embed manual/client.txt
	Client string
	//go:embed manual/client-examples.txt
	ClientExamples string
	//go:embed manual/exit-codes.txt
	exitCodes string
)
