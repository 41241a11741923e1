package plan

import "example.com/toeline/spec"

// Pattern is the pattern of ids that options select by.
type Pattern = spec.Pattern
