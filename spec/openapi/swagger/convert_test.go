package swagger_test

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi/swagger"
	"example.com/toeline/spec/strict"
)

func parsed(t *testing.T, text string) *yaml.Node {
	t.Helper()
	root, problems := strict.Parse("f", []byte(text))
	if len(problems) > 0 {
		t.Fatalf("%v: %s", problems, text)
	}
	return root
}

// converted is what a description becomes, as plain values; the files beside it are parsed.
func converted(t *testing.T, text string, others map[string]string) (*yaml.Node, map[string]any) {
	t.Helper()
	made := swagger.Convert(parsed(t, text), swagger.Files{
		Join: func(from, where string) string { return path.Join(path.Dir(from), where) },
		Open: func(location string) *yaml.Node {
			if text, ok := others[location]; ok {
				return parsed(t, text)
			}
			return nil
		},
	})
	var plain map[string]any
	if err := made.Decode(&plain); err != nil {
		t.Fatal(err)
	}
	return made, plain
}

// valueOf is a YAML text as a plain value.
func valueOf(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// TestParts holds what the parts of a description become. Each is put where %s is.
func TestParts(t *testing.T) {
	const root = "swagger: '2.0'\n%s\npaths: {}\n"
	const operation = "swagger: '2.0'\nconsumes: [application/xml, application/json]\n" +
		"produces: [text/csv]\npaths: {/a: {post: {%s}}}\n"
	const parameter = "swagger: '2.0'\npaths: {/a: {post: {parameters: [%s]}}}\n"
	const schema = "swagger: '2.0'\npaths: {}\ndefinitions: {A: %s}\n"
	const response = "swagger: '2.0'\nproduces: [application/json, text/xml]\n" +
		"paths: {/a: {post: {responses: {200: %s}}}}\n"
	const form = "{post: {requestBody: {content: {%s: {schema: {type: object, " +
		"properties: %s}%s}}}}}"
	for name, test := range map[string]struct{ form, given, at, want string }{
		"version":         {root, "info: {title: t}", "openapi", "3.0.3"},
		"what is alike":   {root, "tags: [{name: a}]", "tags", "[{name: a}]"},
		"no server":       {root, "schemes: [http]", "servers", "null"},
		"host":            {root, "host: a.example", "servers", "[{url: 'https://a.example'}]"},
		"base path alone": {root, "basePath: /v1/", "servers", "[{url: /v1}]"},
		"schemes": {
			root, "host: a.example\nbasePath: /v1\nschemes: [wss, http, https]", "servers",
			"[{url: 'http://a.example/v1'}, {url: 'https://a.example/v1'}]",
		},
		"Basic": {
			root, "securityDefinitions: {s: {type: basic, description: d}}",
			"components securitySchemes s", "{type: http, scheme: basic, description: d}",
		},
		"key": {
			root, "securityDefinitions: {s: {type: apiKey, in: query, name: k}}",
			"components securitySchemes s", "{type: apiKey, in: query, name: k}",
		},
		"OAuth 2": {
			root, "securityDefinitions: {s: {type: oauth2, flow: application, tokenUrl: /t, " +
				"scopes: {a: b}}}", "components securitySchemes s",
			"{type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {a: b}}}}",
		},
		"what an overlay added": {
			root, "components: {schemas: {B: {type: string}}}\ndefinitions: {A: {}}",
			"components schemas", "{B: {type: string}, A: {}}",
		},

		"reference": {
			schema, "{$ref: '#/definitions/B/properties/c'}", "components schemas A",
			"{$ref: '#/components/schemas/B/properties/c'}",
		},
		"null values": {
			schema, "{properties: {x-nullable: {type: string, x-nullable: true}}}",
			"components schemas A", "{properties: {x-nullable: {type: string, nullable: true}}}",
		},
		"discriminator": {
			schema, "{allOf: [{discriminator: kind}]}", "components schemas A",
			"{allOf: [{discriminator: {propertyName: kind}}]}",
		},
		"a property by the name of a keyword": {
			schema, "{properties: {discriminator: {type: file}}, example: {discriminator: kind}}",
			"components schemas A", "{properties: {discriminator: {type: string, " +
				"format: binary}}, example: {discriminator: kind}}",
		},

		"body": {
			operation, "parameters: [{in: body, name: b, required: true, description: d, " +
				"schema: {$ref: '#/definitions/A'}}]", "paths /a",
			"{post: {requestBody: {required: true, description: d, content: {application/xml: " +
				"{schema: {$ref: '#/components/schemas/A'}}, application/json: " +
				"{schema: {$ref: '#/components/schemas/A'}}}}}}",
		},
		"body, of a type of its own": {
			operation, "consumes: [text/plain], parameters: [{in: body, name: b, schema: {}, " +
				"x-example: hi}]", "paths /a",
			"{post: {requestBody: {content: {text/plain: {schema: {}, example: hi}}}}}",
		},
		"body beside forms": {
			operation, "consumes: [multipart/form-data], parameters: [{in: body, name: b, " +
				"schema: {}}]", "paths /a",
			"{post: {requestBody: {content: {application/json: {schema: {}}}}}}",
		},
		"form": {
			parameter, "{in: formData, name: a, type: string, maxLength: 3, required: true}, " +
				"{in: formData, name: b, type: array, items: {type: integer}, " +
				"collectionFormat: ssv}",
			"paths /a post requestBody",
			"{required: true, content: {application/x-www-form-urlencoded: {schema: " +
				"{type: object, required: [a], properties: {a: {type: string, maxLength: 3}, " +
				"b: {type: array, items: {type: integer}}}}, encoding: {b: " +
				"{style: spaceDelimited, explode: false}}}}}",
		},
		"file": {
			parameter, "{in: formData, name: f, type: file}", "paths /a",
			strings.Replace(strings.Replace(strings.Replace(form, "%s", "multipart/form-data", 1),
				"%s", "{f: {type: string, format: binary}}", 1), "%s",
				", encoding: {f: {contentType: application/octet-stream}}", 1),
		},
		"many of a form": {
			parameter, "{in: formData, name: m, type: array, items: {type: string}, " +
				"collectionFormat: multi}", "paths /a",
			strings.Replace(strings.Replace(strings.Replace(form, "%s",
				"application/x-www-form-urlencoded", 1), "%s",
				"{m: {type: array, items: {type: string}}}", 1), "%s",
				", encoding: {m: {style: form, explode: true}}", 1),
		},

		"value": {
			parameter, "{in: query, name: q, type: integer, minimum: 1, enum: [1, 2], " +
				"default: 1, allowEmptyValue: true, x-example: 2}", "paths /a post parameters",
			"[{in: query, name: q, allowEmptyValue: true, example: 2, schema: {type: integer, " +
				"minimum: 1, enum: [1, 2], default: 1}}]",
		},
		"list": {
			parameter, "{in: query, name: q, type: array, items: {type: string, minLength: 2, " +
				"collectionFormat: csv}}", "paths /a post parameters",
			"[{in: query, name: q, explode: false, schema: {type: array, items: {type: string, " +
				"minLength: 2}}}]",
		},
		"multi": {
			parameter, "{in: query, name: q, type: array, items: {}, collectionFormat: multi}",
			"paths /a post parameters",
			"[{in: query, name: q, explode: true, schema: {type: array, items: {}}}]",
		},
		"pipes": {
			parameter, "{in: path, name: q, type: array, items: {}, collectionFormat: pipes}",
			"paths /a post parameters", "[{in: path, name: q, style: pipeDelimited, " +
				"explode: false, schema: {type: array, items: {}}}]",
		},
		"tsv": {
			parameter, "{in: header, name: q, type: array, items: {}, collectionFormat: tsv}",
			"paths /a post parameters", "[{in: header, name: q, style: tabDelimited, " +
				"explode: false, schema: {type: array, items: {}}}]",
		},
		"a parameter that is lost": {
			parameter, "{$ref: '#/parameters/lost'}", "paths /a post parameters",
			"[{$ref: '#/parameters/lost'}]",
		},

		"response": {
			response, "{description: d, schema: {$ref: '#/definitions/A'}, examples: " +
				"{application/json: {a: 1}}, headers: {X: {type: integer, description: h}}}",
			"paths /a post responses 200",
			"{description: d, headers: {X: {description: h, schema: {type: integer}}}, content: " +
				"{application/json: {schema: {$ref: '#/components/schemas/A'}, example: {a: 1}}, " +
				"text/xml: {schema: {$ref: '#/components/schemas/A'}}}}",
		},
		"no content": {
			response, "{description: d}", "paths /a post responses 200", "{description: d}",
		},
		"a response of the root": {
			response, "{$ref: '#/responses/R'}", "paths /a post responses 200",
			"{$ref: '#/components/responses/R'}",
		},
		"a response of the root, of other types": {
			"swagger: '2.0'\nresponses: {R: {description: d, schema: {}}}\npaths: {/a: {get: " +
				"{produces: [%s], responses: {200: {$ref: '#/responses/R'}}}}}\n", "text/csv",
			"paths /a get responses 200", "{description: d, content: {text/csv: {schema: {}}}}",
		},
		"an error of what produces files": {
			"swagger: '2.0'\npaths: {/a: {get: {produces: [%s], responses: {404: " +
				"{description: d, schema: {}}}}}}\n", "text/csv", "paths /a get responses 404",
			"{description: d, content: {text/csv: {schema: {}}, application/json: {schema: {}}}}",
		},
		"an error of what produces XML": {
			"swagger: '2.0'\npaths: {/a: {get: {produces: [%s], responses: {404: " +
				"{description: d, schema: {}}}}}}\n", "text/xml", "paths /a get responses 404",
			"{description: d, content: {text/xml: {schema: {}}}}",
		},
		"file that is produced": {
			"swagger: '2.0'\npaths: {/a: {post: {responses: {200: %s}}}}\n",
			"{schema: {type: file}}",
			"paths /a post responses 200",
			"{content: {application/octet-stream: {schema: {type: string, format: binary}}}}",
		},
		"nothing is said of types": {
			"swagger: '2.0'\npaths: {/a: {post: {responses: {200: %s}}}}\n", "{schema: {}}",
			"paths /a post responses 200", "{content: {application/json: {schema: {}}}}",
		},
		"examples alone": {
			"swagger: '2.0'\npaths: {/a: {post: {responses: {200: %s}}}}\n",
			"{examples: {text/csv: 'a,b'}}",
			"paths /a post responses 200", "{content: {text/csv: {example: 'a,b'}}}",
		},
		"what extends": {
			operation, "x-conformance: {cases: []}, schemes: [http]", "paths /a post",
			"{x-conformance: {cases: []}}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			made, _ := converted(t, strings.Replace(test.form, "%s", test.given, 1), nil)
			var got any
			if at, ok := strict.Find(made, strings.Fields(test.at)...); ok {
				if err := at.Decode(&got); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(valueOf(t, test.want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestShared holds that an operation has the body and the parameters of its path, unless it has its
// own.
func TestShared(t *testing.T) {
	made, _ := converted(t, `swagger: "2.0"
parameters: {q: {in: query, name: q, type: string}, b: {in: body, name: b, schema: {type: string}}}
paths:
  /a:
    parameters: [{$ref: "#/parameters/q"}, {$ref: "#/parameters/b"}]
    post: {operationId: one}
    put: {operationId: two, parameters: [{in: body, name: c, schema: {type: integer}}]}
`, nil)
	for at, want := range map[string]string{
		"parameters": "[{in: query, name: q, schema: {type: string}}]",
		"post": "{operationId: one, requestBody: {content: {application/json: {schema: " +
			"{type: string}}}}}",
		"put": "{operationId: two, requestBody: {content: {application/json: {schema: " +
			"{type: integer}}}}}",
	} {
		var got any
		if n, ok := strict.Find(made, "paths", "/a", at); ok {
			if err := n.Decode(&got); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(valueOf(t, want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", at, diff)
		}
	}
}

// TestFiles holds that what other files have is copied with references that count from the
// description, and with the place where it was written.
func TestFiles(t *testing.T) {
	made, _ := converted(t, `swagger: "2.0"
paths:
  /a: {$ref: "paths/a.yaml#/item"}
  /lost: {$ref: "lost.yaml"}
`, map[string]string{
		"paths/a.yaml": `item:
  get:
    parameters: [{$ref: "../parts.yaml#/parameters/q"}, {$ref: "lost.yaml#/p"}]
    responses:
      200: {$ref: "../parts.yaml#/responses/R"}
      default: {description: d, schema: {$ref: "b.yaml"}}
`,
		"parts.yaml": `parameters: {q: {in: query, name: q, type: string}}
responses:
  R: {description: d, schema: {$ref: "#/definitions/A"}}
`,
	})
	var got any
	at, _ := strict.Find(made, "paths")
	if err := at.Decode(&got); err != nil {
		t.Fatal(err)
	}
	want := valueOf(t, `
/a:
  get:
    parameters: [{in: query, name: q, schema: {type: string}}, {$ref: "paths/lost.yaml#/p"}]
    responses:
      200: {description: d, content: {application/json: {schema: {$ref: "parts.yaml#/definitions/A"}}}}
      default: {description: d, content: {application/json: {schema: {$ref: "paths/b.yaml#"}}}}
/lost: {$ref: "lost.yaml"}
`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for path, want := range map[string]strict.Pos{
		"paths /a get":                   {File: "paths/a.yaml", Line: 3, Column: 5},
		"paths /a get parameters 0":      {File: "parts.yaml", Line: 1, Column: 17},
		"paths /a get responses 200":     {File: "parts.yaml", Line: 3, Column: 6},
		"paths /a get responses default": {File: "paths/a.yaml", Line: 6, Column: 16},
		"paths /lost":                    {Line: 4, Column: 10},
	} {
		if pos, ok := strict.Locate(made, strings.Fields(path)...); !ok || pos != want {
			t.Errorf("%s: at %+v, want %+v", path, pos, want)
		}
	}
}

// TestUnchanged holds that a tree is not changed, and that what is not a description ends.
func TestUnchanged(t *testing.T) {
	for _, text := range []string{
		"swagger: '2.0'\n", "swagger: '2.0'\npaths: [1]\n", "swagger: '2.0'\npaths: {/a: 1}\n",
		"swagger: '2.0'\npaths: {/a: {get: 1, post: {parameters: 1, responses: 2}}}\n",
		"swagger: '2.0'\npaths: {/a: {get: {parameters: [1, {}], responses: {200: 1}}}}\n",
		"swagger: '2.0'\npaths: {/a: {$ref: '#/paths/~1a'}}\nhost: [1]\nbasePath: {}\n",
		"swagger: '2.0'\ncomponents: {schemas: {B: {}}}\ndefinitions: {A: {}}\npaths: {}\n",
		"swagger: '2.0'\ncomponents: 1\ndefinitions: {A: {}}\npaths: {}\n",
		"swagger: '2.0'\ncomponents: {schemas: 1}\ndefinitions: {A: {}}\npaths: {}\n",
		"swagger: '2.0'\ndefinitions: 1\nresponses: []\nsecurityDefinitions: {a: 1}\npaths: {}\n",
		"swagger: '2.0'\ndefinitions: {A: {type: file, x-nullable: true, properties: 1}}\n",
		"swagger: '2.0'\npaths: {/a: {get: {parameters: [{in: formData}, {in: body, name: 1}]}}}\n",
	} {
		root := parsed(t, text)
		before, err := yaml.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		swagger.Convert(root, swagger.Files{
			Open: func(string) *yaml.Node { return nil },
			Join: func(_, where string) string { return where },
		})
		after, err := yaml.Marshal(root)
		if err != nil || string(before) != string(after) {
			t.Errorf("%v: changed:\n%s\nto\n%s", err, before, after)
		}
	}
}

// TestWorkIsBounded holds that what many operations refer to is not made for each of them.
func TestWorkIsBounded(t *testing.T) {
	const many = 5_000
	large := "{type: object, allOf: [" + strings.Repeat("{}, ", many) + "]}"
	var b strings.Builder
	b.WriteString("swagger: '2.0'\nresponses: {R: {description: d, schema: " + large + "}}\n" +
		"parameters: {b: {in: body, name: b, schema: " + large + "}, q: {in: query, name: q, " +
		"type: string, enum: [" + strings.Repeat("a, ", many) + "]}}\n" +
		"x-item: {get: {x-a: [" + strings.Repeat("a, ", many) + "]}}\npaths:\n")
	for i := range many {
		fmt.Fprintf(&b, "  /a%d: {post: {produces: [a/b], parameters: [{$ref: '#/parameters/b'}, "+
			"{$ref: '#/parameters/q'}], responses: {200: {$ref: '#/responses/R'}}}}\n  /b%d: "+
			"{$ref: '#/x-item'}\n", i, i)
	}
	made := swagger.Convert(parsed(t, b.String()), swagger.Files{})
	seen := map[*yaml.Node]bool{}
	var count func(n *yaml.Node)
	count = func(n *yaml.Node) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, child := range n.Content {
			count(child)
		}
	}
	if count(made); len(seen) > 100*many {
		t.Errorf("%d nodes for %d operations", len(seen), many)
	}
}
