package access

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"unicode"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// Fields are the flags for credentials besides the token. Each names variables.
type Fields struct {
	BasicEnv                    string
	KeyEnv, HeaderEnv, QueryEnv []string
}

const (
	basicFlag  = "basic-env"
	keyFlag    = "api-key-env"
	headerFlag = "header-env"
	queryFlag  = "query-env"
)

func (f *Fields) add(set *pflag.FlagSet) {
	const scope = flag.Target | flag.Named
	none := []string(nil)
	flag.Add(set, &f.BasicEnv, basicFlag, "", scope,
		"HTTP Basic: the variables of user and password, as `USER=VAR,PASS=VAR`")
	flag.Add(set, &f.KeyEnv, keyFlag, none, scope,
		"the document's security scheme SCHEME: the variable of its key, or of a token or "+
			"user:password of its own; repeatable (`SCHEME=VAR`)")
	flag.Add(set, &f.HeaderEnv, headerFlag, none, scope,
		"send header NAME with the value of variable VAR, as secret as the token; repeatable "+
			"(`NAME=VAR`)")
	flag.Add(set, &f.QueryEnv, queryFlag, none, scope,
		"send query parameter NAME with the value of variable VAR, as secret; repeatable "+
			"(`NAME=VAR`)")
}

// named returns the first of the flags that was given; empty: none was.
func (f *Fields) named() string {
	switch {
	case f.BasicEnv != "":
		return "--" + basicFlag
	case len(f.KeyEnv) > 0:
		return "--" + keyFlag
	case len(f.HeaderEnv) > 0:
		return "--" + headerFlag
	case len(f.QueryEnv) > 0:
		return "--" + queryFlag
	}
	return ""
}

// Variables returns the names of the variables, as far as the flags are written well.
func (f *Fields) Variables() result.Variables {
	made := result.Variables{
		KeyEnv: pairs(f.KeyEnv), HeaderEnv: pairs(f.HeaderEnv), QueryEnv: pairs(f.QueryEnv),
	}
	made.UserEnv, made.PasswordEnv, _ = f.basic()
	return made
}

func pairs(all []string) map[string]string {
	made := map[string]string{}
	for _, pair := range all {
		name, variable, _ := strings.Cut(pair, "=")
		made[name] = variable
	}
	return made
}

// basic returns the variables of user and password.
func (f *Fields) basic() (user, password string, ok bool) {
	for _, part := range strings.Split(f.BasicEnv, ",") {
		name, variable, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch strings.ToLower(name) {
		case "user", "username":
			user = variable
		case "pass", "password":
			password = variable
		}
	}
	ok = spec.ValidVariable(user) && spec.ValidVariable(password) &&
		strings.Count(f.BasicEnv, ",") == 1
	return user, password, ok
}

// ownHeaders are those that no user sets: they frame the message.
var ownHeaders = map[string]string{
	"Connection":        "toeline sets it itself",
	"Content-Length":    "toeline sets it itself",
	"Transfer-Encoding": "toeline sets it itself",
}

var fieldName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$") // RFC 9110 5.6.2

// fill reads the variables.
func (f *Fields) fill(a app.App, target *verify.Target) (err error) {
	if f.BasicEnv != "" {
		user, password, ok := f.basic()
		if !ok {
			return errors.New("--" + basicFlag + ": write USER=VAR,PASS=VAR, the variables that " +
				"hold user and password, not the values themselves")
		}
		if target.Basic.User, err = valueOf(a, basicFlag, "USER", user); err != nil {
			return err
		}
		if target.Basic.Password, err = valueOf(a, basicFlag, "PASS", password); err != nil {
			return err
		}
		if strings.Contains(target.Basic.User, ":") {
			return fmt.Errorf("--%s: the user in %s has a colon, which ends the user in HTTP Basic",
				basicFlag, user)
		}
	}
	anything := func(string) bool { return true }
	target.Keys, err = read(a, keyFlag, "SCHEME=VAR, a security scheme", f.KeyEnv, anything)
	if err != nil {
		return err
	}
	target.Query, err = read(a, queryFlag, "NAME=VAR, a query parameter", f.QueryEnv, anything)
	if err != nil {
		return err
	}
	target.Headers, err = read(a, headerFlag, "NAME=VAR, a header", f.HeaderEnv,
		fieldName.MatchString)
	if err != nil {
		return err
	}
	for _, h := range target.Headers {
		if why := ownHeaders[http.CanonicalHeaderKey(h.Name)]; why != "" {
			return fmt.Errorf("--%s %s: %s", headerFlag, h.Name, why)
		}
	}
	return nil
}

// read reads the variables of a flag that is repeatable. form is how it is written.
func read(
	a app.App, name, form string, all []string, valid func(string) bool,
) (fields []result.Field, err error) {
	given := map[string]bool{}
	for _, pair := range all {
		key, variable, ok := strings.Cut(pair, "=")
		if !ok || key == "" || !spec.ValidVariable(variable) || !valid(key) {
			return nil, fmt.Errorf("--%s: write %s and the variable that holds its value, not the "+
				"value itself", name, form)
		}
		if given[key] && name == keyFlag {
			return nil, fmt.Errorf("--%s %s: it is given twice: leave one out", name, key)
		}
		given[key] = true
		value, err := valueOf(a, name, key, variable)
		if err != nil {
			return nil, err
		}
		fields = append(fields, result.Field{Name: key, Value: value})
	}
	return fields, nil
}

// valueOf reads a variable that holds something secret.
func valueOf(a app.App, name, key, variable string) (string, error) {
	value, ok := a.Getenv(variable)
	switch {
	case !ok || value == "":
		return "", fmt.Errorf("--%s %s: the variable %s is not set", name, key, variable)
	case strings.ContainsFunc(value, unicode.IsControl):
		return "", fmt.Errorf("--%s %s: the variable %s holds a line break or another control "+
			"character", name, key, variable)
	}
	return value, nil
}
