package derive

import (
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// noCredentials writes the cases without credentials and with wrong ones, on what exists where
// steps can make it.
func (o *operationSkeleton) noCredentials() {
	if !o.op.Secured() || !o.op.Presents() {
		return
	}
	level, basis := spec.Should, spec.Inferred
	status, refused := "401", "401"
	switch {
	case o.has("401"):
		level, basis = spec.Must, spec.Stated
	case o.has("403"):
		status, refused = "403", "[401, 403]" // HTTP has 401 for it
	}
	o.require(o.name+"-AUTH", level, basis,
		"A request without credentials is answered "+status+".", o.source())
	o.require(o.name+"-TOKEN", spec.Should, spec.Inferred,
		"A request with wrong credentials is answered "+status+".", o.source())
	role, effect, but := o.subject()
	unless := ""
	if len(but) > 0 {
		unless = o.unlessUnknown()
	}
	o.open("wrong-credentials", "Wrong credentials", o.request(role, "auth: wrongToken"), effect)
	o.checkLine("id: %s-TOKEN, status: %s%s", o.name, refused, unless)
	o.answers([]string{status})
	o.open("no-credentials", "No credentials", o.request(role, "auth: none"), effect)
	o.checkLine("id: %s-AUTH, status: %s%s", o.name, refused, unless)
	o.answers([]string{status})
	o.challenged()
}

// challenged checks that a 401 has the challenge that is documented for it.
func (o *operationSkeleton) challenged() {
	response, _ := o.op.Response("401")
	for _, h := range response.Headers {
		if strings.EqualFold(h.Name, "WWW-Authenticate") && !h.Required {
			id := o.name + "-CHALLENGE"
			o.require(id, spec.Should, spec.Inferred, "A 401 has the WWW-Authenticate that is "+
				"documented for it.", "RFC 9110, 11.6.1; "+o.source())
			o.checkLine("id: %s, header: {name: WWW-Authenticate, present: true}, "+
				"when: {status: 401}", id)
		}
	}
}

// oneCredential writes, for each of several schemes that are presented together, the cases in which
// it is wrong or missing and the others are right.
func (o *operationSkeleton) oneCredential() {
	if !o.op.Secured() {
		return
	}
	level, basis := spec.Should, spec.Inferred
	refused := o.documentedOf("400", "401", "403")
	if len(o.documentedOf("401", "403")) > 0 {
		level, basis = spec.Must, spec.Stated
	} else {
		refused = append(refused, "403")
	}
	if !slices.Contains(refused, "401") {
		refused = append(refused, "401") // HTTP has it for all
	}
	slices.Sort(refused)
	refusal := " is answered " + strings.Join(refused, " or ") + "."
	status := "[" + strings.Join(refused, ", ") + "]"
	role, effect, but := o.subject()
	if len(but) > 0 {
		status += o.unlessUnknown()
	}
	for _, s := range needed(o.op.Security) {
		word, other := o.schemeWord(s.Name), " of "+s.Name
		o.require(o.name+"-AUTH-"+word, level, basis,
			"A request with all credentials but those"+other+refusal, o.source())
		o.require(o.name+"-TOKEN-"+word, spec.Should, spec.Inferred,
			"A request of which only the credentials"+other+" are wrong"+refusal, o.source())
		for _, c := range []struct {
			slug, text string
			auth       spec.Auth
			id         string
		}{
			{"wrong-credentials-", "Wrong credentials" + other, spec.WrongToken, "-TOKEN-"},
			{"no-credentials-", "No credentials" + other, spec.NoAuth, "-AUTH-"},
		} {
			auth := "auth: {" + string(c.auth) + ": " + quoted(s.Name) + "}"
			o.open(c.slug+word, c.text, o.request(role, auth), effect)
			o.checkLine("id: %s, status: %s", o.name+c.id+word, status)
			o.answers(refused)
		}
	}
}

// schemeWord is the word for a scheme in ids. It takes no word of a parameter.
func (o *operationSkeleton) schemeWord(name string) string {
	words := o.words
	o.words = o.schemes
	word := o.word(name)
	o.words, o.schemes = words, o.words
	return word
}

// needed are the schemes, presented together with others, without which no alternative is left:
// neither the rest of their own is one, nor can be.
func needed(ways []openapi.Alternative) (all []openapi.Scheme) {
	seen := map[string]bool{}
	for _, way := range ways {
		for _, s := range way.Apart() {
			if !seen[s.Name] && !slices.ContainsFunc(openapi.Joint(ways, s.Name),
				func(joint openapi.Alternative) bool {
					return satisfied(ways, joint.Without(s.Name))
				}) {
				all = append(all, s)
			}
			seen[s.Name] = true
		}
	}
	return all
}

// satisfied reports whether credentials may be enough for one of the alternatives. Those with no
// place in a request, as a certificate, may always be there.
func satisfied(ways []openapi.Alternative, given openapi.Alternative) bool {
	return slices.ContainsFunc(ways, func(way openapi.Alternative) bool {
		return !slices.ContainsFunc(way, func(s openapi.Scheme) bool {
			in, _ := s.Place()
			return in != "" && !slices.ContainsFunc(given, func(g openapi.Scheme) bool {
				return g.SamePlace(s) && g.Basic() == s.Basic()
			})
		})
	})
}

// unlessUnknown is the condition of a check of what is there: an id that is made up names nothing,
// and may be malformed where no form is documented.
func (o *operationSkeleton) unlessUnknown() string {
	if slices.ContainsFunc(o.op.Parameters, isFree) {
		return ", when: {notStatus: [400, 404, 422]}"
	}
	return ", when: {notStatus: 404}"
}

// subject is the role of what a request names that is to be refused, and its effect: what steps
// make, where they can. Else it is nothing, and a service may say so first, by the statuses of but.
func (o *operationSkeleton) subject() (role string, effect spec.Effect, but []string) {
	switch {
	case o.reached && o.readOnly() && len(o.way.steps)+len(o.way.ids) > 0:
		return "known", spec.None, nil
	case o.reached && len(o.way.steps) > 0 && !o.way.found:
		return "known", spec.IfBroken, nil
	case o.namesSomething() && !o.creates():
		return spec.Absent, o.ifBroken(), []string{"404"}
	}
	return spec.Absent, o.ifBroken(), nil
}
