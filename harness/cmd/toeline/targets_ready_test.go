package main

import "testing"

// Spellings of one base URL are one service, and others are not.
func TestServiceOf(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, one := range [][]string{
		{"http://127.0.0.1:8765/beta", "http://localhost:8765/beta", "http://LOCALHOST.:8765/beta/", "http://[::1]:8765/beta", "HTTP://[0:0:0:0:0:0:0:1]:8765//beta", "http://[::ffff:127.0.0.1]:8765/x/../beta/."},
		{"http://127.0.0.1:8765/v1.0"},
		{"http://127.0.0.1:8766/beta"},
		{"https://127.0.0.1:8765/beta"},
		{"http://127.0.0.2:8765/beta"},
		{"https://api.example.com", "https://API.example.com/", "https://api.example.com:443", "https://api.example.com.:443//"},
		{"http://api.example.com", "http://api.example.com:80/."},
		{"https://api.example.com/a", "https://api.example.com/%61"},
		{"https://api.example.com/A"},
		{"https://www.api.example.com"},
		{"https://[2001:db8::1]/a", "https://[2001:DB8:0::1]:443/a"},
	} {
		for _, target := range one {
			if serviceOf(target) != serviceOf(one[0]) {
				t.Errorf("%s is %s, and %s is %s", target, serviceOf(target), one[0], serviceOf(one[0]))
			}
			if first, ok := seen[serviceOf(target)]; ok && first != one[0] {
				t.Errorf("%s is the service of %s", target, first)
			}
			seen[serviceOf(target)] = one[0]
		}
	}
}
