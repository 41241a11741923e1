// Package app owns what a command may touch of its surroundings: its streams, its environment, and
// how lines for people look on a terminal. It never reads a file.
package app

import (
	"crypto/rand"
	"encoding/binary"
	"io"
	"strings"
)

// App is the surroundings of a command.
type App struct {
	Stdin          io.Reader // nil: there is no input
	Stdout, Stderr io.Writer
	// Getenv looks a variable up, as os.LookupEnv does.
	Getenv func(string) (string, bool)
	// Environ is all of the environment, as os.Environ returns it; nil: nothing is known of it.
	Environ []string
	// Version is that of toeline.
	Version string
}

// EnvOr returns the value of a variable without white space around it, or other where it is not
// set or empty.
func (a App) EnvOr(name, other string) string {
	if value, ok := a.Getenv(name); ok && strings.TrimSpace(value) != "" {
		return strings.TrimSpace(value)
	}
	return other
}

// FreshSeed returns a seed that is small enough to be typed again.
func FreshSeed() uint64 {
	var b [4]byte
	rand.Read(b[:]) // never fails
	return uint64(binary.BigEndian.Uint32(b[:]))/2 + 1
}
