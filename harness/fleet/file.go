package fleet

import (
	"fmt"
	"regexp"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// Member is one target of a file: its name, and settings of its own by the names of flags.
type Member struct {
	strict.Pos
	// Name is the name of its reports and of its column: letters, digits, and ._- after the first
	// character.
	Name     string
	Settings []strict.Entry[*yaml.Node]
}

// File is a file of targets, in its order.
type File struct {
	Name    string
	Members []Member
}

// fleetFile is the file as it is written:
//
//	targets:
//	  - name: mock
//	    target: http://127.0.0.1:8765/beta
//	    fixtures: mock.yaml
type fleetFile struct {
	Targets []Member `yaml:"targets,required"`
}

// UnmarshalStrict reads the name, and keeps the other keys for the package that knows settings.
func (m *Member) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	var all strict.Ordered[*yaml.Node]
	d.Decode(n, &all)
	m.Pos = strict.PosOf(n)
	for _, e := range all.Entries {
		if e.Key != "name" {
			m.Settings = append(m.Settings, e)
			continue
		}
		d.At("name").Decode(e.Value, &m.Name)
		if m.Name != "" && !fileName.MatchString(m.Name) {
			d.At("name").Problem(e.Value, "cannot name files: use letters, digits, dots, "+
				"hyphens and underscores, and begin with a letter or digit")
		}
	}
	if _, given := all.Get("name"); n.Kind == yaml.MappingNode && !given {
		d.Problem(n, `lacks "name", by which reports and shards distinguish targets`)
	}
}

var fileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// Load reads a file of targets. The error is a strict.Problems with everything that is wrong: no
// target, or a name that is missing, repeated, or invalid in a file name.
func Load(name string, data []byte) (*File, error) {
	var read fleetFile
	problems := strict.Unmarshal(name, data, &read)
	if len(problems) == 0 && len(read.Targets) == 0 {
		problems = append(problems, strict.Problem{
			File: name, Path: "targets", Message: "the list is empty: name at least one target",
		})
	}
	first := map[string]strict.Pos{}
	for i, m := range read.Targets {
		at := fmt.Sprintf("targets[%d]", i)
		if before, twice := first[m.Name]; twice && m.Name != "" {
			problems = append(problems, strict.Problem{
				File: name, Pos: m.Pos, Path: at,
				Message: fmt.Sprintf("the name %q is that of the target in line %d", m.Name,
					before.Line),
			})
			continue
		}
		first[m.Name] = m.Pos
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return &File{Name: name, Members: read.Targets}, nil
}
