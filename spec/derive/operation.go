package derive

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
	"example.com/toeline/spec/strict"
)

// operationSkeleton makes the cases of one operation.
type operationSkeleton struct {
	*skeleton
	name     string
	op       *openapi.Operation
	text     strings.Builder
	marks    []string          // what is to be filled in of the case under way
	unknown  string            // what was to be filled in of any case
	answered bool              // a check of a response's content was written
	stated   bool              // a check that a status is documented was written
	guesses  bool              // a check that a made-up request is taken was written
	tried    int               // bytes of bodies that break nothing after all
	more     int               // bytes of the further cases
	options  options           // which optional parameters requests have
	bare     bool              // requests have no body
	succeed  bool              // it is documented what success is
	words    map[string]string // the word for a name in ids, and the name
	schemes  map[string]string // the same for schemes of credentials
	often    bool              // the case under way is repeated, for what goes wrong now and then
	way      chain             // to the path, where reached says that there is one
	reached  bool
	before   *chain // what comes before each case; nil: fixtures give the ids
	// ids are values of parameters in the path that steps know, by idKey.
	ids    map[string]string
	broken []broken // what cases break
	// brokenIDs are the requirements that bodies break.
	brokenIDs map[string]bool
	refusing  []string // how that is refused
	likely    bool     // nothing of the request that succeeds is to be filled in
	made      string   // what saves the id of that which the request creates; empty: nothing does
	// indent is that of the checks of the case under way, and end what comes after them.
	indent, end string
}

func (o *operationSkeleton) source() string {
	return path.Base(filepath.ToSlash(o.file)) + ": " + o.op.Method + " " + o.op.Path
}

// cases returns the operation's x-conformance as YAML; empty: nothing to check.
func (o *operationSkeleton) cases() string {
	if o.way, o.reached = o.chainTo(o.op); o.reached && len(o.way.ids) > 0 {
		o.before, o.ids = &o.way, o.way.ids
	}
	o.cleanUp()
	o.documented()
	o.noCredentials()
	o.oneCredential()
	o.unknownIDs()
	o.refused()
	o.meaning()
	fuzz := o.fuzzed() // is as it was before the further cases
	o.further()
	o.close()
	if o.text.Len() == 0 {
		return ""
	}
	if o.answered {
		o.require(o.name+"-ANSWER", spec.Must, spec.Stated,
			"A response has the documented media type and conforms to the documented schema.",
			o.source())
	}
	if o.stated {
		o.require(o.name+"-STATUS", spec.Should, spec.Stated,
			"A response has a documented status.", o.source())
	}
	if o.guesses {
		o.require(o.name+"-TAKES", spec.May, spec.Inferred,
			"A request that the schemas allow is taken.", o.source())
	}
	return spec.Extension + ":\n  cases:\n" + o.text.String() + fuzz
}

// statuses lists the documented ones that begin with a digit.
func (o *operationSkeleton) statuses(digit string) []string {
	return statusesOf(o.op, digit)
}

func statusesOf(op *openapi.Operation, digit string) []string {
	return slices.DeleteFunc(op.Statuses(),
		func(s string) bool { return !strings.HasPrefix(s, digit) })
}

// documentedOf returns those of some statuses that are documented, sorted.
func (o *operationSkeleton) documentedOf(some ...string) []string {
	return slices.DeleteFunc(o.op.Statuses(),
		func(s string) bool { return !slices.Contains(some, s) })
}

func (o *operationSkeleton) has(status string) bool { return documents(o.op, status) }

func (o *operationSkeleton) readOnly() bool { return isSafe(o.op) }

// open begins a case. What a person must fill in is written above its request. Where the request
// has ids that only steps know, those come before it.
func (o *operationSkeleton) open(slug, text, request string, effect spec.Effect) {
	o.close()
	fmt.Fprintf(&o.text, "    - id: %s.%s\n      text: %s\n", o.name, slug, quoted(text))
	o.likely = o.likely || slug == "documented" && len(o.marks) == 0
	for _, what := range o.marks {
		fmt.Fprintf(&o.text, "      # EDIT: give %s\n", what)
		o.edits++
	}
	o.marks = nil
	if o.before != nil && (o.made != "" || o.before.isUsed(request)) {
		o.openSteps(o.before, request, effect)
		return
	}
	fmt.Fprintf(&o.text, "      request: {%s}\n      effect: %s\n", request, effect)
	if effect != spec.Executes {
		o.text.WriteString("      repeat: 3\n")
	}
	o.text.WriteString("      checks:\n")
}

// openSteps writes a request as the last of several steps.
func (o *operationSkeleton) openSteps(c *chain, request string, effect spec.Effect) {
	if r := o.resources[nameless(o.op.Path)]; effect != spec.Executes && r != nil &&
		r.removal == o.op && !c.found { // what is refused removes nothing
		left := *c
		o.removeLast(&left, r, c.ids)
		c = &left
	}
	if o.often {
		o.text.WriteString("      repeat: 5\n")
	}
	o.text.WriteString(c.opening() + "      steps:\n")
	for _, step := range c.steps {
		fmt.Fprintf(&o.text, "        - {%s}\n", step)
	}
	fmt.Fprintf(&o.text, "        - request: {%s}\n          effect: %s\n%s          checks:\n",
		request, effect, o.made)
	o.indent = "    "
	o.end = c.cleaning()
}

