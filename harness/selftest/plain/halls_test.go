package plain_test

import (
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// simple answers of halls, their seats and bookings of them.
func (s *desk) simple(r *http.Request, path []string) (int, any) {
	at := strings.Join(path, "/")
	if path[len(path)-1] != path[0] && r.Method == http.MethodGet {
		if _, err := strconv.Atoi(path[len(path)-1]); err != nil {
			return 400, nil
		}
		if s.defect == "seat-of-other" && len(path) == 4 {
			for other, held := range s.held {
				if strings.HasSuffix(other, "/"+path[3]) && strings.Contains(other, "/seats/") {
					return 200, held
				}
			}
		}
		if held, ok := s.held[at]; ok {
			return 200, held
		}
		return 404, nil
	}
	required := []string{"title"}
	if path[0] == "bookings" {
		required = []string{"hallId", "seatNumber"}
	}
	if _, ok := s.held[strings.Join(path[:len(path)-1], "/")]; !ok && len(path) > 1 {
		return 404, nil
	}
	given, ok := read(r, required...)
	if !ok {
		return 400, nil
	}
	if path[0] == "bookings" {
		seat := fmt.Sprintf("halls/%v/seats/%v", given["hallId"], given["seatNumber"])
		if _, ok := s.held[seat]; !ok {
			return 404, nil
		}
		if s.held["taken/"+seat] != nil && s.defect != "booked-twice" {
			return 409, nil
		}
		s.held["taken/"+seat] = object{}
	}
	s.last++
	made := object{"id": s.last}
	if len(path) == 3 {
		made = object{"number": s.last}
	}
	maps.Copy(made, given)
	s.held[at+"/"+fmt.Sprint(s.last)] = made
	return 201, made
}
