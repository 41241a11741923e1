package derive

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// linked is an operation whose response says by a link what an id is, and what saves it.
type linked struct {
	from *openapi.Operation
	save string
}

// indexLinks finds what links give to parameters in paths, by idKey.
func (s *skeleton) indexLinks() {
	s.linked = map[string][]linked{}
	for i := range s.api.Operations {
		from := &s.api.Operations[i]
		for _, l := range linksOf(from) {
			to := s.api.Linked(l)
			if to == nil {
				continue
			}
			for _, p := range inPath(to) {
				value, _ := l.For(p)
				save, ok := savedBy(value)
				if !ok || strings.HasPrefix(save, "{sent: ") {
					continue
				}
				key := idKey(to, p)
				s.linked[key] = append(s.linked[key], linked{from, save})
				if r := s.resources[key]; r != nil && r.create == from {
					r.link = save
					if text, _ := value.(string); strings.HasPrefix(text, "$response.body#/") {
						r.listedBy(text)
					}
				}
			}
		}
	}
}

// linksOf are those of the successes of an operation, one of each name.
func linksOf(op *openapi.Operation) (all []openapi.Link) {
	for _, response := range op.Responses {
		if !strings.HasPrefix(response.Status, "2") {
			continue
		}
		for _, l := range response.Links {
			if !slices.ContainsFunc(all, func(o openapi.Link) bool { return o.Name == l.Name }) {
				all = append(all, l)
			}
		}
	}
	return all
}

// savedBy is what saves the value of a runtime expression of an exchange; false: nothing does.
func savedBy(value any) (string, bool) {
	text, _ := value.(string)
	for _, of := range []struct{ before, key string }{
		{"$response.body#", "pointer"}, {"$request.body#", "sent"}, {"$response.header.", "header"},
	} {
		if rest, ok := strings.CutPrefix(text, of.before); ok {
			return fmt.Sprintf("{%s: %s}", of.key, quoted(rest)), true
		}
	}
	return "", false
}

// follow adds the step of an operation whose response has a link that gives an id.
func (s *skeleton) follow(c *chain, key, name string, op *openapi.Operation) bool {
	for _, l := range s.linked[key] {
		known := func(p openapi.Parameter) bool { return c.ids[idKey(l.from, p)] != "" }
		if l.from == op || slices.ContainsFunc(inPath(l.from),
			func(p openapi.Parameter) bool { return !known(p) }) {
			continue
		}
		save := name + ": " + l.save
		switch {
		case isSafe(l.from):
			s.find(c, l.from, save)
			c.found = true
		case !c.found && s.of(l.from, c.ids).bodyIsKnown():
			s.actOnce(c, l.from, save, name+"_owner")
		default:
			continue
		}
		c.ids[key] = "saved." + name
		return true
	}
	return false
}

// actOnce adds a request that creates something, which is removed in the end, for what else its
// response says.
func (s *skeleton) actOnce(c *chain, op *openapi.Operation, save, name string) {
	for _, r := range s.createdBy(op) {
		if own, ok := r.saves(name); ok && r.removal != nil {
			s.act(c, op, save, own)
			s.removeLast(c, r, with(c.ids, r.path, "saved."+name))
			return
		}
	}
	s.act(c, op, save)
}

// links: what the links of a response lead to is answered with success.
func (o *operationSkeleton) links() {
	if !o.succeed || !o.reached || !o.readOnly() && o.way.found || o.shared() {
		return
	}
	for _, l := range linksOf(o.op) {
		if to := o.api.Linked(l); to != nil && (isSafe(to) || !o.readOnly()) {
			o.link(l, to)
		}
	}
}

func (o *operationSkeleton) link(l openapi.Link, to *openapi.Operation) {
	before, own, saves := o.linking()
	if !o.readOnly() && !o.of(o.op, before.ids).bodyIsKnown() {
		return
	}
	ids, given := maps.Clone(before.ids), []string{}
	value := func(of any, name string) (string, bool) {
		if save, ok := savedBy(of); ok {
			saves = append(saves, name+": "+save)
			return "saved." + name, true
		}
		text, _ := of.(string)
		for _, p := range inPath(o.op) {
			if text == "$request.path."+p.Name {
				return own[idKey(o.op, p)], own[idKey(o.op, p)] != ""
			}
		}
		return fmt.Sprintf("{literal: %s}", jsonText(of)), !strings.Contains(text, "$")
	}
	for i, p := range to.Parameters {
		of, ok := l.For(p)
		if !ok {
			if p.In == "path" && ids[idKey(to, p)] == "" && isID(p) {
				return
			}
			continue
		}
		text, ok := value(of, fmt.Sprintf("link_%d", i+1))
		if !ok {
			return
		}
		ids[idKey(to, p)] = text
		given = append(given, quoted(p.Key)+": "+text)
	}
	target := o.of(to, ids)
	body := target.body()
	if l.Body != nil {
		text, ok := value(l.Body, "link_body")
		name, isSaved := strings.CutPrefix(text, "saved.")
		if !ok || !isSaved {
			return
		}
		body = sentAs(target.bodyMedia(), name)
	}
	o.linkCase(before, saves, l, target, joined(target.values("known", ""), body, given...))
}

// linking is the chain to an operation whose response has links, with the ids of its request and
// what it saves; of one that creates something, which is removed.
func (o *operationSkeleton) linking() (c chain, own map[string]string, saves []string) {
	for _, r := range o.createdBy(o.op) {
		if before, save, after, ok := o.itemOf(r); ok {
			own = before.ids
			before.ids = after.ids
			return before, own, []string{save}
		}
	}
	return o.way, o.way.ids, nil
}

// linkCase writes the case of a link.
func (o *operationSkeleton) linkCase(
	before chain, saves []string, l openapi.Link, target *operationSkeleton, request string,
) {
	word := o.word(l.Name)
	id, level := o.name+"-LINK-"+word, spec.Should
	if o.madeUp() || target.madeUp() || before.guessed {
		level = spec.May
	}
	o.require(id, level, spec.Inferred, "What the link "+l.Name+" leads to is answered with "+
		"success.", "OpenAPI, Link Object; "+o.source())
	o.scenario("link-"+word, "What the link "+l.Name+" of a response leads to", before)
	o.then(o.doing(o.step(o.op, before.ids, ""), saves...))
	o.then(target.doing(target.sends(request)), succeeds(id, target.op))
}
