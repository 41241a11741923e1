package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/waiver"
	"example.com/toeline/spec/clients"
)

// driversOf are the drivers of real clients, each in a folder of its name.
const driversOf = "../../../fixtures/clients"

// elsewhere are findings of a start that no waiver covers; the script that tests the clients
// expects them.
var elsewhere = []string{"go ERC-REQ-9", "javascript ERC-REQ-4"}

// What FINDINGS.md says of a client is what the run is held to: a requirement
// that it names is waived for that client in that case, and what it calls
// refuted is not.
func TestFindingsAreWaived(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(driversOf, "FINDINGS.md"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := clients.Embedded(clients.Default)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string][]clients.Check{}
	for _, c := range doc.Cases {
		cases[c.ID] = c.Checks
	}
	row := regexp.MustCompile(`(?m)^\| ([\w-]+) \| (.*) \| (ERC-\w+-\d+|-) \| ([a-z0-9.-]+) \|$`)
	rows := row.FindAllStringSubmatch(string(data), -1)
	if len(rows) < 40 {
		t.Fatalf("%d findings read", len(rows))
	}
	named := map[string]bool{}
	for _, r := range rows {
		client, says, requirement, id := r[1], r[2], r[3], r[4]
		if len(cases[id]) == 0 {
			t.Errorf("%s: no case %s", client, id)
		}
		waived := waives(t, client, requirement, id)
		switch {
		case requirement == "-" && strings.Contains(says, "refuted"):
			for _, c := range cases[id] {
				if waives(t, client, c.ID, id) {
					t.Errorf("%s, %s: refuted, and yet %s is waived", client, id, c.ID)
				}
			}
		case requirement == "-", slices.Contains(elsewhere, client+" "+requirement):
		case !waived:
			t.Errorf("%s, %s: %s is not waived: %s", client, id, requirement, says)
		}
		named[client+" "+requirement] = true
	}
	for _, name := range elsewhere {
		if !named[name] {
			t.Errorf("%s is reported nowhere", name)
		}
	}
}

// waives says whether a client's file takes a finding.
func waives(t *testing.T, client, requirement, id string) bool {
	t.Helper()
	name := filepath.Join(driversOf, client, "waivers.yaml")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := waiver.Load(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(file.Waivers, func(e waiver.Entry) bool {
		return patternsTake(e.Requirement, requirement) && patternsTake(e.Case, id)
	})
}

// patternsTake says whether patterns take an id; none take every one.
func patternsTake(patterns waiver.Patterns, id string) bool {
	return len(patterns) == 0 ||
		slices.ContainsFunc(patterns, func(p result.WaiverPattern) bool { return p.Matches(id) })
}
