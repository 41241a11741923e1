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
