package names

import (
	"slices"
	"strings"
)

// semantic are beginnings and ends of names of values that have a meaning beyond their schemas, so
// that a service may refuse what a schema allows, or take long: ids, codes, addresses, times.
var semantic = []string{
	"id", "ids", "uuid", "guid", "ref", "key", "code", "codes", "token", "secret", "password",
	"pin", "email", "mail", "emails", "phone", "tel", "fax", "mobile", "url", "uri", "link", "href",
	"urls", "host", "hostname", "ip", "domain", "path", "file", "filename", "image", "avatar",
	"photo", "icon", "time", "date", "timestamp", "zone", "locale", "lang", "language", "languages",
	"country", "currency", "iban", "bic", "swift", "vat", "hash", "sha", "digest", "checksum",
	"signature", "certificate", "cron", "schedule", "expression", "expr", "query", "filter",
	"filters", "sort", "order", "orderby", "fields", "include", "expand", "select", "cursor",
	"after", "before", "version", "mime", "type", "format", "base64", "data", "regex", "pattern",
	"color", "colour", "zip", "postal", "isbn", "sku", "username", "login", "user", "owner",
	"parent", "slug", "number", "card", "cvv", "cvc", "state", "status", "role", "roles",
	"permission", "permissions", "scope", "scopes", "script", "template", "json", "xml", "html",
	"latitude", "longitude", "uid", "gid", "branch", "commit", "tenant", "account", "org",
	"organization", "customer", "client", "project", "workspace", "team", "group", "category",
	"market", "region", "store", "channel", "device", "session", "model", "brand", "vendor",
	"supplier", "product", "unit", "units", "namespace", "cluster", "node", "package", "plan",
	"coupon", "voucher", "symbol", "ticker", "asset", "network", "address", "city", "place",
	"location", "coordinates", "lat", "lon", "lng", "trace", "timeout", "wait", "delay", "sleep",
	"seconds", "interval", "poll", "block", "ttl", "duration",
}

// IsSemantic reports whether the name of a value says that it has a meaning beyond its schema.
func IsSemantic(name string) bool { return beginsOrEnds(Plain(name), semantic) }

// ranges are beginnings and ends of names of values that bound another.
var ranges = []string{
	"min", "max", "minimum", "maximum", "from", "to", "until", "since", "start", "starts", "end",
	"ends", "begin", "lower", "upper", "low", "high", "first", "last",
}

// IsOfRange reports whether the name of a value says that another is not beyond it.
func IsOfRange(name string) bool { return beginsOrEnds(Plain(name), ranges) }

func beginsOrEnds(name string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		return strings.HasPrefix(name, word) || strings.HasSuffix(name, word)
	})
}

// IsPlace reports whether the name of a parameter says where a page of a list begins.
func IsPlace(name string) bool {
	return slices.Contains(slices.Concat(Offset, Page), Plain(name))
}

// secret are parts of names of values that nobody else is to see.
var secret = []string{
	"password", "passwd", "passphrase", "secret", "privatekey", "cardnumber", "creditcard", "cvv",
	"cvc",
}

// IsSecret reports whether the name of a value says that it is usually not shown.
func IsSecret(name string) bool {
	return slices.ContainsFunc(secret,
		func(part string) bool { return strings.Contains(Plain(name), part) })
}

// enabling are names of actions that make something usable which is a draft yet.
var enabling = []string{
	"publish", "activate", "open", "start", "enable", "approve", "release", "launch",
}

// IsEnabling reports whether the name of an action says that it makes something usable.
func IsEnabling(action string) bool { return Among(enabling, action) }

// final are names of actions after which a resource is in another state, so that they can be
// carried out once.
var final = []string{
	"publish", "cancel", "close", "complete", "finish", "finalize", "approve", "reject", "submit",
	"send", "ship", "deliver", "pay", "confirm", "activate", "deactivate", "start", "stop", "end",
	"return", "refund", "void", "accept", "decline", "expire", "suspend", "archive", "restore",
	"reopen", "resolve", "settle", "capture", "dispatch", "checkin", "checkout", "lock", "unlock",
}

// IsFinal reports whether the name of an action says that it can be carried out once.
func IsFinal(action string) bool { return Among(final, action) }

// participles are those of actions that do not end with ed.
var participles = map[string][]string{
	"pay": {"paid"}, "send": {"sent"}, "lend": {"lent"}, "sell": {"sold"}, "hold": {"held"},
	"withdraw": {"withdrawn"}, "activate": {"active"}, "deactivate": {"inactive"},
	"checkin": {"checkedin"}, "checkout": {"checkedout"}, "start": {"running", "inprogress"},
	"reopen": {"open"}, "finish": {"done"}, "complete": {"done"}, "expire": {"expired"},
}

// StateAfter returns which of some states an action leads to, as its name says; empty: none.
func StateAfter(action string, states []string) string {
	action = strings.TrimPrefix(strings.TrimPrefix(Plain(action), "mark"), "as")
	known := append([]string{
		action, action + "d", action + "ed", action + action[max(len(action)-1, 0):] + "ed",
		strings.TrimSuffix(action, "y") + "ied",
	}, participles[action]...)
	for _, state := range states {
		if action != "" && slices.Contains(known, Plain(state)) {
			return state
		}
	}
	return ""
}

// IsCreation reports whether a value says when, or by whom, something was created.
func IsCreation(name string) bool { return strings.HasPrefix(Plain(name), "creat") }

// IsModification reports whether a value says when something was changed last.
func IsModification(name string) bool {
	return beginsOrEnds(Plain(name), []string{
		"updated", "modified", "updatedat", "modifiedat",
		"lastmodified", "lastupdated", "changedat",
	})
}
