package waiver

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec/strict"
)

// Written is a file of known failures with new entries in it.
type Written struct {
	Text []byte
	// Added is how many entries are new; 0: the text is the old one.
	Added int
	// Unfilled are the places that a person must fill in, as file:line.
	Unfilled []string
}

const newFile = `# Known failures: toeline verify --waivers FILE
version: 2
waivers:
`

// Update adds what fails a report to a file of known failures; nil data: the file does not exist
// yet. The content of the file is not changed, byte for byte: comments, order, and every entry,
// none of which is widened.
func Update(name string, data []byte, r *result.Report, t Terms) (*Written, error) {
	known := &File{Name: name}
	if data != nil {
		var problems strict.Problems
		if known, problems = read(name, data); len(problems) > 0 {
			problems.Sort()
			return nil, problems
		}
	}
	added := propose(r, known)
	if len(added) == 0 {
		return &Written{Text: data}, nil
	}
	if data == nil {
		data = []byte(newFile)
	}
	text, err := insert(name, data, t.entries(r, added))
	if err != nil {
		return nil, err
	}
	made, problems := read(name, text)
	if len(problems) > 0 || len(made.Waivers) != len(known.Waivers)+len(added) {
		return nil, fmt.Errorf("%s: the new entries do not fit into it as it is written (%w): "+
			"write the list of waivers with a line for each key", name, problems.Err())
	}
	w := &Written{Text: text, Added: len(added)}
	for _, e := range made.Waivers {
		for _, text := range []Text{e.Reason, e.Owner} {
			if text.unfilled() {
				w.Unfilled = append(w.Unfilled, fmt.Sprintf("%s:%d", name, text.Line))
			}
		}
	}
	return w, nil
}

// insert adds entries after the last one.
func insert(name string, data []byte, entries []string) ([]byte, error) {
	text := string(data)
	indent := 2
	root, _ := strict.Parse(name, data)
	if list, ok := strict.Find(root, "waivers"); ok && list.Kind == yaml.SequenceNode {
		switch {
		case len(list.Content) == 0:
			// The list in brackets becomes one with a line for each key.
			at := strings.LastIndex(text, "[")
			end := strings.LastIndex(text, "]")
			if at < 0 || end < at {
				return nil,
					fmt.Errorf("%s:%d: the empty list is not written as []", name, list.Line)
			}
			text = strings.TrimRight(text[:at], " ") + text[end+1:]
		case list.Style&yaml.FlowStyle != 0:
			return nil, fmt.Errorf("%s:%d: the list is in brackets: write it with a line for "+
				"each key, "+
				"so that entries can be added and comments kept", name, list.Line)
		default:
			indent = list.Column - 1
		}
	}
	newline := "\n"
	if strings.Contains(text, "\r\n") {
		newline = "\r\n"
	}
	if !strings.HasSuffix(text, "\n") {
		text += newline
	}
	for _, entry := range entries {
		for line := range strings.Lines(entry) {
			text += strings.Repeat(" ", indent) + strings.TrimSuffix(line, "\n") + newline
		}
	}
	return []byte(text), nil
}

// entries returns the new entries as text, without indentation.
func (t Terms) entries(r *result.Report, added []proposal) []string {
	target := t.Target
	if target == "" {
		target = r.Run.Target
	}
	switch {
	case t.Target != "":
	case r.Run.Embedded:
		target = "http://127.0.0.1:*/**" // the port is another one in every run
	case r.Run.Client != "":
		target = "" // a client's own target is the lab server
	}
	var all []string
	for _, p := range added {
		var b strings.Builder
		fmt.Fprintf(&b, "# %s\n- requirement: %s\n", p.about, scalar(p.requirement))
		switch len(p.cases) {
		case 0:
		case 1:
			fmt.Fprintf(&b, "  case: %s\n", scalar(p.cases[0]))
		default:
			b.WriteString("  case:\n")
			for _, c := range p.cases {
				fmt.Fprintf(&b, "    - %s\n", scalar(c))
			}
		}
		b.WriteString("  fingerprints:\n")
		for _, f := range p.failures {
			fmt.Fprintf(&b, "    - %s # %s\n", f.fingerprint, oneLine(f.shape))
		}
		if target != "" {
			fmt.Fprintf(&b, "  target: %s\n", scalar(target))
		}
		reason := orUnfilled(t.Reason, "why it fails, and why that is borne")
		fmt.Fprintf(&b, "  reason: %s\n", scalar(reason))
		fmt.Fprintf(&b, "  owner: %s\n", scalar(orUnfilled(t.Owner, "who will mend it")))
		if t.Link != "" {
			fmt.Fprintf(&b, "  link: %s\n", scalar(t.Link))
		}
		if t.Expires != "" {
			fmt.Fprintf(&b, "  expires: %s\n", t.Expires)
		}
		all = append(all, b.String())
	}
	return all
}

func orUnfilled(text, what string) string {
	if strings.TrimSpace(text) == "" {
		return Unfilled + ": " + what
	}
	return text
}

// scalar returns a text as YAML, on one line.
func scalar(text string) string {
	made, err := yaml.Marshal(strings.Join(strings.Fields(text), " "))
	if err != nil {
		return fmt.Sprintf("%q", text)
	}
	return strings.TrimSpace(string(made))
}
