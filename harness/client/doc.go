// Package client judges clients of a contract. [Judge] starts the lab server, a server
// on loopback that plays the contract and what real servers send beyond it, starts a
// client, sends it calls, and returns the result: what the client sent and what it
// reports of the responses, judged by a client contract. [Run] does so in a Go test.
//
// What a client must do, and what the lab plays, is written in the client contract.
// The package never connects to another host, never listens off loopback, and
// executes no action. Package driver has the programs that can be judged.
package client
