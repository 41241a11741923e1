// Package client owns the judgement of clients: a server on loopback that
// plays a contract and what servers send beyond it, the driver that starts a
// client and tells it what to call, and the verdict on what the client sent
// and what it made of the answers. It knows operators; what a client must do,
// and what is played to it, stands in a document.
//
// It never calls out, never listens off loopback, and carries out nothing.
//
// The lines between toeline and a client's driver are [Call] and [Answer];
// fixtures/clients/README.md is their contract.
package client
