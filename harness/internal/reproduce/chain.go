package reproduce

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
)

// freshWord is a shell word that makes a fresh value of a kind, the number-th of its line; empty:
// there is none.
func freshWord(kind spec.FreshKind, number int) string {
	letters := fmt.Sprintf(`$(echo %d$(date +%%s)$$ | tr 0-9 a-j)`, number)
	switch kind {
	case spec.FreshUUID:
		return fmt.Sprintf(`$(printf '%%08x-%04d-4000-8000-%%012x' "$(date +%%s)" $$)`, number)
	case spec.FreshWord:
		return letters
	case spec.FreshName:
		return `"Name ` + letters + `"`
	case spec.FreshEmail:
		return letters + "@example.com"
	case spec.FreshURL:
		return "https://example.com/" + letters
	case spec.FreshNumber:
		return fmt.Sprintf(`1%d$(date +%%s | cut -c4-)`, number%10)
	case spec.FreshDigits:
		return fmt.Sprintf(`%02d$(date +%%s)`, number%100)
	case spec.FreshHex:
		return fmt.Sprintf(`$(printf '%02x%%06x%%08x' $$ "$(date +%%s)")`, number%256)
	}
	return ""
}

// later are the values of a chain of requests that its shell fills in.
type later struct {
	// saved has the shell variable of each value that a request before has given, and fresh those
	// of values that are new in every run, by their place.
	saved, fresh map[string]string
	// set are the commands that set the variables of fresh values.
	set []string
	// used are the variables of the request being written, and isText whether each is a text.
	used   []string
	isText []bool
}

// chain is a line for the requests that lead to a finding: what one saves of its response, the
// shell takes from it, and what is fresh it makes again.
func (r *Lines) chain(all []cases.Sent, origin string) string {
	l := &later{saved: map[string]string{}, fresh: map[string]string{}}
	var commands []string
	for i, one := range all {
		request := one.Request
		l.used, l.isText = nil, nil
		if one.Show != nil {
			if again, ok := one.Show(l.text); ok {
				request = &again
			}
		}
		command := r.curl(request, origin, l)
		commands = append(commands, l.set...)
		l.set = nil
		if i == len(all)-1 {
			commands = append(commands, command)
			break
		}
		commands = append(commands, l.keep(&one, i, command)...)
	}
	return strings.Join(commands, " && ")
}

// text is what represents a value in a request: a mark that needs no escape anywhere, where the
// shell fills it in.
func (l *later) text(name string, f *spec.Fresh, value any) any {
	text, isText := value.(string)
	if _, ok := spec.TextOf(value); !ok || len(l.used) == maxFilled {
		return value
	}
	variable, known := l.saved[name]
	if f != nil {
		word := freshWord(f.Kind, len(l.fresh)+1)
		if variable, known = l.fresh[name]; !known && word != "" {
			variable, known = fmt.Sprintf("fresh_%d", len(l.fresh)+1), true
			l.fresh[name] = variable
			l.set = append(l.set, variable+"="+word)
		}
	}
	if !known || isText && text == "" {
		return value
	}
	l.used, l.isText = append(l.used, variable), append(l.isText, isText)
	return markOf(len(l.used) - 1)
}

// maxFilled bounds the values that the shell fills into one request.
const maxFilled = 40

func markOf(i int) string { return fmt.Sprintf("toeline-value-%02d-", i) }

// fill replaces the marks of a request.
func (l *later) fill(all filled, request *cases.Request) filled {
	if l == nil || len(l.used) == 0 {
		return all
	}
	request.Header = slices.Clone(request.Header)
	body := string(request.Body)
	for i, name := range l.used {
		all = append(all, variable(name))
		by := mark + string(rune('0'+len(all)-1)) + mark
		if !l.isText[i] { // a number or a boolean of JSON has no quotes
			body = strings.ReplaceAll(body, `"`+markOf(i)+`"`, by)
		}
		body = strings.ReplaceAll(body, markOf(i), by)
		request.Target = strings.ReplaceAll(request.Target, markOf(i), by)
		for j := range request.Header {
			f := &request.Header[j]
			f.Value = strings.ReplaceAll(f.Value, markOf(i), by)
		}
	}
	request.Body = []byte(body)
	return all
}

// keep returns the commands that send a request and keep what later ones use of its response.
func (l *later) keep(one *cases.Sent, number int, command string) []string {
	var takes []string
	response := fmt.Sprintf("response_%d", number+1)
	for _, save := range one.Case.Steps[one.Step].Save {
		how := ""
		switch s := &save.Value; {
		case s.Match != "" || s.Append:
		case s.Header != "":
			how = "grep -i " + Quote("^"+s.Header+":") + " | head -n 1 | sed 's/^[^:]*: *//'"
		case s.Pointer != nil:
			how = "sed '1,/^$/d' | jq -r " + Quote("getpath("+jqPath(*s.Pointer)+")")
		case s.XPath != "": // names match in every namespace, as in a contract
			how = `sed -e '1,/^$/d' -e 's/ xmlns="[^"]*"//g' | xmllint --xpath ` +
				Quote("string("+s.XPath+")") + " -"
		}
		delete(l.saved, save.Key)
		if how == "" {
			continue
		}
		name := strings.Trim(variable("saved_"+save.Key), `"$`)
		l.saved[save.Key] = name
		takes = append(takes, fmt.Sprintf(`%s=$(printf '%%s\n' "$%s" | tr -d '\r' | %s)`, name,
			response, how))
	}
	if len(takes) == 0 {
		return []string{command}
	}
	return append([]string{
		response + "=$(" + command + ")", `printf '%s\n' "$` + response + `"`,
	}, takes...)
}

// jqPath is a JSON pointer as jq has it.
func jqPath(pointer string) string {
	path := []any{}
	for _, step := range jsonpointer.Split(pointer) {
		if n, err := strconv.Atoi(step); err == nil {
			path = append(path, n)
		} else {
			path = append(path, step)
		}
	}
	data, _ := json.Marshal(path) // texts and numbers
	return string(data)
}
