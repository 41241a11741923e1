package spec

// lintCaseTests are mistakes in a case and its request.
var lintCaseTests = []lintTest{
	{"case twice", "- id: wrong\n", "- id: gone\n", []string{
		"f:29:13: case gone: there is a case of this id already, in line 20; give each its own",
		`f:58:13: fuzz edge: unknown case "wrong"; known here: gone, gone, do, twice`,
	}},
	{"case id", "- id: twice\n", "- id: twice/more\n", []string{
		`f:49:13: case twice/more: case id "twice/more": use words of letters, digits and ` +
			`hyphens, joined by dots`,
	}},
	{"case id that ends in a dot", "- id: twice\n", "- id: twice.\n", []string{
		`f:49:13: case twice.: case id "twice.": use words of letters, digits and hyphens, ` +
			`joined by dots`,
	}},
	{"repeat below zero", "repeat: 2", "repeat: -1", []string{
		"f:20:13: case gone: repeat: -1 is not from 0 to 1000",
	}},
	{"repeat too large", "repeat: 2", "repeat: 1001", []string{
		"f:20:13: case gone: repeat: 1001 is not from 0 to 1000",
	}},
	{
		"no checks",
		"            checks:\n              - {id: T-6, notStatus: 2XX}\n              " +
			"- {id: T-7, unique: {header: request-id}}\n",
		"            checks: []\n",
		[]string{
			"f:49:13: case twice: no checks: a case that nothing can break proves nothing",
			`f:104:7: x-conformance.requirements[5]: requirement "T-6" has no check: give a case ` +
				`one, or move the sentence to excluded with its reason`,
			`f:105:7: x-conformance.requirements[6]: requirement "T-7" has no check: give a case ` +
				`one, or move the sentence to excluded with its reason`,
		},
	},
	{"effect", "effect: if-broken", "effect: sometimes", []string{
		`f:53:21: paths["/things/{id}/do"].post.x-conformance.cases[3].effect: […] is ` +
			`not allowed (known here: none, if-broken, executes)`,
	}},
	{"effect none of an item", "effect: if-broken", "effect: none", []string{
		"f:52:27: case twice: request.id: thing.open exists on the target, so a target could act " +
			"on it: the case's effect is if-broken or executes, not none",
	}},
	{"unknown key of a case", "            repeat: 2\n", "            repeats: 2\n", []string{
		`f:24:13: paths["/things/{id}/do"].post.x-conformance.cases[0]: unknown key "repeats" ` +
			`(did you mean "repeat"?)`,
	}},
	{"auth", "auth: valid", "auth: token", []string{
		`f:41:21: paths["/things/{id}/do"].post.x-conformance.cases[2].request.auth: […] is ` +
			`not allowed (known here: valid, none, empty, basic, emptyToken, wrongToken, ` +
			`lowerCaseScheme)`,
	}},
	{"auth of a scheme alone", "auth: valid", "auth: {none: key}", []string{
		"f:41:21: case do: request.auth: the operation takes no scheme together with another; " +
			"write auth: none",
	}},
	{"auth of two schemes", "auth: valid", "auth: {none: key, empty: other}", []string{
		`f:41:21: paths["/things/{id}/do"].post.x-conformance.cases[2].request.auth: give one ` +
			"way and the scheme that it is for, as {wrongToken: SCHEME}",
	}},
	{"no cases", "        cases:\n          - id: " +
		"gone", "        cases: []\n        case:\n          - id: gone", []string{
		`f:20:9: paths["/things/{id}/do"].post.x-conformance: unknown key "case" (did you mean ` +
			`"cases"?)`,
		`f:59:13: fuzz edge: unknown case "gone"`,
		`f:59:13: fuzz edge: unknown case "wrong"`,
		"f:89:3: x-conformance: no operation has cases: write them under x-conformance of an " +
			"operation",
		`f:102:7: x-conformance.requirements[0]: requirement "T-1" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:103:7: x-conformance.requirements[1]: requirement "T-2" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:104:7: x-conformance.requirements[2]: requirement "T-3" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:105:7: x-conformance.requirements[3]: requirement "T-4" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:106:7: x-conformance.requirements[4]: requirement "T-5" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:107:7: x-conformance.requirements[5]: requirement "T-6" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
		`f:108:7: x-conformance.requirements[6]: requirement "T-7" has no check: give a case ` +
			`one, or move the sentence to excluded with its reason`,
	}},
	{"each of nothing", "            forEach: {corpus: strange}\n", "", []string{
		"f:31:27: case wrong: request.id: each stands for a member of the case's forEach, and " +
			"the case has none",
	}},
	{
		"each of two", "forEach: {corpus: strange}",
		"forEach: {corpus: strange, values: [a], as: literal}",
		[]string{
			"f:31:22: case wrong: forEach: give exactly one of corpus, schema and values",
		},
	},
	{"each of none", "forEach: {values: [GET], as: method}", "forEach: {}", []string{
		"f:51:22: case twice: forEach: give exactly one of corpus, schema and values",
	}},
	{
		"values without as", "forEach: {values: [GET], as: method}", "forEach: {values: [GET]}",
		[]string{
			"f:51:22: case twice: forEach: values and as go together",
		},
	},
	{
		"as without values", "forEach: {schema: State, property: state}",
		"forEach: {schema: State, property: state, as: method}",
		[]string{
			"f:38:22: case do: forEach: values and as go together",
		},
	},
	{
		"schema without property", "forEach: {schema: State, property: state}",
		"forEach: {schema: State}",
		[]string{
			"f:38:22: case do: forEach: schema and property go together",
		},
	},
	{
		"property without schema", "forEach: {values: [GET], as: method}",
		"forEach: {values: [GET], as: method, property: state}",
		[]string{
			"f:51:22: case twice: forEach: schema and property go together",
		},
	},
	{"each of an unknown schema", "forEach: {schema: State, property: " +
		"state}", "forEach: {schema: Stat, property: state}", []string{
		`f:38:22: case do: forEach.schema: unknown component schema "Stat" (did you mean "State"?)`,
	}},
	{
		"each of a schema without enum", "forEach: {schema: State, property: state}",
		"forEach: {schema: Free, property: state}",
		[]string{
			`f:38:22: case do: forEach.schema: schema "Free" lists no texts: it needs an enum`,
		},
	},
	{"as", "as: method", "as: verb", []string{
		`f:51:42: paths["/things/{id}/do"].post.x-conformance.cases[3].forEach.as: […] is not ` +
			`allowed (known here: method, transform, auth, literal)`,
	}},
	{
		"auth value", "forEach: {values: [GET], as: method}",
		"forEach: {values: [none, nobody], as: auth}",
		[]string{
			`f:51:22: case twice: forEach.values[1]: unknown auth "nobody"; known here: valid, ` +
				`none, empty, basic, emptyToken, wrongToken, lowerCaseScheme`,
		},
	},
	{"transform value", "forEach: {values: [GET], as: " +
		"method}", "forEach: {values: [uper], as: transform}", []string{
		`f:51:22: case twice: forEach.values[0]: unknown transform "uper" (did you mean "upper"?)`,
	}},
	{
		"literals that go nowhere", "forEach: {values: [GET], as: method}",
		"forEach: {values: [GET], as: literal}",
		[]string{
			"f:51:22: case twice: forEach: no parameter of the request is each, so its members " +
				"go nowhere",
		},
	},
	{"corpus that goes nowhere", "request: {id: each}", "request: {id: thing.absent}", []string{
		"f:31:22: case wrong: forEach: no parameter of the request is each, so its members go " +
			"nowhere",
	}},
	{"methods as a parameter", "            request: {id: thing.open}\n            effect: " +
		"if-broken", "            request: {id: each}\n            effect: if-broken", []string{
		"f:51:22: case twice: forEach: each as a parameter's value goes with a corpus or with " +
			"values as literal",
	}},
	{"unknown parameter", "request: {id: each}", "request: {id: each, idd: each}", []string{
		`f:32:38: case wrong: request.idd: unknown parameter "idd" (did you mean "id"?)`,
	}},
	{"parameter not given", "request: {id: each}", "request: {}", []string{
		"f:31:22: case wrong: forEach: no parameter of the request is each, so its members go " +
			"nowhere",
		`f:32:22: case wrong: request: the parameter "id" is required by the operation and not ` +
			`given`,
	}},
	{"unknown kind", "request: {id: thing.absent}", "request: {id: things.absent}", []string{
		`f:22:27: case gone: request.id: unknown kind "things" (did you mean "thing"?)`,
	}},
	{"unknown role", "              id: thing.open", "              id: thing.opened", []string{
		`f:40:19: case do: request.id: unknown role of thing "opened" (did you mean "open"?)`,
	}},
	{"no value", "request: {id: thing.absent}", "request: {id: absent}", []string{
		"f:22:27: case gone: request.id: give KIND.ROLE, request.PARAMETER.PROPERTY, " +
			"saved.NAME, each, " +
			"omitted, or {literal: VALUE}, which is not null",
		`f:22:27: paths["/things/{id}/do"].post.x-conformance.cases[0].request.id: "absent" is ` +
			`not a value; write KIND.ROLE (as task.absent), request.PARAMETER.PROPERTY, ` +
			`saved.NAME, each, ` +
			`omitted, or {literal: VALUE}`,
	}},
	{"value of no role", "request: {id: thing.absent}", "request: {id: thing.}", []string{
		"f:22:27: case gone: request.id: give KIND.ROLE, request.PARAMETER.PROPERTY, " +
			"saved.NAME, each, " +
			"omitted, or {literal: VALUE}, which is not null",
		`f:22:27: paths["/things/{id}/do"].post.x-conformance.cases[0].request.id: "thing." is ` +
			`not a value; write KIND.ROLE (as task.absent), request.PARAMETER.PROPERTY, ` +
			`saved.NAME, each, ` +
			`omitted, or {literal: VALUE}`,
	}},
	{"empty value", "request: {id: thing.absent}", "request: {id: {}}", []string{
		"f:22:27: case gone: request.id: give KIND.ROLE, request.PARAMETER.PROPERTY, " +
			"saved.NAME, each, " +
			"omitted, or {literal: VALUE}, which is not null",
	}},
	{
		"literal of another type", "request: {id: thing.absent}",
		"request: {id: {literal: null}}",
		[]string{
			"f:22:27: case gone: request.id: give KIND.ROLE, request.PARAMETER.PROPERTY, " +
				"saved.NAME, each, " +
				"omitted, or {literal: VALUE}, which is not null",
		},
	},
	{
		"property of nothing", "request: {id: thing.absent}", "request: {id: request.it.state}",
		[]string{
			`f:22:27: case gone: request.id: the case gives no item of the fixtures for "it", so ` +
				`it has no properties`,
		},
	},
	{"unknown body example", "body: {example: order,", "body: {example: ordr,", []string{
		`f:43:21: case do: request.body.example: unknown example of the operation's request body ` +
			`"ordr" (did you mean "order"?)`,
	}},
	{"body of both", "body: {example: order,", "body: {text: x, example: order,", []string{
		"f:43:21: case do: request.body: give exactly one of example, value, text and saved, " +
			"or each alone",
		"f:43:21: case do: request.body: set and remove change an example or a value; a text is " +
			"sent as it " +
			"stands",
	}},
	{
		"body of neither", "body: {example: order, set: {/what: {literal: wash}}, remove: [/with]}",
		"body: {}",
		[]string{
			"f:43:21: case do: request.body: give exactly one of example, value, text and saved, " +
				"or each alone",
		},
	},
	{
		"body of no member",
		"body: {example: order, set: {/what: {literal: wash}}, remove: [/with]}",
		"body: each",
		[]string{
			"f:38:22: case do: forEach: each as a parameter's value goes with a corpus or with " +
				"values as literal",
		},
	},
	{"body set nowhere", "{/what: {literal: wash}}", "{/who/name: {literal: wash}}", []string{
		`f:43:44: case do: request.body.set: nothing can be set at "/name": its container is ` +
			`neither object nor array`,
	}},
	{"body removes nothing", "remove: [/with]", "remove: [/without]", []string{
		`f:43:21: case do: request.body.remove: example "order" has nothing at "/without"`,
	}},
	{"body removes all", "remove: [/with]", `remove: [""]`, []string{
		`f:43:21: case do: request.body.remove: example "order" has nothing at ""`,
	}},
}
