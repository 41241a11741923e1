// Package compare finds what a newer OpenAPI description allows, or no longer demands, that an
// older one did. It owns the rules by which one schema allows all that another does, keyword by
// keyword, and what that means in a request and in a response. It takes descriptions as plain JSON
// values, never reads a file, and its work is bounded whatever they hold: what cannot be decided
// counts as different.
package compare
