package names

// The names that parameters of lists usually have.
var (
	Limit = []string{
		"limit", "perpage", "pagesize", "size", "maxresults", "top", "$top", "count",
	}
	Offset = []string{"offset", "skip", "$skip", "start"}
	Page   = []string{"page", "pagenumber", "pageindex"}
)

// The names that parameters and members of lists usually have which say where the next page begins,
// and members that say how many items there are on all pages.
var (
	Cursor = []string{
		"cursor", "after", "pagetoken", "continuationtoken", "nexttoken", "startafter", "marker",
	}
	Next = []string{
		"next", "nextcursor", "nextpagetoken", "nexttoken", "continuationtoken", "nextmarker",
		"endcursor", "cursor",
	}
	Total = []string{"total", "totalcount", "totalelements", "totalitems", "totalresults"}
)

// List are what a list of items is usually called.
var List = []string{"items", "data", "results", "value", "values", "content", "records"}

// Unique are names of members of which two resources are often not allowed to have one.
var Unique = []string{
	"name", "username", "title", "login", "slug", "key", "code", "displayname", "nickname",
	"label", "sku", "isbn", "email", "subject",
}

// Search are the names of parameters by which a list is searched for a text.
var Search = []string{"q", "query", "search", "term", "text", "keyword", "keywords"}

// Sort are the names of parameters by which a list is put in an order.
var Sort = []string{
	"sort", "sortby", "orderby", "order", "ordering", "sorting", "sortfield", "sortkey",
	"sortorder", "sortdir", "sortdirection", "orderdirection", "orderdir", "direction", "dir",
}

// IsExpected reports whether a success that documents a header usually has it: what is created is
// somewhere, a version has a tag, and a list a count.
func IsExpected(header string) bool {
	return Among([]string{"location", "etag"}, header) || Among(CountHeaders, header)
}

// CountHeaders are the names of headers that say how many items there are on all pages.
var CountHeaders = []string{"xtotalcount", "totalcount", "xtotal", "xcount", "xpaginationtotal"}

// Identifying are names of members that never are the same for two resources.
var Identifying = []string{
	"username", "slug", "sku", "isbn", "barcode", "serialnumber", "iban", "vin",
}
