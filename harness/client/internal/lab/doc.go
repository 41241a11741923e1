// Package lab owns the lab server: listeners on loopback that play the responses
// of a client contract, attribute each request to the call that caused it, and
// record both. It does not start clients and does not judge.
package lab
