package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/source"
)

// The controls an endpoint may be covered by.
const (
	controlAuth       = "auth"
	controlRate       = "ratelimit"
	controlValidation = "validation"
	controlCORS       = "cors"
	controlHeaders    = "headers"
	controlCSRF       = "csrf"
	controlLogging    = "logging"
)

var controls = []string{controlAuth, controlRate, controlValidation, controlCORS, controlHeaders, controlCSRF, controlLogging}

// An effect is what one piece of middleware does for one control.
type effect struct {
	control string
	kind    effectKind
	at      source.Span // where it is written, or the line that defeated us
	why     string
}

type effectKind uint8

const (
	enforces effectKind = iota
	permits             // auth: nobody is refused
	inert
	unsure
	scheme // auth: asks for a credential and leaves checking it to others
)

// anything is the effect of code that can't be followed.
func anything(at source.Span, why string) []effect {
	var all []effect
	for _, c := range controls {
		all = append(all, effect{c, unsure, at, why})
	}
	return all
}

// effects gives what a value does as middleware. at is where it is used.
func (m *machine) effects(v *value, at source.Span) []effect {
	if m.depth > maxDepth {
		return anything(at, "calls nested too deeply")
	}
	m.depth++
	defer func() { m.depth-- }()
	switch v.kind {
	case external:
		return m.foreignEffects(v, at)
	case closure:
		return m.ownEffects(v, at)
	case composite:
		return m.eitherEffects(v, func(item *value) []effect { return m.effects(item, at) })
	case instance:
		for _, name := range []string{"dispatch", "__call__", "use", "handle"} {
			if call := m.ofInstance(v, name, at); call.kind == closure {
				return m.ownEffects(call, at)
			}
		}
		return anything(at, "an object of class "+v.text)
	case classValue:
		return m.effects(&value{kind: instance, text: v.text, this: v, fields: map[string]*value{}, at: v.at}, at)
	case null, text, boolean, number, nodeValue, object:
		return nil
	case unknown:
		if len(v.items) > 0 {
			break
		}
		if v.at.Start.Line > 0 && v.at.Path == at.Path {
			return anything(v.at, v.text)
		}
	}
	return anything(at, v.text)
}

// eitherEffects: what all alternatives do is done, what only some do isn't certain.
func (m *machine) eitherEffects(v *value, of func(*value) []effect) []effect {
	var all []effect
	done := map[string]int{}
	for _, item := range v.items {
		seen := map[string]bool{}
		for _, e := range of(item) {
			if e.kind == enforces && !seen[e.control] {
				seen[e.control] = true
				done[e.control]++
			}
			all = append(all, e)
		}
	}
	for i := range all {
		if e := &all[i]; e.kind == enforces && (done[e.control] < len(v.items) || v.text == maybeOne) {
			e.kind, e.why = unsure, e.why+", but only under a condition"
		}
	}
	return all
}

// ownEffects judges a function of the repository by what it does.
func (m *machine) ownEffects(v *value, at source.Span) []effect {
	fn := &v.module.functions[v.fn]
	if !v.module.python && len(fn.params) >= 4 {
		return nil // an error handler: it only runs when something went wrong
	}
	b := m.behaves(v, 0)
	var all []effect
	say := func(control string, kind effectKind, why string) {
		all = append(all, effect{control, kind, at, why})
	}
	name := "`" + fn.name + "`"
	if fn.name == "" {
		name = "the function"
	}
	switch {
	case (b.limits || b.consumes) && b.exempts:
		say(controlRate, unsure, name+" limits, but lets some paths through")
	case b.limits || b.consumes:
		say(controlRate, enforces, name+" answers 429")
	case limiterName(fn.name):
		say(controlRate, unsure, name+" is called a limiter, but no 429 is seen in it")
	}
	switch {
	case b.rejects && b.exempts:
		say(controlAuth, unsure, name+" refuses strangers, but lets some paths through")
	case b.rejects && b.early, b.soft && b.outside && !b.rejects, b.soft && v.module.python && !b.rejects:
		say(controlAuth, permits, name+" lets requests without a credential pass")
	case b.rejects && (b.principal || b.identifies || m.hasScheme(v)):
		say(controlAuth, enforces, name+" refuses strangers")
	case b.rejects:
		say(controlAuth, unsure, name+" refuses some requests, but not visibly for who sends them")
	case b.identifies && b.passes && !v.module.python:
		say(controlAuth, permits, name+" looks who is calling and refuses nobody")
	case b.identifies && v.module.python && m.hasScheme(v):
		say(controlAuth, enforces, name+" checks the credential that its scheme asks for")
	case b.principal && guardName(fn.name), b.identifies:
		say(controlAuth, unsure, name+" looks at who is asking, but no refusal is seen")
	}
	if b.headers >= 2 {
		say(controlHeaders, enforces, name+" sets security headers")
	} else if b.headers == 1 {
		say(controlHeaders, unsure, name+" sets one security header")
	}
	for _, called := range b.foreignCall {
		for _, e := range m.foreignEffects(called, at) {
			if b.exempts && e.kind == enforces {
				e.kind = unsure
			}
			if e.kind != scheme {
				all = append(all, e)
			}
		}
	}
	for _, by := range v.wraps {
		all = append(all, m.effects(by, at)...)
	}
	return all
}

// guardName tells a function that is called like a guard.
func guardName(name string) bool {
	word := strings.ToLower(strings.ReplaceAll(name, "_", ""))
	return slices.ContainsFunc([]string{"auth", "currentuser", "requireuser", "verifyuser", "checkuser", "login", "permission", "guard", "protect", "principal", "jwt", "token", "role", "admin", "apikey"}, func(w string) bool { return strings.Contains(word, w) })
}

func limiterName(name string) bool {
	lower := strings.ToLower(strings.ReplaceAll(name, "_", ""))
	return strings.Contains(lower, "ratelimit") || strings.Contains(lower, "throttle") || strings.Contains(lower, "limiter")
}

// hasScheme tells whether a Python function depends on a security scheme that refuses those without a credential.
func (m *machine) hasScheme(v *value) bool {
	if !v.module.python {
		return false
	}
	for _, need := range m.parameters(v) {
		if inner := m.dependency(need); inner != nil && inner.kind == external {
			if k, ok := m.control(inner.text); ok && k.Effect == "scheme" {
				return m.option(inner, "auto_error") != "false"
			}
		}
	}
	return false
}

// passesOn tells whether a function hands requests on; one that can't be read may.
func (m *machine) passesOn(v *value) bool {
	if v.kind != closure {
		return v.kind == external && m.knows(v.text)
	}
	return m.behaves(v, 0).passes
}
