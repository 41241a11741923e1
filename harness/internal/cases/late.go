package cases

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/pattern"
)

// Values are what a request needs that is known only when it is sent. A nil pointer is a request
// that is planned.
type Values struct {
	// Saved are the values of earlier steps, and From the targets of the requests whose exchanges
	// they come from, both by name.
	Saved map[string]any
	From  map[string]string
	// As are the values of earlier steps as they were, where Saved has texts in their places.
	As map[string]any
	// Fresh is the number from which values are made that are new in every run.
	Fresh uint64
	// Repetition is how often the step was sent before.
	Repetition int
	// Text replaces values where a request is shown: one that was saved under a name, or one that
	// is fresh, by its place; nil: they are as they are.
	Text func(name string, f *spec.Fresh, value any) any
	// Input is what the request has instead of the values of its case; nil: it has those.
	Input *Input
}

func (v *Values) input() *Input {
	if v == nil {
		return nil
	}
	return v.Input
}

// UnknownError is a saved value that a request needs and that there is not.
type UnknownError struct{ Saved spec.SavedRef }

func (e *UnknownError) Error() string { return e.Saved.String() + " is not known" }

// Bind makes a request of a case again with what is known now. The error says why it cannot be
// sent: an *UnknownError where a value was not saved.
func (s *Set) Bind(c *Case, instance, step int, v *Values) (Request, error) {
	one := &c.Instances[instance]
	if one.binding == nil || !c.Steps[step].Late && v.Input == nil {
		r := one.Requests[step]
		r.Saved = v.Saved
		return r, nil
	}
	r, err := c.late.part(step).request(&s.Options, one.binding, v)
	if err != nil {
		return r, err
	}
	plan := &one.Requests[step]
	r.Effect = higher(plan.Effect, r.Effect)
	r.Alone = plan.Alone
	if len(c.Steps) == 1 {
		r.Effect = plan.Effect
	}
	r.Saved = v.Saved
	return r, nil
}

// Again makes a request that was sent again, with other texts for the values that are known only
// when it is sent. It is false where there is none to make.
func (s *Set) Again(
	c *Case, sent Sent, fresh uint64, text func(name string, f *spec.Fresh, value any) any,
) (Request, bool) {
	if c.late == nil || !c.Steps[sent.Step].Late {
		return *sent.Request, false
	}
	if url := c.Steps[sent.Step].URL; url.Name != "" && sent.Saved[url.Name] != nil {
		r := *sent.Request
		if path, _ := sent.Saved[url.Name].(string); path == r.Target && url.Pointer == "" {
			r.Target, _ = text(url.Name, nil, path).(string)
		}
		return r, true
	}
	v := &Values{
		Saved: map[string]any{}, As: sent.Saved, Fresh: fresh, Repetition: sent.Turn, Text: text,
		Input: sent.Input,
	}
	for name, value := range sent.Saved {
		rule, isFresh := c.late.of.Fresh.Get(name)
		if isFresh {
			v.Saved[name] = text(name, &rule, value)
		} else {
			v.Saved[name] = text(name, nil, value)
		}
	}
	r, err := s.Bind(c, sent.Instance, sent.Step, v)
	return r, err == nil
}

// Sent is a request that was sent, with its place in its case.
type Sent struct {
	*Request
	Case                 *Case
	Instance, Step, Turn int
	// Show makes the request again with other texts; nil: nothing of it was known late.
	Show func(text func(name string, f *spec.Fresh, value any) any) (Request, bool)
}

// Fresh returns the fresh values of an instance of a case, by name.
func (c *Case) Fresh(instance int, seed uint64) map[string]any {
	saved := map[string]any{}
	if c.late == nil {
		return saved
	}
	for _, e := range c.late.of.Fresh.Entries {
		saved[e.Key] = fresh(&e.Value, seed, fmt.Sprint(c.ID, "#", instance, "#", e.Key))
	}
	return saved
}

func (v *Values) repetition() int {
	if v == nil {
		return 0
	}
	return v.Repetition
}

// Lookup returns a saved value, or a part of it.
func (v *Values) Lookup(s spec.SavedRef) (any, bool) {
	if v == nil {
		return nil, false
	}
	value, ok := v.Saved[s.Name]
	if !ok || s.Pointer == "" {
		return value, ok
	}
	return jsonpointer.Lookup(decoded(value), s.Pointer)
}

// has reports whether a value is saved. A request that is planned has none.
func (v *Values) has(s spec.SavedRef) bool {
	_, ok := v.Lookup(s)
	return ok
}

