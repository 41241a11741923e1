// Package values makes values from schemas: those that break one rule each, those at bounds, and
// the alternatives that a schema allows. It knows of no operation and writes no case.
package values
