package openapi

import (
	"net/http"
	"path"
	"strings"
)

// Makers finds, for collections such as /orders that have items but nothing that creates them, the
// only path that ends alike and does, as /events/{event_id}/orders, by the path of the collection.
func Makers(operations []Operation) map[string]string {
	creating, items := map[string]bool{}, map[string]bool{}
	for i := range operations {
		at := strings.TrimSuffix(operations[i].Path, "/")
		creating[at] = creating[at] || operations[i].Method == http.MethodPost
		if collection, last := path.Split(at); strings.HasPrefix(last, "{") &&
			strings.HasSuffix(last, "}") && !strings.Contains(collection, "{") {
			items[strings.TrimSuffix(collection, "/")] = true
		}
	}
	found := map[string]string{}
	for collection := range items {
		folder, last := path.Split(collection)
		for at, creates := range creating {
			if !creates || !strings.HasPrefix(at, folder) || !strings.HasSuffix(at, "}/"+last) {
				continue
			}
			if _, several := found[collection]; several {
				found[collection] = ""
				continue
			}
			found[collection] = at
		}
		if creating[collection] || found[collection] == "" {
			delete(found, collection)
		}
	}
	return found
}
