package openapi

import (
	"slices"
	"strings"
)

// maxServers is how many URLs of servers are kept: each value of each variable makes one.
const maxServers = 8

// servers reads the servers of the description, and those that paths and operations have of their
// own, whose requests go to the target all the same.
func (d *describer) servers(of part) {
	servers, _ := of.get("servers")
	for _, server := range servers.items() {
		urls := []string{server.text("url")}
		variables, _ := server.get("variables")
		for name, variable := range variables.members() {
			values := []string{variable.text("default")}
			enum, _ := variable.get("enum")
			for _, value := range enum.items() {
				values = append(values, value.node.Value)
			}
			urls = filledIn(urls, "{"+name+"}", values)
		}
		for _, url := range urls {
			if !slices.Contains(d.made.Servers, url) && len(d.made.Servers) < maxServers {
				d.made.Servers = append(d.made.Servers, url)
			}
		}
	}
	if d.made.Server == "" && len(d.made.Servers) > 0 {
		d.made.Server = d.made.Servers[0]
	}
}

// filledIn returns the URLs with each value in the place of a variable, those with the first value
// before the others.
func filledIn(urls []string, variable string, values []string) []string {
	var all []string
	for _, value := range values {
		for _, url := range urls {
			if made := strings.ReplaceAll(url, variable, value); len(all) < maxServers &&
				!slices.Contains(all, made) {
				all = append(all, made)
			}
		}
	}
	return all
}
