package derive

import "example.com/toeline/spec"

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
		unless = ", when: {notStatus: 404}"
	}
	o.open("wrong-credentials", "Wrong credentials", o.request(role, "auth: wrongToken"), effect)
	o.checkLine("id: %s-TOKEN, status: %s%s", o.name, refused, unless)
	o.answers([]string{status})
	o.open("no-credentials", "No credentials", o.request(role, "auth: none"), effect)
	o.checkLine("id: %s-AUTH, status: %s%s", o.name, refused, unless)
	o.answers([]string{status})
}

// subject is the role of what a request names that is to be refused, and its effect: what steps
// make, where they can. Else it is nothing, and a service may say so first, by the statuses of but.
func (o *operationSkeleton) subject() (role string, effect spec.Effect, but []string) {
	switch {
	case o.reached && len(o.way.steps) > 0 && (o.readOnly() || !o.way.found):
		if o.readOnly() {
			return "known", spec.None, nil
		}
		return "known", spec.IfBroken, nil
	case o.namesSomething() && !o.creates():
		return spec.Absent, o.harmless(), []string{"404"}
	}
	return spec.Absent, o.harmless(), nil
}
