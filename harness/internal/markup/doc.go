// Package markup fills in templates, in the syntax of text/template and by its parser, without
// calling methods of what they show. It is there for the size of the command: where html/template
// runs, any exported method may be called by its name, so that the linker leaves none of them
// out, which is three megabytes.
//
// A template shows fields, elements and the results of functions. HTML escapes every value, as
// text and quoted attributes need it, except those of type Raw. A value in the fragment of a link
// goes through the function fragment.
package markup
