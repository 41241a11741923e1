package lint

// lintCheckTests are mistakes in a check, an example, or a fuzz case.
var lintCheckTests = []lintTest{
	{"asserts nothing", "- {id: T-6, notStatus: 2XX}", "- {id: T-6}", []string{
		"f:55:17: case twice: checks[0]: asserts nothing: give one of http, status, notStatus, " +
			"mediaType, content, body, header, equal, differ, template, unique, " +
			"same, const, length, eachItem, someItem, noItem",
	}},
	{
		"a misspelled operator is reported once", "- {id: T-6, notStatus: 2XX}",
		"- {id: T-6, notStatuss: 2XX}",
		[]string{
			`f:55:27: paths["/things/{id}/do"].post.x-conformance.cases[3].checks[0]: unknown ` +
				`key "notStatuss" (did you mean "notStatus"?)`,
		},
	},
	{"asserts two things", "- {id: T-6, notStatus: 2XX}", "- {id: T-6, notStatus: 2XX, http: " +
		"wellFormed}", []string{
		"f:55:17: case twice: checks[0]: asserts both http and notStatus: make two checks of it",
	}},
	{
		"asserts two things of an example", "- {id: T-2, example: gone, equal: /code}",
		"- {id: T-2, example: gone, equal: /code, differ: /code}",
		[]string{
			"f:27:17: case gone: checks[1]: asserts both equal and differ: make two checks of it",
			`f:27:17: case gone: checks[1]: example "gone" has nothing at "/code/code"`,
		},
	},
	{"status", "- {id: T-4, status: 204}", "- {id: T-4, status: 600}", []string{
		`f:47:35: paths["/things/{id}/do"].post.x-conformance.cases[2].checks[0].status: "600" ` +
			`is not a status; write a code from 100 to 599, or a class as 4XX`,
	}},
	{"status class", "notStatus: 2XX", "notStatus: 6XX", []string{
		`f:55:38: paths["/things/{id}/do"].post.x-conformance.cases[3].checks[0].notStatus: ` +
			`"6XX" is not a status; write a code from 100 to 599, or a class as 4XX`,
	}},
	{"status text", "notStatus: 2XX", "notStatus: [404, ok]", []string{
		`f:55:44: paths["/things/{id}/do"].post.x-conformance.cases[3].checks[0].notStatus[1]: ` +
			`"ok" is not a status; write a code from 100 to 599, or a class as 4XX`,
	}},
	{
		"unknown response", "response: gone}\n              - {id: T-2",
		"response: gon}\n              - {id: T-2",
		[]string{
			`f:26:17: case gone: checks[0].response: unknown response "gon" (did you mean "gone"?)`,
		},
	},
	{"unknown response of when", "when: {response: gone}", "when: {response: lost}", []string{
		`f:113:7: x-conformance.rules[1].when.response: unknown response "lost"; known here: ` +
			`done, gone`,
	}},
	{
		"unknown response of when not", "when: {response: gone}", "when: {notResponse: gone2}",
		[]string{
			`f:113:7: x-conformance.rules[1].when.notResponse: unknown response "gone2" (did you ` +
				`mean "gone"?)`,
		},
	},
	{"http rule", "http: wellFormed", "http: good", []string{
		`f:112:23: x-conformance.rules[0].http: […] is not allowed (known here: wellFormed)`,
	}},
	{"content rule", "http: wellFormed", "content: jsn", []string{
		`f:112:26: x-conformance.rules[0].content: "jsn" is not allowed (did you mean "json"?)`,
	}},
	{
		"example without a place", "example: gone, equal: /code", "example: gone, notStatus: 500",
		[]string{
			"f:27:17: case gone: checks[1]: example goes with equal, differ or template, and " +
				"they with example",
		},
	},
	{"place without an example", "example: gone, equal: /code", "equal: /code", []string{
		"f:27:17: case gone: checks[1]: example goes with equal, differ or template, and they " +
			"with example",
	}},
	{"unknown example", "example: gone, equal", "example: goner, equal", []string{
		`f:27:17: case gone: checks[1].example: unknown example of a response "goner" (did you ` +
			`mean "gone"?)`,
	}},
	{"nothing at a place", "equal: /code", "equal: /cod", []string{
		`f:27:17: case gone: checks[1]: example "gone" has nothing at "/cod" (did you mean ` +
			`"/code"?)`,
	}},
	{"place that is not a pointer", "equal: /code", "equal: code", []string{
		`f:27:17: case gone: checks[1]: "code" is not a JSON pointer: it begins with a slash`,
	}},
	{
		"no text at a place",
		"{id: T-3, example: gone, template: /message, with: {id: request.id}}",
		`{id: T-3, example: gone, template: "/", with: {id: request.id}}`,
		[]string{
			`f:28:17: case gone: checks[2]: example "gone" has nothing at "/"`,
		},
	},
	{"placeholder not filled", ", with: {id: request.id}}", "}", []string{
		"f:28:17: case gone: checks[2].with: placeholder {id} of the example is not filled",
	}},
	{
		"unknown placeholder", ", with: {id: request.id}}",
		", with: {id: request.id, it: request.id}}",
		[]string{
			`f:28:17: case gone: checks[2].with: unknown placeholder "it"; known here: id`,
		},
	},
	{"with, and no template", "equal: /code}", "equal: /code, with: {id: request.id}}", []string{
		"f:27:17: case gone: checks[1].with: with fills a template, and there is none",
	}},
	{"filled from no parameter", "with: {id: request.id}", "with: {id: request.it}", []string{
		`f:28:17: case gone: checks[2].with.id: unknown parameter of the request "it"; known ` +
			`here: method, auth, headers, body, id`,
	}},
	{
		"filled from no item's property", "with: {id: request.id}", "with: {id: request.id.state}",
		[]string{
			`f:28:17: case gone: checks[2].with.id: request.id.state: the case gives no item of ` +
				`the fixtures for "id", so it has no properties`,
		},
	},
	{"filled from what is not a reference", "with: {id: request.id}", "with: {id: id}", []string{
		`f:28:73: paths["/things/{id}/do"].post.x-conformance.cases[0].checks[2].with.id: "id" ` +
			`names no value; write request.PARAMETER, request.PARAMETER.PROPERTY, ` +
			`request./POINTER, request.header.NAME, sent/POINTER, header.NAME, body./POINTER ` +
			`or saved.NAME`,
	}},
	{"no pointer", "pointer: /date", "pointer: date", []string{
		`f:113:23: x-conformance.rules[1].body.pointer: "date" is not a JSON pointer: it begins ` +
			`with a slash`,
	}},
	{"rule of nothing", "body: {pointer: /date, near: 10m}", "body: {pointer: /date}", []string{
		"f:113:23: x-conformance.rules[1].body: asserts nothing: give one of present, type, " +
			"schema, pattern, equal, among, calendar, near, lists",
	}},
	{
		"header rule of nothing", "header: {name: X, equal: request.id.state, fold: true}",
		"header: {name: X}",
		[]string{
			"f:48:35: case do: checks[1].header: asserts nothing: give one of present, type, " +
				"schema, pattern, equal, among, calendar, near, lists",
		},
	},
	{
		"absent and more", "body: {pointer: /date, near: 10m}",
		"body: {pointer: /date, near: 10m, present: false}",
		[]string{
			"f:113:23: x-conformance.rules[1].body: present: false forbids the value, so nothing " +
				"else can be said of it",
		},
	},
	{
		"pattern", "body: {pointer: /date, near: 10m}", `body: {pointer: /date, pattern: "("}`,
		[]string{
			"f:113:23: x-conformance.rules[1].body.pattern: no regular expression: error parsing " +
				"regexp: missing closing ): `(`",
		},
	},
	{
		"rule's schema", "body: {pointer: /date, near: 10m}",
		"body: {pointer: /date, schema: Erorr}",
		[]string{
			`f:113:23: x-conformance.rules[1].body.schema: unknown component schema "Erorr" (did ` +
				`you mean "Error"?)`,
		},
	},
	{
		"rule's type", "body: {pointer: /date, near: 10m}", "body: {pointer: /date, type: text}",
		[]string{
			`f:113:46: x-conformance.rules[1].body.type: […] is not allowed (known here: ` +
				`object, array, string, number, boolean, null)`,
		},
	},
	{"fold alone", "equal: request.id.state, fold: true", "present: true, fold: true", []string{
		"f:48:35: case do: checks[1].header.fold: fold goes with equal",
	}},
	{"near below zero", "near: 10m", "near: -10m", []string{
		"f:113:23: x-conformance.rules[1].body.near: a time below zero",
	}},
	{"near without a unit", "near: 10m", "near: 10", []string{
		"f:113:23: x-conformance.rules[1].body: asserts nothing: give one of present, type, " +
			"schema, pattern, equal, among, calendar, near, lists",
		`f:113:46: x-conformance.rules[1].body.near: a duration such as 10s or 1m30s is wanted, ` +
			`got a number: write its unit too`,
	}},
	{
		"unique of two", "unique: {header: request-id}",
		"unique: {header: request-id, pointer: /id}",
		[]string{
			"f:56:35: case twice: checks[1].unique: give exactly one of header and pointer",
		},
	},
	{"unique of nothing", "unique: {header: request-id}", "unique: {}", []string{
		"f:56:35: case twice: checks[1].unique: give exactly one of header and pointer",
	}},
	{"unique of every response", "http: wellFormed", "unique: {header: request-id}", []string{
		"f:112:25: x-conformance.rules[0].unique: unique looks at all responses of a run at " +
			"once: give it to one case",
	}},
	{"unique at no pointer", "unique: {header: request-id}", "unique: {pointer: id}", []string{
		`f:56:35: case twice: checks[1].unique.pointer: "id" is not a JSON pointer: it begins ` +
			`with a slash`,
	}},
	{
		"among what is not an array", "equal: request.id.state, fold: true", "among: request./what",
		[]string{
			`f:48:35: case do: checks[1].header.among: the case's body has no array at "/what"`,
		},
	},
	{
		"among what was taken out", "equal: request.id.state, fold: true", "among: request./with",
		[]string{
			`f:48:35: case do: checks[1].header.among: the case's body has no array at "/with"`,
		},
	},
	{"among a parameter", "equal: request.id.state, fold: true", "among: request.id", []string{
		"f:48:35: case do: checks[1].header.among: request.id is not an array; write " +
			"request./POINTER or body./POINTER",
	}},
	{"among, on every response", "near: 10m", "among: request./with", []string{
		"f:113:23: x-conformance.rules[1].body.among: request./with refers to a case's request; " +
			"a rule on every response has none",
	}},
	{"equal to what the body has not", "equal: request.id.state", "equal: request./with", []string{
		`f:48:35: case do: checks[1].header.equal: the case's body has no text, number or ` +
			`boolean at "/with"`,
	}},
	{"unknown property", "equal: request.id.state", "equal: request.id.stat", []string{
		`f:48:35: case do: checks[1].header.equal: unknown property "stat" (did you mean "state"?)`,
	}},
	{"rule on every response about a request", "near: 10m", "equal: request.id", []string{
		"f:113:23: x-conformance.rules[1].body.equal: request.id refers to a case's request; a " +
			"rule on every response has none",
	}},
	{"unknown operator of a profile", "without: [template]", "without: [templates]", []string{
		`f:99:34: x-conformance.profiles.some.without[0]: "templates" is not allowed (did you ` +
			`mean "template"?)`,
	}},
	{"path parameter not declared", "/things/{id}/do:", "/things/{id}/{what}/do:", []string{
		`f:5:5: paths./things/{id}/{what}/do: path parameter "what" is not declared`,
		"f:8:7: paths./things/{id}/{what}/do.post: not valid OpenAPI: operation POST " +
			"/things/{id}/{what}/do must define exactly all path parameters (missing: [what])",
	}},
	{"example that its schema rejects", "value: {code: Gone,", "value: {code: 1,", []string{
		"f:71:21: components.examples.gone: its schema rejects this example at /code: wrong " +
			"type: integer, want a string",
	}},
	{"example without a required member", "value: {code: Gone, ", "value: {", []string{
		`f:27:17: case gone: checks[1]: example "gone" has nothing at "/code"`,
		`f:71:7: components.examples.gone: its schema rejects this example at /code: property ` +
			`"code" is missing`,
	}},
	{
		"body example that its schema rejects", "order: {value: {what: paint,",
		"order: {value: {what: [paint],",
		[]string{
			"f:14:37: " +
				"paths./things/{id}/do.post.requestBody.content.application/json.examples.order: " +
				"its schema rejects this example at /what: wrong type: array, want a string",
		},
	},
	{"fuzz id taken", "{id: edge, text", "{id: gone, text", []string{
		"f:58:13: fuzz gone: there is a case of this id already, in line 20; give each its own",
	}},
	{"fuzz of an unknown parameter", "parameter: id", "parameter: ids", []string{
		`f:58:13: fuzz edge: parameter: unknown parameter "ids" (did you mean "id"?)`,
	}},
	{"fuzz of an unknown kind", "from: thing", "from: things", []string{
		`f:58:13: fuzz edge: from: unknown kind "things" (did you mean "thing"?)`,
	}},
	{"fuzz of an unknown case", "valid: gone", "valid: went", []string{
		`f:58:13: fuzz edge: unknown case "went"; known here: gone, wrong, do, twice`,
	}},
	{"fuzz of a case with an effect", "invalid: wrong", "invalid: do", []string{
		`f:58:13: fuzz edge: case "do" has an effect; values made at random go only where there ` +
			`is none`,
	}},
	{"fuzz pattern", `ambiguous: "^x"`, `ambiguous: "("`, []string{
		"f:58:13: fuzz edge: ambiguous: no regular expression: error parsing regexp: missing " +
			"closing ): `(`",
	}},
	{
		"a reference to nothing", `"#/components/responses/gone"`, `"#/components/responses/lost"`,
		[]string{
			`f:17:23: $ref: "#/components/responses/lost" leads to nothing in this document`,
			`f:26:17: case gone: checks[0].response: unknown response "gone" (did you mean ` +
				`"done"?)`,
			`f:27:17: case gone: checks[1].example: unknown example of a response "gone"`,
			`f:28:17: case gone: checks[2].example: unknown example of a response "gone"`,
			`f:113:7: x-conformance.rules[1].when.response: unknown response "gone" (did you ` +
				`mean "done"?)`,
		},
	},
	{"a reference to another file", `"#/components/responses/gone"`, `"other.yaml#/gone"`, []string{
		`f:17:23: $ref: "other.yaml#/gone" is in another file, and a document is one file: ` +
			`bundle it into one first (redocly bundle does)`,
		`f:26:17: case gone: checks[0].response: unknown response "gone" (did you mean "done"?)`,
		`f:27:17: case gone: checks[1].example: unknown example of a response "gone"`,
		`f:28:17: case gone: checks[2].example: unknown example of a response "gone"`,
		`f:113:7: x-conformance.rules[1].when.response: unknown response "gone" (did you mean ` +
			`"done"?)`,
	}},
	{"role taken", "role: thing\n", "role: request\n", []string{
		`f:22:27: case gone: request.id: unknown kind "thing"; known here: request`,
		`f:40:19: case do: request.id: unknown kind "thing"; known here: request`,
		`f:48:35: case do: checks[1].header.equal: request.id.state: the case gives no item of ` +
			`the fixtures for "id", so it has no properties`,
		`f:52:27: case twice: request.id: unknown kind "thing"; known here: request`,
		`f:58:13: fuzz edge: from: unknown kind "thing"; known here: request`,
		`f:91:7: x-conformance.fixtures.things: role "request" is taken`,
	}},
	{
		"path without its parameter", "request: {id: thing.absent}", "request: {id: omitted}",
		[]string{
			"f:22:27: case gone: request.id: a path is not without its parameters, and a body is " +
				"changed by remove: only a query, a header or a cookie is omitted",
			"f:28:17: case gone: checks[2].with.id: request.id: the case leaves it out",
		},
	},
}
