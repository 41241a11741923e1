package spec

// edgeLine is the fuzz case of the complete contract.
const edgeLine = `{id: edge, text: Ids, parameter: id, from: thing, valid: gone, invalid: wrong, ` +
	`ambiguous: "^x"}`

// lintFuzzTests are mistakes in inputs at random.
var lintFuzzTests = []lintTest{
	{"inputs without a judge", edgeLine, `{id: edge, text: T, like: gone}`, []string{
		"f:58:13: fuzz edge: needs checks, of inputs that the schemas take, or breaks, the rules " +
			"that inputs break",
	}},
	{"inputs like no case", edgeLine, `{id: edge, text: T, like: gome, checks: [{id: T-1, ` +
		`status: 404}]}`, []string{
		`f:58:13: fuzz edge: unknown case "gome" (did you mean "gone"?)`,
	}},
	{"inputs like a case of many", edgeLine, `{id: edge, text: T, like: do, checks: [{id: T-1, ` +
		`status: 404}]}`, []string{
		`f:58:13: fuzz edge: case "do" does not end with one request of this operation`,
	}},
	{"inputs and values", edgeLine, `{id: edge, text: T, like: gone, parameter: id, ` +
		`checks: [{id: T-1, status: 404}]}`, []string{
		"f:58:13: fuzz edge: parameter, from, valid, invalid and ambiguous are for values of one " +
			"parameter",
	}},
	{"values with checks", edgeLine, `{id: edge, text: T, parameter: id, from: thing, ` +
		`valid: gone, invalid: wrong, refused: [400]}`, []string{
		"f:58:13: fuzz edge: checks, breaks and refused are for inputs that are like a case",
	}},
	{"right and wrong", edgeLine, `{id: edge, text: T, like: gone, refused: [400], ` +
		`checks: [{id: T-1, status: 404}], breaks: [{at: /what, rule: long, id: T-1}]}`, []string{
		"f:58:13: fuzz edge: has checks and breaks: inputs are right, or wrong",
	}},
	{"refused by nothing", edgeLine, `{id: edge, text: T, like: gone, ` +
		`breaks: [{at: /what, rule: long, id: T-1}]}`, []string{
		"f:58:13: fuzz edge: needs refused: the statuses that refuse an input",
	}},
	{"refused without breaks", edgeLine, `{id: edge, text: T, like: gone, refused: [400], ` +
		`checks: [{id: T-1, status: 404}]}`, []string{
		"f:58:13: fuzz edge: has refused without breaks",
	}},
	{"unknown breaks", edgeLine, `{id: edge, text: T, like: gone, refused: [400], ` +
		`breaks: [{at: query.x, rule: lomg, id: T-1}, {at: ix, rule: long, id: T-99}]}`, []string{
		`f:58:70: fuzz edge.breaks[0]: unknown rule "lomg" (did you mean "long"?)`,
		`f:58:106: fuzz edge.breaks[1]: breaks requirement "T-99", which is not listed under ` +
			`requirements`,
		`f:58:106: fuzz edge.breaks[1]: unknown parameter "ix"; known here: id`,
	}},
}
