package content

import "example.com/toeline/spec/xpath"

// XML is content as XML, read once it is asked for.
type XML struct {
	Document *xpath.Document
	Wrong    string // what keeps the content from being XML; empty: nothing
}

// XML returns the content as XML.
func (c *Content) XML() *XML {
	if c.xml != nil {
		return c.xml
	}
	c.xml = &XML{}
	if len(c.Raw) == 0 {
		c.xml.Wrong = "no content"
		return c.xml
	}
	var err error
	if c.xml.Document, err = xpath.Parse(c.Raw); err != nil {
		c.xml.Wrong = "no XML: " + Clip(err.Error()) + c.sample()
	}
	return c.xml
}

// Select evaluates an expression on the content. wrong says why nothing can be selected; empty:
// it could be.
func (c *Content) Select(expression string) (r xpath.Result, wrong string) {
	m := c.XML()
	if m.Wrong != "" {
		return r, m.Wrong
	}
	r, err := m.Document.Evaluate(expression)
	if err != nil {
		return xpath.Result{}, err.Error()
	}
	return r, ""
}
