package derive

import "example.com/toeline/spec/derive/values"

// further are the cases that come after all others: of the rules that are left, and of values at
// bounds.
func (o *operationSkeleton) further() {
	before := o.text.Len()
	if o.furtherText > o.most {
		return
	}
	if !o.shared() {
		if refusals := o.refusals(); len(refusals) > 0 {
			for _, p := range o.op.Parameters {
				if o.full() {
					break
				}
				o.furtherValues(p, refusals)
			}
		}
		o.breakBody(values.Further)
	}
	o.otherAlternatives()
	o.links()
	o.otherMethods()
	o.boundaries()
	o.more = o.text.Len() - before
	o.furtherText += o.more
}
