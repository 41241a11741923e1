package client

import "example.com/toeline/harness/client/driver"

// What a test of a client in Go needs of package driver.
type (
	// Server is what the client is given.
	Server = driver.Server
	// Func makes one call; it is a program.
	Func = driver.Func
	// Reported is an error with what the client reports of a response.
	Reported = driver.Reported
	// Program is a client that can be started.
	Program = driver.Program
)
