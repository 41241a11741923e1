package spec

import (
	"fmt"
	"regexp"
	"slices"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// maxRepeat bounds what one case may send.
var maxRepeat = 1000

// lint reports where the parts of a contract contradict each other: every name must exist, every
// requirement must have a check, every check must break a requirement.
func (l *loader) lint() {
	l.requirements = Requirements(l.doc.Requirements).known()
	l.lintWorld()
	Requirements(l.doc.Requirements).LintIDs(l.requirementProblem)
	for i := range l.doc.Operations {
		l.giveRules(&l.doc.Operations[i])
	}
	for i := range l.doc.Always {
		l.lintCheck(&l.doc.Always[i], fmt.Sprintf("%s.rules[%d]", Extension, i), nil, nil)
	}
	ids := map[string]strict.Pos{}
	cases := 0
	for i := range l.doc.Operations {
		op := &l.doc.Operations[i]
		for j := range op.Cases {
			l.lintCase(op, &op.Cases[j], ids)
			cases++
		}
		for j := range op.Fuzz {
			l.lintFuzz(op, &op.Fuzz[j], ids)
		}
		l.lintParameters(op)
	}
	if _, begun := strict.Find(l.root, Extension); begun && cases == 0 {
		l.problem(l.pos(Extension), Extension,
			"no operation has cases: write them under "+Extension+" of an operation", "")
	}
	l.lintTexts()
	l.lintCoverage()
}

// requirementProblem reports a problem of a requirement.
func (l *loader) requirementProblem(i int, message string) {
	at := fmt.Sprintf("%s.requirements[%d]", Extension, i)
	l.problem(l.doc.Requirements[i].Pos, at, message, "")
}

// lintCoverage reports requirements that no check can break.
func (l *loader) lintCoverage() {
	var checks []string
	note := func(list []Check) {
		for i := range list {
			checks = append(checks, list[i].ID)
		}
	}
	note(l.doc.Always)
	for _, op := range l.doc.Operations {
		for i := range op.Cases {
			for _, part := range op.Cases[i].Parts(&op) {
				note(part.Case.Checks)
				checks = append(checks, part.Case.Always)
				if part.Step != nil && part.Step.Until != nil {
					checks = append(checks, part.Step.Until.ID)
				}
			}
		}
	}
	Requirements(l.doc.Requirements).LintCoverage(checks, l.requirementProblem)
}

func (l *loader) lintWorld() {
	singulars := map[string]bool{}
	for i := range l.doc.Kinds {
		k := &l.doc.Kinds[i]
		at := Extension + ".fixtures." + k.Name
		if singulars[k.Singular] || k.Singular == "request" || k.Singular == "saved" {
			l.problem(k.Pos, at, fmt.Sprintf("role %q is taken", k.Singular), "")
		}
		singulars[k.Singular] = true
		if _, err := regexp.Compile(k.Absent); err != nil {
			l.problem(k.Pos, at+".absent", "no regular expression: "+err.Error(), "")
		}
		schema, ok := l.doc.Schema(k.Schema)
		if !ok {
			l.unknownName(k.Pos, at+".schema", "component schema", k.Schema, l.doc.Schemas())
			schema = openapi.AnySchema() // one mistake is not a reason for others
		}
		k.schema = schema
		if _, found := schema.Property(k.ID); ok && !found {
			l.unknownName(k.Pos, at+".id", "property", k.ID, schema.Properties())
		}
		l.lintRoles(k, at)
	}
}

func (l *loader) lintRoles(k *Kind, at string) {
	k.roles = map[string]map[string][]string{}
	for _, role := range k.Roles.Entries {
		wanted := map[string][]string{}
		for property, schemaName := range role.Value {
			values, ok := l.doc.Schema(schemaName)
			if !ok {
				l.unknownName(role.Pos, at+".roles."+role.Key, "component schema", schemaName,
					l.doc.Schemas())
				continue
			}
			if _, ok := k.schema.Property(property); !ok && len(k.Properties()) > 0 {
				l.unknownName(role.Pos, at+".roles."+role.Key, "property", property, k.Properties())
			}
			if wanted[property] = values.Enum(); len(wanted[property]) == 0 {
				l.problem(role.Pos, at+".roles."+role.Key,
					fmt.Sprintf("schema %q lists no values: it needs an enum, or nothing "+
						"plays the role", schemaName), "")
			}
		}
		if role.Key == Absent {
			l.problem(role.Pos, at+".roles",
				"absent is what names no item; name this role otherwise", "")
		}
		k.roles[role.Key] = wanted
	}
}

func (l *loader) unknownName(pos strict.Pos, at, what, got string, known []string) {
	message, suggestion := UnknownName(what, got, known)
	l.problem(pos, at, message, suggestion)
}

func (l *loader) knownRequirement(pos strict.Pos, at, id string) {
	if !l.requirements[id] {
		near := strict.Suggest(id, Requirements(l.doc.Requirements).IDs())
		message := fmt.Sprintf("breaks requirement %q, which is not listed under requirements", id)
		l.problem(pos, at, message, near)
	}
}

// lintParameters reports path parameters that the operation does not declare.
func (l *loader) lintParameters(op *Operation) {
	for _, name := range PathParameters(op.Path) {
		declared := func(p Parameter) bool { return p.Name == name && p.In == "path" }
		if !slices.ContainsFunc(op.Parameters, declared) {
			l.problem(l.pos("paths", op.Path), "paths."+op.Path,
				fmt.Sprintf("path parameter %q is not declared", name), "")
		}
	}
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// PathParameters returns the names in the braces of a path template, in order.
func PathParameters(path string) []string { return placeholders(path) }

func placeholders(text string) []string {
	var names []string
	for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}
