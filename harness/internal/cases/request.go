package cases

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec"
	"example.com/toeline/spec/pattern"
)

// build makes the instances of a case.
func (d *builder) build(o *Options) error {
	for i := range d.bindings {
		one, err := d.instance(o, &d.bindings[i])
		if err != nil {
			return err
		}
		d.Instances = append(d.Instances, one)
	}
	return nil
}

// instance makes the requests of one binding. Their random ids depend on the seed,
// the case and the binding alone, so that a narrowed run repeats them.
func (d *builder) instance(o *Options, s *binding) (Instance, error) {
	made := Instance{Note: s.member.Note, variant: s.variant}
	for i := range d.Steps {
		r, err := d.part(i).request(o, s, nil)
		if err != nil {
			return made, err
		}
		made.Requests = append(made.Requests, r)
		if d.Steps[i].Late || d.inputs != nil {
			made.binding, d.late = s, d
		}
	}
	return made, nil
}

// random is the source of what a request has at random.
func (d *builder) random(o *Options, s *binding, late *Values) *rand.Rand {
	key := fmt.Sprint(d.ID, "#", s.index)
	if repetition := late.repetition(); d.at > 0 || repetition > 0 {
		key = fmt.Sprint(key, "#", d.at, "#", repetition)
	}
	return rand.New(rand.NewPCG(o.Seed, hash(key)))
}

// request makes the request of a step. late has what is known only when it is sent; nil: it is
// planned, and what is not known yet is named.
func (d *builder) request(o *Options, s *binding, late *Values) (Request, error) {
	random := d.random(o, s, late)
	says := d.step().Effect
	if len(d.Steps) == 1 {
		says = d.Effect
	}
	r := Request{
		Auth: d.auth, Bound: map[string]check.Binding{}, Named: s.named(),
		random: map[string]bool{},
	}
	for _, v := range d.from.Request.Values {
		if v.Omitted || v.Optional && !late.has(v.Saved) || late.input().replaces(v) {
			continue
		}
		b, err := d.value(o, s, v, late, random)
		if err != nil {
			return r, err
		}
		r.Bound[v.Parameter] = b
		r.random[v.Parameter] = d.isRandom(o, s, v)
		if item, ok := s.resources[d.resourceKey(v)]; ok && v.Kind != "" && says != spec.None {
			r.Resources = append(r.Resources, itemKey(item))
		}
	}
	r.Input = late.input()
	r.Input.bind(r.Bound)
	body, err := d.body(r.Bound, late)
	if err != nil {
		return r, err
	}
	header, given, err := d.header(o, s, r.Bound, late, random)
	if err != nil {
		return r, err
	}
	r.Presented = given.of
	target := o.Target.BasePath + d.target(&given, r.Bound, style.EscapeSegment)
	if late == nil && d.step().Late {
		target = planned(target)
	}
	if target, err = late.url(o, d, r.Bound, target); err != nil {
		return r, err
	}
	target = withQuery(target, given.query)
	r.Request = exchange.Request{
		Method: d.step().Method, Target: target, Header: header, Body: body,
	}
	r.Effect = classify(says, d.Operation(), &r)
	return r, nil
}

func hash(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text)) // never fails
	return h.Sum64()
}

func (d *builder) value(
	o *Options, s *binding, v spec.Value, late *Values, random *rand.Rand,
) (check.Binding, error) {
	switch {
	case v.Late():
		return d.lateValue(s, v, late)
	case v.Given:
		texts := v.Texts() // none for an object, or null, in a body
		return check.Binding{
			Value:   strings.Join(texts, ","),
			Members: texts,
			JSON:    v.Literal,
		}, nil
	case v.Of != "":
		of, _ := d.from.Request.Value(v.Of)
		return check.Binding{Value: s.resources[d.resourceKey(of)].Properties[v.Property]}, nil
	case v.Each:
		return check.Binding{Value: s.member.Make(random)}, nil
	case v.Role == spec.Absent:
		kind, _ := o.Contract.Kind(v.Kind)
		if ids := o.Fixtures.Absent(kind.Name); len(ids) > 0 {
			return check.Binding{Value: ids[s.index%len(ids)]}, nil
		}
		text, err := pattern.Generate(kind.Absent, random)
		return check.Binding{Value: text}, err
	}
	item := s.resources[d.resourceKey(v)]
	return check.Binding{
		Value: transform(d.transform, item.ID), Properties: item.Properties,
		Shown: item.Properties == nil && item.ID != "",
	}, nil
}

