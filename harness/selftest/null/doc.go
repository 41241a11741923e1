// Package null holds servers that know no contract at all: none of them may pass.
package null
