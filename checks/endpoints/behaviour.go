package endpoints

// A behaviour is what a function of the repository does that matters to a control, seen over two hops of calls.
type behaviour struct {
	limits      bool     // writes 429
	rejects     bool     // writes 401, or 403 while looking at who is asking
	principal   bool     // looks at who is asking
	passes      bool     // calls next, or is a dependency that returns
	early       bool     // passes on when nobody is there: `if (!token) return next()`
	identifies  bool     // checks a token by a known call
	consumes    bool     // calls a known limiter
	validates   bool     // checks input by a known call
	headers     int      // security headers set
	soft        bool     // refuses only those who bring something: `if (token) { … 401 }`
	outside     bool     // passes on where nobody brought anything
	exempts     bool     // passes some paths or methods on unasked
	foreignCall []*value // known controls it hands the request to
}

const maxHops = 2

var principalWords = []string{"user", "token", "session", "authorization", "auth", "principal", "jwt", "apikey", "api_key", "x-api-key", "credentials", "isauthenticated", "currentuser", "account", "identity", "bearer", "role", "admin", "permission", "superuser", "payload", "login"}

var securityHeaders = []string{"strict-transport-security", "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "permissions-policy"}

// behaves sums up a function. hops counts the calls that led here.
func (m *machine) behaves(f *value, hops int) behaviour {
	var b behaviour
	if f.kind != closure || f.module == nil {
		return b
	}
	fn := &f.module.functions[f.fn]
	key := seen{fn, hops}
	// A function that closes over nothing behaves the same for every endpoint, once all start-up code has run.
	lasting := m.settled && f.this == nil && (f.scope == nil || f.scope.outer == nil)
	if known, ok := m.behaved[key]; ok && lasting {
		return known
	}
	w := watcher{m: m, f: f, b: &b, hops: hops, scope: m.peekScope(f)}
	w.next = nextName(fn)
	w.body(fn.body, nil)
	if w.next == "" && f.module.python {
		b.passes = true
	}
	if lasting {
		m.behaved[key] = b
	}
	return b
}

// A seen is a function watched after a number of hops.
type seen struct {
	fn   *function
	hops int
}

// nextName gives the parameter that passes a request on.
func nextName(fn *function) string {
	for i, p := range fn.params {
		if i >= 1 && (p.name == "next" || p.name == "done" || p.name == "_next" || p.name == "call_next") || i == 2 && len(fn.params) == 3 {
			return p.name
		}
	}
	return ""
}

// peekScope lets a function's names be looked up without running it.
func (m *machine) peekScope(f *value) *scope {
	s := &scope{names: map[string]*value{}, outer: f.scope, module: f.module, this: f.this}
	fn := &f.module.functions[f.fn]
	for _, p := range fn.params {
		if p.name != "" {
			s.names[p.name] = &value{kind: unknown, text: "parameter", at: f.module.first(f.fn)}
		}
	}
	if f.module.python && fn.class >= 0 && f.this != nil && len(fn.params) > 0 {
		s.names[fn.params[0].name] = f.this
	}
	for _, d := range fn.declared {
		s.names[f.module.functions[d].name] = &value{kind: closure, module: f.module, fn: d, scope: s, this: f.this}
	}
	return s
}
