// Package swagger turns a description of OpenAPI 2.0 (Swagger) into one of 3.0, node by node: each
// node has the place of what it is made of, so that what is wrong is reported where it was written.
// It never opens a file itself, and never judges: what it does not know it copies.
package swagger