// decoded returns the JSON value of a content that was saved whole.
func decoded(value any) any {
	text, ok := value.(string)
	if !ok {
		return value
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var made any
	if decoder.Decode(&made) != nil {
		return value
	}
	return made
}

// lateValue is a value that is known only when the request is sent; of one that is planned, its
// name.
func (b *builder) lateValue(s *binding, v spec.Value, late *Values) (check.Binding, error) {
	text := func(value any) check.Binding {
		one, _ := spec.TextOf(value)
		return check.Binding{Value: one, JSON: value}
	}
	p, _ := b.Operation().Parameter(v.Parameter)
	switch {
	case v.Count != nil:
		return text(json.Number(fmt.Sprint(v.Count.At(late.repetition())))), nil
	case v.Template != "":
		filled, err := late.fill(v.Template)
		return text(filled), err
	case late == nil && v.Fresh != nil:
		return text("{fresh." + string(v.Fresh.Kind) + "}"), nil
	case late == nil && v.Like.Name != "":
		return text("{" + v.Like.String() + "}"), nil
	case late == nil:
		return text("{" + v.Saved.String() + "}"), nil
	case v.Like.Name != "":
		return b.likeValue(s, v, late)
	case v.Fresh != nil:
		key := fmt.Sprint(b.ID, "#", s.index, "#", b.at, "#", late.Repetition, "#", v.Parameter)
		made := fresh(v.Fresh, late.Fresh, key)
		if late.Text != nil {
			made = late.Text(fmt.Sprint(b.at, "#", late.Repetition, v.Parameter), v.Fresh, made)
		}
		return text(made), nil
	}
	value, ok := late.Lookup(v.Saved)
	if !ok {
		return check.Binding{}, &UnknownError{v.Saved}
	}
	made := text(value)
	if p.In == "path" && made.Value == "" {
		return made, fmt.Errorf("%s is not a text that a path can have", v.Saved)
	}
	return made, nil
}

// fill replaces the saved values of a text.
func (v *Values) fill(text string) (string, error) {
	if v == nil {
		return text, nil
	}
	var err error
	filled := spec.FillSaved(text, func(s spec.SavedRef) string {
		value, ok := v.Lookup(s)
		if !ok {
			err = &UnknownError{s}
		}
		return style.Text(value)
	})
	return filled, err
}

// content is a saved value as the content of a request: a text as it is, where nothing in it is
// changed.
func (v *Values) content(from *spec.Body) (any, error) {
	if v == nil {
		return "{" + from.Saved.String() + "}", nil
	}
	value, ok := v.Lookup(from.Saved)
	switch {
	case !ok:
		return nil, &UnknownError{from.Saved}
	case len(from.Set.Entries)+len(from.Remove) > 0:
		return decoded(value), nil
	}
	return value, nil
}

// url returns the target of a request: that of a saved URL, where one is saved. It leads to the
// target alone.
func (v *Values) url(
	o *Options, b *builder, bound map[string]check.Binding, target string,
) (string, error) {
	saved := b.step().URL
	value, ok := v.Lookup(saved)
	switch {
	case saved.Name == "":
		return target, nil
	case v == nil:
		return "{" + saved.String() + "}", nil
	case !ok:
		if slices.ContainsFunc(b.Operation().Parameters, func(p spec.Parameter) bool {
			_, given := bound[p.Key]
			return p.In == "path" && !given
		}) {
			return "", &UnknownError{saved}
		}
		return target, nil
	}
	text, _ := spec.TextOf(value)
	base, err := url.Parse(o.Target.URL)
	if err != nil {
		return "", err
	}
	origin := *base
	if from, err := url.Parse(v.From[saved.Name]); err == nil {
		base = base.ResolveReference(from)
	}
	to, err := base.Parse(text)
	switch {
	case err != nil || text == "":
		return "", fmt.Errorf("%s is not a valid URL", saved)
	case !strings.EqualFold(to.Scheme, origin.Scheme) || !strings.EqualFold(to.Host, origin.Host):
		return "", fmt.Errorf("%s leads to another server than the target", saved)
	}
	path := to.EscapedPath()
	if path == "" {
		path = "/"
	}
	if to.RawQuery != "" {
		path += "?" + to.RawQuery
	}
	return path, nil
}

var named = regexp.MustCompile(`%7B((?:saved|fresh)\.[A-Za-z0-9_-]+)((?:%2F[^{}%]*)*)%7D`)

// planned makes the names of values that are not known yet readable in a target.
func planned(target string) string {
	return named.ReplaceAllStringFunc(target, func(found string) string {
		m := named.FindStringSubmatch(found)
		return "{" + m[1] + strings.ReplaceAll(m[2], "%2F", "/") + "}"
	})
}

// fieldProblem reports a value that no header can have: what a target sent may be in it.
func fieldProblem(h exchange.Header) error {
	for _, f := range h {
		if strings.ContainsAny(f.Value, "\r\n\x00") {
			return fmt.Errorf("the value of %s has characters that no header can have", f.Name)
		}
	}
	return nil
}

// freshTexts are the patterns of fresh values, by their kind.
var freshTexts = map[spec.FreshKind]string{
	spec.FreshWord: "[a-z]{12}", spec.FreshName: "[A-Z][a-z]{5,8} [A-Z][a-z]{5,8}",
	spec.FreshEmail: "[a-z]{12}@example[.]com", spec.FreshURL: "https://example[.]com/[a-z]{12}",
	spec.FreshNumber: "[1-9][0-9]{8}", spec.FreshDigits: "[0-9]{12}",
	spec.FreshHex: "[0-9a-f]{16}",
}

// fresh makes a value that is new in every run: the same for the same number and key.
func fresh(f *spec.Fresh, seed uint64, key string) any {
	random := rand.New(rand.NewPCG(seed, hash(key)))
	if f.Kind == spec.FreshUUID {
		return randomGUID(random)
	}
	from := freshTexts[f.Kind]
	if f.Pattern != "" {
		from = f.Pattern
	}
	text, err := pattern.Generate(from, random)
	if err != nil { // lint refuses such a pattern
		return ""
	}
	if f.Kind == spec.FreshNumber {
		return json.Number(text)
	}
	return text
}