// isRandom reports whether a value is made at random, with so many bits that it names
// nothing.
func (d *builder) isRandom(o *Options, s *binding, v spec.Value) bool {
	made := ""
	switch kind, _ := o.Contract.Kind(v.Kind); {
	case v.Given, v.Of != "":
	case v.Fresh != nil:
		return v.Fresh.Kind == spec.FreshUUID || v.Fresh.Kind == spec.FreshHex
	case v.Each:
		made = s.member.Pattern
	case v.Role == spec.Absent && len(o.Fixtures.Absent(kind.Name)) == 0:
		made = kind.Absent
	}
	return pattern.RandomBits(made) >= namelessBits
}

// transform changes the letter case of an id.
func transform(how, id string) string {
	switch how {
	case "lower":
		return strings.ToLower(id)
	case "upper":
		return strings.ToUpper(id)
	case "alternating":
		upper := true
		return strings.Map(func(r rune) rune {
			if !unicode.IsLetter(r) {
				return r
			}
			upper = !upper
			if upper {
				return unicode.ToUpper(r)
			}
			return unicode.ToLower(r)
		}, id)
	}
	return id
}

// target fills the path template and the query, without what credentials are sent in place of.
func (d *builder) target(
	given *presented, bound map[string]check.Binding, escape func(string) string,
) string {
	path := d.Operation().Path
	var query []string
	for _, p := range d.Operation().Parameters {
		b, sends := bound[p.Key]
		switch {
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", style.Path(p, sent(b), escape))
		case p.In == "query" && sends && !given.replaces(p.In, p.Name):
			query = append(query, style.Query(p, sent(b))...)
		case p.In == "querystring" && sends:
			query = append(query, style.QueryString(p, sent(b)))
		}
	}
	return withQuery(path, query)
}

// withQuery adds pairs, which are escaped, to the query of a target.
func withQuery(target string, pairs []string) string {
	if len(pairs) == 0 {
		return target
	}
	separator := "?"
	if strings.Contains(target, "?") {
		separator = "&"
	}
	return target + separator + strings.Join(pairs, "&")
}

// sent is the JSON value that is written in the style of a parameter.
func sent(b check.Binding) any {
	if b.JSON != nil {
		return b.JSON
	}
	return b.Value
}

// header makes the header of a request, and its credentials.
func (d *builder) header(
	o *Options, s *binding, bound map[string]check.Binding, late *Values, random *rand.Rand,
) (h exchange.Header, given presented, err error) {
	v := s.variant
	if d.at > 0 {
		v = v.of(o.Contract, d.Operation())
	}
	if v.accept != "" {
		h = append(h, exchange.Field{Name: "Accept", Value: v.accept})
	}
	h = append(h, exchange.Field{Name: "User-Agent", Value: "toeline"})
	if name := o.Contract.Correlation.Request; name != "" {
		id := randomGUID(random) // made in any case: what is random otherwise does not vary
		if v.correlated {
			h = append(h, exchange.Field{Name: name, Value: id})
		}
	}
	h = slices.DeleteFunc(h, func(f exchange.Field) bool { return d.gives(f.Name, bound) })
	given = o.credentials(d.Operation(), d.auth, s.turn, random)
	h = append(h, given.header...)
	if d.from.Request.Body != nil && !d.gives("Content-Type", bound) {
		h = append(h, exchange.Field{Name: "Content-Type", Value: style.ContentType(d.mediaType())})
	}
	for _, e := range d.from.Request.Headers.Entries {
		value, err := late.fill(e.Value)
		if err != nil {
			return h, given, err
		}
		h = append(h, exchange.Field{Name: e.Key, Value: value})
	}
	cookies := given.cookie
	for _, p := range d.Operation().Parameters {
		b, sends := bound[p.Key]
		switch {
		case !sends || given.replaces(p.In, p.Name):
		case p.In == "header":
			h = append(h, exchange.Field{Name: p.Name, Value: style.Header(p, sent(b))})
		case p.In == "cookie":
			cookies = append(cookies, style.Query(p, sent(b))...)
		}
	}
	if len(cookies) > 0 {
		h = append(h, exchange.Field{Name: "Cookie", Value: strings.Join(cookies, "; ")})
	}
	for _, f := range o.Target.Headers {
		if !given.hides("header", f.Name) {
			h = append(h, f)
		}
	}
	return h, given, fieldProblem(h)
}

// gives says whether a case has a header field of its own.
func (d *builder) gives(name string, bound map[string]check.Binding) bool {
	same := func(other string) bool { return strings.EqualFold(other, name) }
	return slices.ContainsFunc(d.from.Request.Headers.Keys(), same) ||
		slices.ContainsFunc(d.Operation().Parameters, func(p spec.Parameter) bool {
			_, given := bound[p.Key]
			return given && p.In == "header" && same(p.Name)
		})
}

// randomGUID is a GUID of version 4 (RFC 9562 5.4).
func randomGUID(random *rand.Rand) string {
	var id uuid.UUID
	for i := range id {
		id[i] = byte(random.Uint32())
	}
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}
