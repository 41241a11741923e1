package check

import (
	"bytes"
	"fmt"

	"example.com/toeline/harness/internal/content"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var contentOperator = Operator{
	Key:   spec.OpContent,
	Usage: "`content: none`, `utf8`, `json`, `uniqueNames` or `xml`",
	Text: "the content is empty (`none`), is valid UTF-8 without a byte order mark (`utf8`), " +
		"is one JSON value (`json`), has no object with two members of one name " +
		"(`uniqueNames`), is one well-formed XML document (`xml`)",
	evaluate: func(j *judge, c *spec.Check, id string) { j.wholeContent(c.Content, id) },
}

func (j *judge) wholeContent(rule spec.ContentRule, id string) {
	if rule == spec.NoContent {
		j.noContent(id)
		return
	}
	if j.isHead() || j.unread(id) {
		return
	}
	switch rule {
	case spec.UTF8:
		j.hold(id)
		if j.content.UTF8 != "" {
			j.found(result.Finding{
				Requirement: id, Reason: "wrong encoding", Where: whereEncoding,
				Expected: "valid UTF-8 without a byte order mark", Got: j.content.UTF8,
			})
		}
	case spec.JSON:
		j.oneJSONValue(id)
	case spec.UniqueNames:
		j.uniqueNames(id)
	case spec.XML:
		j.oneXMLDocument(id)
	}
}

// noContent looks at the connection too: clients hide what follows a 204.
func (j *judge) noContent(id string) {
	e := j.in.Exchange
	if extra := len(e.Response.Body) + len(e.Response.Surplus); extra > 0 {
		got := append(bytes.Clone(e.Response.Body), e.Response.Surplus...)
		j.found(result.Finding{
			Requirement: id, Reason: "content where none belongs", Where: whereContent,
			Expected: "no byte of content",
			Got:      fmt.Sprintf("%d bytes: %s", extra, content.Clip(string(got))),
		})
		return
	}
	switch {
	case e.Fault != nil: // what would have followed is not known
		j.unread(id)
	case !e.Raw:
		j.unseen(id)
	default:
		j.hold(id)
	}
}

func (j *judge) oneJSONValue(id string) {
	c := j.content
	switch {
	case j.otherContent(id):
	case c.NotJSON != "":
		j.found(result.Finding{
			Requirement: id, Reason: "not JSON", Where: whereContent,
			Expected: "one JSON value", Got: c.NotJSON,
		})
	case c.Trailing != "":
		j.trailing(id)
	default:
		j.hold(id)
	}
}

// trailing reports what follows the JSON value of the content.
func (j *judge) trailing(id string) {
	j.found(result.Finding{
		Requirement: id, Reason: "more than one value", Where: whereEnd,
		Expected: "one JSON value, then white space only", Got: j.content.Trailing,
	})
}

// otherContent reports whether bytes of another encoding, or content of another type, are no JSON:
// then a finding on the encoding or the type, where there is one, explains it.
func (j *judge) otherContent(id string) bool {
	if j.content.NotJSON == "" || len(j.content.Raw) == 0 {
		return false
	}
	return j.otherType(id)
}

// otherType reports whether a finding on the type or the encoding explains what the content is.
func (j *judge) otherType(id string) bool {
	by := j.broken.has(whereHeader("Content-Type"), j.level(id))
	if by == "" && j.content.Garbled {
		by = j.broken.has(whereEncoding, j.level(id))
	}
	if by == "" {
		return false
	}
	j.broken.add(whereContent, by, j.level(id))
	return j.hiddenBy(id, by)
}

func (j *judge) uniqueNames(id string) {
	if j.content.NotJSON != "" {
		j.noJSON(id)
		return
	}
	j.hold(id)
	if pointer, twice := j.content.NameTwice(); twice {
		// The place is left open for other findings: which of the two values
		// counts is up to the reader.
		j.found(result.Finding{
			Requirement: id, Reason: "a name twice", Where: whereMessage + " names",
			Expected: "members of different names", Got: "two members " + pointer,
		})
	}
}
