package spec

// lintStepTests are mistakes in a case of steps.
var lintStepTests = []lintTest{
	{
		"a value that is never saved",
		"request: {id: saved.one,",
		"request: {id: saved.onee,",
		[]string{
			"f:28:31: case thing.life: steps[2]: request.id: saved.onee is not known: no " +
				`earlier step saves it (did you mean "saved.one"?)`,
		},
	},
	{
		"a value that is saved later",
		"set: {/name: saved.name}",
		"set: {/name: saved.ids}",
		[]string{
			"f:16:62: case thing.life: steps[0]: request./name: saved.ids is not known: " +
				"no earlier step saves it",
		},
	},
	{"an unknown value in a header", `"{saved.tag}"`, `"{saved.tga}"`, []string{
		"f:28:52: case thing.life: steps[2]: request.headers.If-Match: saved.tga is " +
			`not known: no earlier step saves it (did you mean "saved.tag"?)`,
	}},
	{"an unknown URL", "url: saved.where", "url: saved.wheer", []string{
		"f:22:22: case thing.life: steps[1]: url: saved.wheer is not known: no " +
			`earlier step saves it (did you mean "saved.where"?)`,
	}},
	{"an unknown list", "in: saved.ids, as", "in: saved.id2, as", []string{
		"f:27:31: case thing.life: steps[2]: forEach.in: saved.id2 is not known: no " +
			`earlier step saves it (did you mean "saved.id"?)`,
	}},
	{
		"an unknown value of finally",
		"removeThing, request: {id: saved.id}",
		"removeThing, request: {id: saved.di}",
		[]string{
			"f:35:56: case thing.life: finally[0]: request.id: saved.di is not known: no " +
				"earlier step saves it",
		},
	},
	{
		"what is listed is not removed",
		"removeThing, request: {id: saved.id}",
		"removeThing, request: {id: saved.one}",
		[]string{
			"f:35:56: case thing.life: finally[0]: request.id: saved.one comes from a " +
				"response to a method that only reads, so it may name what the run did not " +
				"make, and DELETE could change it: save it from the step that makes it",
		},
	},
	{"no name", "url: saved.where", "url: saved.", []string{
		`f:21:17: case thing.life: steps[1]: request: the parameter "id" is required ` +
			"by the operation and not given",
		`f:22:22: paths["/things"].post.x-conformance.cases[0].steps[1].url: ` +
			`"saved." names no saved value; write saved.NAME, or saved.NAME/POINTER for ` +
			"a part of it",
	}},
	{"an unknown operation", "operation: getThing", "operation: getThings", []string{
		"f:21:17: case thing.life: steps[1]: operation: unknown operation " +
			`"getThings" (did you mean "getThing"?)`,
	}},
	{"an unknown operation of finally", "operation: removeThing", "operation: remove", []string{
		"f:35:17: case thing.life: finally[0]: operation: unknown operation " +
			`"remove"; known here: listThings, GET /things, makeThing, POST /things, ` +
			"removeThing, DELETE /things/{id}, getThing, GET /things/{id}",
		`f:35:51: case thing.life: finally[0]: request.id: unknown parameter "id"; ` +
			"known here: method, auth, headers, body",
	}},
	{"an unknown kind of fresh values", "name: word", "name: wrod", []string{
		`f:14:27: paths["/things"].post.x-conformance.cases[0].fresh.name: "wrod" is ` +
			`not allowed (did you mean "word"?)`,
	}},
	{"a wrong pattern of fresh values", `"[a-z]{8}"`, `"["`, []string{
		"f:14:39: case thing.life: fresh.code.pattern: no regular expression: error " +
			"parsing regexp: missing closing ]: `[`",
	}},
	{"a name that is none", "fresh: {name: word", "fresh: {2nd: word, name: word", []string{
		`f:14:21: case thing.life: fresh.2nd: "2nd" is not a valid name of a saved ` +
			"value: use letters, digits, hyphens and underscores, a letter first",
	}},
	{
		"save of two",
		"where: {header: Location}",
		"where: {header: Location, content: true}",
		[]string{
			"f:20:68: case thing.life: steps[0]: save.where: give exactly one of header, " +
				"pointer, xpath, content and sent",
		},
	},
	{"save of nothing", "where: {header: Location}", "where: {optional: true}", []string{
		"f:20:68: case thing.life: steps[0]: save.where: give exactly one of header, " +
			"pointer, xpath, content and sent",
	}},
	{"save at no pointer", "save: {id: {pointer: /id,", "save: {id: {pointer: id,", []string{
		`f:20:28: case thing.life: steps[0]: save.id: "id" is not a JSON pointer: it ` +
			"begins with a slash",
	}},
	{"save by a wrong pattern", `match: "[0-9]+"`, `match: "("`, []string{
		"f:20:28: case thing.life: steps[0]: save.id.match: no regular expression: " +
			"error parsing regexp: missing closing ): `(`",
	}},
	{"until of nothing", "until: {status: 200, most: 3", "until: {most: 3", []string{
		"f:25:24: case thing.life: steps[1]: until: give one of status, body and " +
			"header, which ends the repetitions",
	}},
	{"until too often", "most: 3, every: 1s", "most: 1001, every: 1h", []string{
		"f:25:24: case thing.life: steps[1]: until.every: 1h0m0s is not from 0s to " +
			"1m0s",
		"f:25:24: case thing.life: steps[1]: until.most: 1001 is not from 0 to 1000",
	}},
	{"until of an unknown requirement", "id: S-4}", "id: S-9}", []string{
		`f:25:24: case thing.life: steps[1]: until.id: breaks requirement "S-9", ` +
			`which is not listed under requirements (did you mean "S-1"?)`,
		`f:46:7: x-conformance.requirements[3]: requirement "S-4" has no check: give ` +
			"a case one, or move the sentence to excluded with its reason",
	}},
	{
		"until and forEach",
		"                forEach: {in: saved.ids, as: one, most: 5}\n",
		"                forEach: {in: saved.ids, as: one, most: 5}\n                " +
			"until: {status: 200}\n",
		[]string{
			"f:28:24: case thing.life: steps[2]: until: a step has forEach or until, not " +
				"both",
		},
	},
	{"forEach too often", "as: one, most: 5", "as: one, most: -1", []string{
		"f:27:26: case thing.life: steps[2]: forEach.most: -1 is not from 0 to 1000",
	}},
	{
		"forEach without a name",
		"in: saved.ids, as: one, most: 5",
		"in: saved.ids, most: 5",
		[]string{
			`f:27:26: case thing.life: steps[2]: forEach.as: "" is not a valid name of a ` +
				"saved value: use letters, digits, hyphens and underscores, a letter first",
			`f:27:26: paths["/things"].post.x-conformance.cases[0].steps[2].forEach: ` +
				`missing key "as"`,
			"f:28:31: case thing.life: steps[2]: request.id: saved.one is not known: no " +
				"earlier step saves it",
		},
	},
	{
		"request beside steps",
		"            steps:\n",
		"            request: {}\n            steps:\n",
		[]string{
			"f:12:13: case thing.life: request and checks are those of a case of one " +
				"request: write them in the steps",
		},
	},
	{
		"forEach of two lists",
		"in: saved.ids, as: one, most: 5",
		"in: saved.ids, as: one, values: [a]",
		[]string{
			"f:27:26: case thing.life: steps[2]: forEach: give either in or values",
		},
	},
	{"forEach of no list", "in: saved.ids, as: one, most: 5", "as: one, values: []", []string{
		"f:27:26: case thing.life: steps[2]: forEach: give either in or values",
	}},
	{"finally alone", "            steps:\n", "            finally:\n", []string{
		`f:34:13: paths["/things"].post.x-conformance.cases[0]: duplicate key, first ` +
			"given on line 15",
	}},
	{"neither a request nor steps", "            steps:\n", "            steqs:\n", []string{
		"f:12:13: case thing.life: finally cleans up after steps, and there are none",
		"f:12:13: case thing.life: no checks: a case that nothing can break proves " +
			"nothing",
		`f:15:13: paths["/things"].post.x-conformance.cases[0]: unknown key "steqs" ` +
			`(did you mean "steps"?)`,
		"f:35:56: case thing.life: finally[0]: request.id: saved.id is not known: no " +
			"earlier step saves it",
		`f:43:7: x-conformance.requirements[0]: requirement "S-1" has no check: give ` +
			"a case one, or move the sentence to excluded with its reason",
		`f:44:7: x-conformance.requirements[1]: requirement "S-2" has no check: give ` +
			"a case one, or move the sentence to excluded with its reason",
		`f:45:7: x-conformance.requirements[2]: requirement "S-3" has no check: give ` +
			"a case one, or move the sentence to excluded with its reason",
		`f:46:7: x-conformance.requirements[3]: requirement "S-4" has no check: give ` +
			"a case one, or move the sentence to excluded with its reason",
		`f:47:7: x-conformance.requirements[4]: requirement "S-5" has no check: give ` +
			"a case one, or move the sentence to excluded with its reason",
	}},
	{
		"unknown key of a step",
		"                url: saved.where\n",
		"                urls: saved.where\n",
		[]string{
			`f:21:17: case thing.life: steps[1]: request: the parameter "id" is required ` +
				"by the operation and not given",
			`f:22:17: paths["/things"].post.x-conformance.cases[0].steps[1]: unknown key ` +
				`"urls" (did you mean "url"?)`,
		},
	},
	{
		"two kinds of a value",
		"set: {/name: saved.name}",
		"set: {/name: {saved: name, fresh: word}}",
		[]string{
			"f:16:62: case thing.life: steps[0]: request./name: give one of literal, " +
				"saved, fresh, template, count and like",
		},
	},
	{
		"a count that is optional",
		"set: {/name: saved.name}",
		"set: {/name: {count: {from: 1}, optional: true}}",
		[]string{
			"f:16:62: case thing.life: steps[0]: request./name: optional goes with saved",
		},
	},
	{
		"differ without what",
		"differ: {header: ETag, as: saved.id}",
		"differ: {header: ETag}",
		[]string{
			`f:23:44: paths["/things"].post.x-conformance.cases[0].steps[1].checks[0].dif` +
				`fer: missing key "as"`,
		},
	},
	{"save by no XPath", "where: {header: Location}", "where: {xpath: '//a['}", []string{
		`f:20:68: case thing.life: steps[0]: save.where.xpath: "//a[" is not a valid ` +
			"XPath expression: expression must evaluate to a node-set",
	}},
	{"save by two", "where: {header: Location}", "where: {header: Location, xpath: //a}", []string{
		"f:20:68: case thing.life: steps[0]: save.where: give exactly one of header, " +
			"pointer, xpath, content and sent",
	}},
	{
		"until no XPath",
		"until: {status: 200, most: 3",
		"until: {body: {xpath: x:a}, most: 3",
		[]string{
			`f:25:31: case thing.life: steps[1]: until.body.xpath: "x:a" is not a valid ` +
				"XPath expression: prefix x not defined.",
		},
	},
	{"body of nothing", "const: {pointer: /a, value: 1}", "body: {present: true}", []string{
		`f:30:37: paths["/things"].post.x-conformance.cases[0].steps[2].checks[0].bod` +
			`y: missing key "pointer"`,
	}},
}
