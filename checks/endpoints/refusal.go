package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

func (w *watcher) reject() {
	if w.soft > 0 {
		w.b.soft = true
		return
	}
	w.b.rejects = true
}

func (w *watcher) header(e *expr) {
	if e != nil && e.kind == syntax.StringExpr && slices.Contains(securityHeaders, strings.ToLower(e.text)) {
		w.b.headers++
	}
}

// named reads codes that are written as names: HTTP_401_UNAUTHORIZED, StatusCodes.TOO_MANY_REQUESTS.
func (w *watcher) named(name string) {
	switch n := strings.ToLower(strings.ReplaceAll(name, "_", "")); {
	case strings.Contains(n, "toomanyrequests"), n == "http429":
		w.b.limits = true
	case n == "unauthorized", strings.HasPrefix(n, "http401"), strings.HasPrefix(n, "unauthorized"), strings.HasPrefix(n, "unauthenticated"), n == "notauthenticated", n == "notauthorized":
		w.reject()
	case n == "forbidden", strings.HasPrefix(n, "http403"), strings.HasPrefix(n, "forbidden"):
		if w.aboutWho() {
			w.reject()
		}
	}
}

// aboutWho tells whether the function's own text looks at who is asking.
func (w *watcher) aboutWho() bool {
	return w.b.principal || principalName(w.f.module.functions[w.f.fn].name) || slices.ContainsFunc(w.f.module.functions[w.f.fn].params, func(p param) bool { return principalName(p.name) })
}

func (w *watcher) throws(e *expr) {
	if e != nil && (e.kind == syntax.CallExpr || e.kind == syntax.NewExpr) {
		for _, a := range e.list {
			w.code(a)
		}
	}
}

// code reads a status code.
func (w *watcher) code(e *expr) {
	if e == nil {
		return
	}
	if e.kind == syntax.KeywordExpr {
		e = operand(e)
	}
	if e == nil || e.kind != syntax.NumberExpr {
		return
	}
	switch e.text {
	case "429":
		w.b.limits = true
	case "401":
		w.reject()
	case "403":
		if w.aboutWho() {
			w.reject()
		}
	}
}