// cleanUp makes each case of an operation that creates something remove what it made.
func (o *operationSkeleton) cleanUp() {
	for _, path := range o.itemPaths {
		r := o.resources[path]
		if r.create != o.op || r.removal == nil {
			continue
		}
		before, save, _, ok := o.itemOf(r)
		if !ok {
			continue
		}
		o.made = "          save: {" + strings.TrimSuffix(save, "}") + ", optional: true}}\n"
		o.before, o.ids = &before, before.ids
		return
	}
}

// close ends the case under way.
func (o *operationSkeleton) close() {
	o.text.WriteString(o.end)
	o.end, o.indent = "", ""
}

func (o *operationSkeleton) checkLine(format string, args ...any) {
	fmt.Fprintf(&o.text, o.indent+"        - {"+format+"}\n", args...)
}

// request gives every required parameter a value, and the body. More are
// further keys.
func (o *operationSkeleton) request(role string, more ...string) string {
	return joined(o.values(role, ""), o.body(), more...)
}

// values are the parameters of a request, ids by role, the others by example, without one of them.
func (o *operationSkeleton) values(role, without string) []string {
	var parts []string
	for _, p := range o.op.Parameters {
		switch {
		case p.Key == without:
		case role == "known" && o.ids[idKey(o.op, p)] != "" &&
			(isID(p) || isCondition(p) || isKey(p)):
			parts = append(parts, quoted(p.Key)+": "+o.ids[idKey(o.op, p)])
		case isKey(p) && p.Required:
			parts = append(parts, quoted(p.Key)+": {fresh: uuid}") // another for each request
		case isID(p):
			parts = append(parts,
				fmt.Sprintf("%s: %s.%s", quoted(p.Key), names.Word(o.kind(o.op, p)), role))
		case p.Required || o.options.has(p) && !isCondition(p):
			value, good := sample.Parameter(p)
			if !good && !p.Required {
				continue
			}
			if !good {
				o.mark("a value of " + p.Name + " that the operation takes")
			}
			parts = append(parts, given(p, value))
		}
	}
	return parts
}

// isID reports whether a parameter names something that the target holds: one in the path that
// the document does not list the values of. Of a list each item does.
func isID(p openapi.Parameter) bool {
	s := p.Schema.Shape()
	if s.Items != nil {
		return p.In == "path" && s.MinItems <= 1 && len(s.Items.Shape().Enum) == 0
	}
	return p.In == "path" && len(s.Enum) == 0 && s.Type != "object"
}

func given(p openapi.Parameter, value any) string {
	return fmt.Sprintf("%s: {literal: %s}", quoted(p.Key), jsonText(value))
}

// jsonText writes a value as JSON, which YAML reads.
func jsonText(value any) string { return strict.JSONText(value) }

// body is an example of the document where it names one, else a value as it shows it, or a sample.
func (o *operationSkeleton) body() string {
	media := o.bodyMedia()
	if media.Type == "" || o.bare {
		return ""
	}
	if openapi.IsJSON(media.Type) {
		for _, example := range media.Examples {
			if media.Schema == nil || len(media.Schema.ValidateRequest(example.Value)) == 0 {
				return fmt.Sprintf("body: {example: %s%s}", quoted(example.Name),
					o.set(media.Schema, example.Value))
			}
		}
	}
	value, good := sample.Body(media, sample.Request)
	if !good {
		o.mark("a body that the operation takes")
	}
	if !openapi.IsJSON(media.Type) {
		return fmt.Sprintf("body: {mediaType: %s, value: %s}", quoted(media.Type), jsonText(value))
	}
	return o.bodyOf(media, value)
}

// bodyMedia returns what a body is; without a type: none is documented.
func (o *operationSkeleton) bodyMedia() openapi.Media {
	if o.op.Body == nil {
		return openapi.Media{}
	}
	return o.op.Body.Preferred()
}

// mark notes what of the case under way a person has to fill in.
func (o *operationSkeleton) mark(what string) {
	if !slices.Contains(o.marks, what) {
		o.marks = append(o.marks, what)
	}
	o.unknown = strings.TrimPrefix(what, "a ")
}

// quoted writes a text as YAML takes it in flow style: JSON is YAML.
func quoted(text string) string { return jsonText(text) }

func (o *operationSkeleton) namesSomething() bool {
	return slices.ContainsFunc(o.op.Parameters, isID)
}

// ifBroken is the effect of a request that ought to be refused.
func (o *operationSkeleton) ifBroken() spec.Effect {
	if o.readOnly() || o.namesSomething() {
		return spec.None
	}
	return spec.IfBroken
}
