// Package diagnose reads mistakes of a set-up from what a target answered: responses that
// all look the same, another base path, a token that is refused everywhere, resources that
// are not there. It opens no connection: what it asks for is sent by its caller.
package diagnose
