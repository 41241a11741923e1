package reference_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/toeline/harness/reference"
)

// A decorator lets the handler answer into a buffer, changes the response and sends it; there is
// no Content-Length to correct.
func ExampleHandler() {
	h, err := reference.New(reference.Options{})
	if err != nil {
		panic(err)
	}
	wrongCode := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		w.Write(bytes.ReplaceAll(answer.Body.Bytes(), []byte(`"BadRequest"`),
			[]byte(`"InvalidRequest"`)))
	})
	s, err := reference.Start(wrongCode, reference.Listen{})
	if err != nil {
		panic(err)
	}
	defer s.Close()

	r, err := http.NewRequest(http.MethodPost,
		s.URL+"/security/incidentTasks/213213/executeResponseAction", nil)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Authorization", "Bearer "+reference.DefaultToken)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		panic(err)
	}
	defer res.Body.Close()
	var body bytes.Buffer
	body.ReadFrom(res.Body)
	fmt.Println(res.StatusCode, body.String()[:33])
	// Output: 400 {"error":{"code":"InvalidRequest"
}
