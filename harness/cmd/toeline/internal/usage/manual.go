package usage

import _ "embed" // the manual

// The manual of verify; client has its own. Lines are at most Width long.
var (
	//go:embed manual/verify.txt
	Verify string
	//go:embed manual/verify-examples.txt
	VerifyExamples string
	//go:embed manual/exit-codes.txt
	exitCodes string
)
