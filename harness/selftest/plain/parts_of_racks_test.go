package plain_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

var (
	skus     = regexp.MustCompile("^[A-Z]{2}[0-9]{6}$")
	openSKUs = regexp.MustCompile("^[A-Z]{2}[0-9]{6}")
)

// isLike reports whether a member of a part has a value that it may have.
func (s *racks) isLike(name string, value any) bool {
	text, isText := value.(string)
	n, isNumber := value.(float64)
	isWhole := isNumber && n == float64(int(n))
	switch name {
	case "title":
		return isText && text != "" && len([]rune(text)) < 61
	case "rackId":
		return isWhole
	case "sku":
		return skus.MatchString(text) || s.defect == "sku-longer" && openSKUs.MatchString(text) ||
			s.defect == "sku-small" && skus.MatchString(strings.ToUpper(text))
	case "weight":
		return isWhole && n > 0 && n < 501
	case "fragile":
		_, is := value.(bool)
		return is
	case "manual":
		u, err := url.Parse(text)
		return isText && err == nil && u.IsAbs()
	case "note":
		return value == nil && s.defect != "note-required" || isText && len([]rune(text)) < 61
	case "tags":
		tags, is := value.([]any)
		return is && !slices.ContainsFunc(tags, func(tag any) bool {
			text, is := tag.(string)
			return !is || text == "" && s.defect != "tag-empty"
		})
	case "sizes":
		sizes, is := value.([]any)
		return is && !slices.ContainsFunc(sizes, func(size any) bool {
			one, _ := size.(object)
			n, is := one["height"].(float64)
			least := map[bool]float64{false: 0, true: 1}[s.defect == "height-above"]
			return !is || n != float64(int(n)) || n < least || n > 90
		})
	}
	return true
}
