package text

import "strings"

// Markdown escapes a text for Markdown, in a table too: what a target or a document wrote cannot
// end a cell, begin markup, lead anywhere or mention a user.
func Markdown(s string) string { return markup.Replace(Visible(s)) }

var markup = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "`", "&#96;", "*", "&#42;", "_", "&#95;",
	"[", "&#91;", "]", "&#93;", "@", "&#64;", "#", "&#35;", "~", "&#126;", "\\", "&#92;",
	"://", "&#58;//", "www.", "www&#46;", "WWW.", "WWW&#46;",
)

// MarkdownCode returns the beginning of a text, escaped, in a code element.
func MarkdownCode(s string) string {
	const most = 200
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return "<code>" + Markdown(s) + "</code>"
}

// Unlinked is Visible for texts in which viewers show links, as those of SARIF: neither a link in
// brackets nor an address leads anywhere.
func Unlinked(s string) string { return links.Replace(Visible(s)) }

var links = strings.NewReplacer(
	"[", `\[`, "]", `\]`, "://", `:\x2f/`, "www.", `www\x2e`, "WWW.", `WWW\x2e`,
)
