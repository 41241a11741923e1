// Package overlay applies OpenAPI Overlays (1.0 and 1.1) to the tree of a description. What comes
// from an overlay keeps its place in the file of the overlay. It is pure: it reads no file; the
// work and the size of what it makes are bounded.
package overlay
