package text

import (
	"fmt"
	"net/http"
	"strings"
	"unicode"
)

// Line makes a text fit for the end of a line: 80 characters at most, all of them visible.
func Line(text string) string {
	const most = 80
	runes := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " "))
	tail := ""
	if len(runes) > most {
		runes, tail = runes[:most], "…"
	}
	for i, c := range runes {
		if !unicode.IsPrint(c) {
			runes[i] = '\uFFFD'
		}
	}
	return string(runes) + tail
}

// Status returns a status with its name, as 404 Not Found.
func Status(status int) string {
	return strings.TrimSpace(fmt.Sprint(status, " ", http.StatusText(status)))
}
