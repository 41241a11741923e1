package harness_test

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	maxColumns = 100 // of a line, where a tab is four
	maxLines   = 350 // of a file outside tests
)

// TestLinesAreShort holds how long lines and files are. A line may be longer for a text without
// spaces, which cannot be broken, and inside a text of several lines.
func TestLinesAreShort(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel("..", path)
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			hidden := len(name) > 1 && strings.HasPrefix(entry.Name(), ".")
			if hidden || entry.Name() == "testdata" || entry.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil || generated.Match(source) {
			return err
		}
		files++
		for _, line := range longLines(source) {
			t.Errorf("%s:%d has more than %d columns", name, line, maxColumns)
		}
		n := strings.Count(string(source), "\n")
		if n > maxLines && !strings.HasSuffix(name, "_test.go") {
			t.Errorf("%s has %d lines, more than %d", name, n, maxLines)
		}
		return nil
	})
	if err != nil || files < 300 {
		t.Errorf("%d files looked at, %v", files, err)
	}
}

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// longLines returns the numbers of the lines of a Go file that are too long.
func longLines(source []byte) []int {
	var long []int
	for i, line := range strings.Split(string(source), "\n") {
		if utf8.RuneCountInString(line)+3*strings.Count(line, "\t") > maxColumns {
			long = append(long, i+1)
		}
	}
	if len(long) == 0 {
		return nil
	}
	whole := map[int]bool{} // lines with a text that cannot be broken
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			break
		}
		if tok != token.STRING || len(text) < 60 && !strings.Contains(text, "\n") {
			continue
		}
		first, more := file.Line(pos), strings.Count(text, "\n")
		if more == 0 && strings.Contains(text, " ") {
			continue
		}
		for line := first; line <= first+more; line++ {
			whole[line] = true
		}
	}
	return slices.DeleteFunc(long, func(line int) bool { return whole[line] })
}

func TestLongLines(t *testing.T) {
	words := strings.Repeat("word ", 20)
	text := strings.Repeat("x", 101)
	for name, tt := range map[string]struct {
		source string
		want   []int
	}{
		"short":     {"package a\n\nvar b = 1\n", nil},
		"a comment": {"package a\n\n// " + words + "\n", []int{3}},
		"a tab is four": {
			"package a\n\t// " + words[:92] + "\n\t\t// " + words[:92] + "\n", []int{3},
		},
		"a text of words":    {"package a\n\nconst b = \"" + words + "\"\n", []int{3}},
		"a text of one word": {"package a\n\nconst b = \"" + text + "\"\n", nil},
		"a text of lines":    {"package a\n\nconst b = `\n" + words + "x\n`\n", nil},
		"code": {
			"package a\n\nvar b = " + strings.Repeat("1 + ", 25) + "1\n", []int{3},
		},
		"characters": {"package a\n\n// " + strings.Repeat("é", 97) + "\n", nil},
	} {
		if got := longLines([]byte(tt.source)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
