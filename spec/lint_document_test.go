package spec

// lintDocumentTests are mistakes in the document, its requirements and its fixtures.
var lintDocumentTests = []lintTest{
	{"no x-conformance", "x-conformance:\n  version: 1", "x-other:\n  version: 1", []string{
		"f:1:1: no x-conformance, which holds the requirements and cases",
	}},
	{"version", "version: 1\n  fixtures", "version: 2\n  fixtures", []string{
		"f:88:12: x-conformance.version: version 2 is not known; this toeline reads 1",
	}},
	{"unknown key", "  excluded:", "  exclude:", []string{
		`f:109:3: x-conformance: unknown key "exclude" (did you mean "excluded"?)`,
	}},
	{
		"title of no situation", "  profiles:\n",
		"  situations: {gon: Gone, twice: \"\"}\n  profiles:\n",
		[]string{
			`f:97:16: x-conformance.situations.gon: unknown situation "gon" (did you mean "gone"?)`,
			"f:97:27: x-conformance.situations.twice: is empty: give a title, or leave the key out",
		},
	},
	{
		"correlation", "  profiles:\n", "  correlation: {request: a b, respons: c}\n  profiles:\n",
		[]string{
			`f:97:26: x-conformance.correlation.request: "a b" is not a valid header name`,
			`f:97:31: x-conformance.correlation: unknown key "respons" (did you mean "response"?)`,
		},
	},
	{"variable of the token", "  profiles:\n", "  tokenEnv: A-B\n  profiles:\n", []string{
		`f:97:13: x-conformance.tokenEnv: "A-B" is not a valid variable name: use letters, ` +
			`digits and underscores`,
	}},
	{"role that nothing plays", "open: {state: State}", "open: {state: Id}", []string{
		`f:96:9: x-conformance.fixtures.things.roles.open: schema "Id" lists no values: it needs ` +
			`an enum, or nothing plays the role`,
	}},
	{"OpenAPI 4.0", "openapi: 3.0.3", "openapi: 4.0.0", []string{
		"f:1:10: openapi: version 4.0.0 is not known: 2.0, 3.0, 3.1 and 3.2 are read",
	}},
	{"no OpenAPI", "paths:\n", "path:\n", []string{
		"f:1:1: paths: not valid OpenAPI: must be an object",
		`f:3:1: not valid OpenAPI: it knows no "path" here; your own keys begin with x- (did you ` +
			`mean "paths"?)`,
		"f:88:3: x-conformance: no operation has cases: write them under x-conformance of an " +
			"operation",
		`f:101:7: x-conformance.requirements[0]: requirement "T-1" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:102:7: x-conformance.requirements[1]: requirement "T-2" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:103:7: x-conformance.requirements[2]: requirement "T-3" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:104:7: x-conformance.requirements[3]: requirement "T-4" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:105:7: x-conformance.requirements[4]: requirement "T-5" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:106:7: x-conformance.requirements[5]: requirement "T-6" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:107:7: x-conformance.requirements[6]: requirement "T-7" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:113:7: x-conformance.rules[1].when.response: unknown response "gone" (did you mean ` +
			`"done"?)`,
	}},
	{
		"a reference with a slip", `"#/components/responses/gone"`, `"#/components/responses/gon"`,
		[]string{
			`f:17:23: $ref: "#/components/responses/gon" leads to nothing in this document (did ` +
				`you mean "#/components/responses/gone"?)`,
		},
	},
	{"YAML that is none", "info: {title: Things", "info: {{title: Things", []string{
		"f:2: not valid YAML: expected ',' or '}' at line 3, as what begins here " +
			"goes on until there",
	}},
	{"a key twice", "      operationId: do\n", "      operationId: do\n      operationId: " +
		"done\n", []string{
		`f:9:7: paths["/things/{id}/do"].post: duplicate key, first given on line 8`,
	}},
	{"requirement twice", "id: T-2, level: must", "id: T-1, level: must", []string{
		`f:27:17: case gone: checks[1]: breaks requirement "T-2", which is not listed under ` +
			`requirements (did you mean "T-1"?)`,
		`f:102:7: x-conformance.requirements[1]: requirement "T-1" is there already, in line ` +
			`101; give each its own id`,
	}},
	{"requirement id", "id: T-7, level", "id: T 7, level", []string{
		`f:56:17: case twice: checks[1]: breaks requirement "T-7", which is not listed under ` +
			`requirements (did you mean "T-1"?)`,
		`f:107:7: x-conformance.requirements[6]: requirement "T 7" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:107:7: x-conformance.requirements[6]: requirement id "T 7": use letters, digits, ` +
			`hyphens, underscores and dots`,
	}},
	{"requirement without an id", "{id: T-7, level: must,", "{level: must,", []string{
		`f:56:17: case twice: checks[1]: breaks requirement "T-7", which is not listed under ` +
			`requirements (did you mean "T-1"?)`,
		`f:107:7: x-conformance.requirements[6]: missing key "id"`,
	}},
	{"level", "id: T-7, level: must", "id: T-7, level: shall", []string{
		`f:107:24: x-conformance.requirements[6].level: […] is not allowed (known here: ` +
			`must, should, may)`,
	}},
	{"basis", "basis: ambiguous, note", "basis: vague, note", []string{
		`f:105:63: x-conformance.requirements[4].basis: […] is not allowed (known here: ` +
			`stated, inferred, ambiguous)`,
	}},
	{"requirement without a check", "id: T-6, notStatus", "id: T-7, notStatus", []string{
		`f:106:7: x-conformance.requirements[5]: requirement "T-6" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
	}},
	{
		"check without a requirement", "{id: T-4, status: 204}",
		"{id: T-44, status: 204}\n              - {id: T-4, status: 204}",
		[]string{
			`f:47:17: case do: checks[0]: breaks requirement "T-44", which is not listed under ` +
				`requirements (did you mean "T-4"?)`,
		},
	},
	{"always without a requirement", "rules: T-5", "rules: T-9", []string{
		`f:36:13: case do: rules: breaks requirement "T-9", which is not listed under ` +
			`requirements (did you mean "T-1"?)`,
	}},
	{"unknown key of a requirement", "note: Why.", "notes: Why.", []string{
		`f:105:74: x-conformance.requirements[4]: unknown key "notes" (did you mean "note"?)`,
	}},
	{"excluded without a reason", ", reason: It is not.", "", []string{
		`f:110:7: x-conformance.excluded[0]: missing key "reason"`,
	}},
	{"no regular expression", `absent: "[0-9]{9}"`, `absent: "[0-9"`, []string{
		"f:91:7: x-conformance.fixtures.things.absent: no regular expression: error parsing " +
			"regexp: missing closing ]: `[0-9`",
	}},
	{"kind's schema", "schema: Thing\n", "schema: Thingy\n", []string{
		`f:91:7: x-conformance.fixtures.things.schema: unknown component schema "Thingy" (did ` +
			`you mean "Thing"?)`,
	}},
	{"kind's id", "      id: id\n      absent", "      id: ids\n      absent", []string{
		`f:91:7: x-conformance.fixtures.things.id: unknown property "ids" (did you mean "id"?)`,
	}},
	{"role's schema", "open: {state: State}", "open: {state: Stat}", []string{
		`f:96:9: x-conformance.fixtures.things.roles.open: unknown component schema "Stat" (did ` +
			`you mean "State"?)`,
	}},
	{"role's property", "open: {state: State}", "open: {stat: State}", []string{
		`f:96:9: x-conformance.fixtures.things.roles.open: unknown property "stat" (did you mean ` +
			`"state"?)`,
	}},
	{
		"role absent", "open: {state: State}",
		"open: {state: State}\n        absent: {state: State}",
		[]string{
			"f:97:9: x-conformance.fixtures.things.roles: absent is what names no item; name " +
				"this role otherwise",
		},
	},
	{"kind without absent", "      absent: \"[0-9]{9}\"\n", "", []string{
		`f:91:7: x-conformance.fixtures.things: missing key "absent"`,
	}},
}
