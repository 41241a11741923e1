// Package clients holds clients of the first embedded contract: wrong ones, each
// of which breaks exactly the requirements that it names, and right ones.
package clients
