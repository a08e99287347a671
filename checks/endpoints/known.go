package endpoints

import (
	"maps"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/source"
)

// foreignEffects asks the data about a package's middleware.
func (m *machine) foreignEffects(v *value, at source.Span) []effect {
	name := v.text
	exempt := strings.Contains(name, "().unless")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "()"), ".unless")
	k, ok := m.control(name)
	if !ok {
		if m.neutral(name) || m.wraps(v) || m.wraps(&value{kind: external, text: strings.TrimSuffix(name, "()")}) {
			var all []effect
			for _, item := range v.items {
				if item.kind == closure && !m.neutral(name) {
					all = append(all, m.effects(item, at)...)
				}
			}
			return all
		}
		return anything(at, "`"+v.text+"` is not known to seaworthy")
	}
	e := effect{control: k.Control, at: at, why: "`" + strings.TrimSuffix(name, "()") + "`"}
	switch k.Effect {
	case "optional":
		e.kind = permits
	case "observes", "partial":
		e.kind = unsure
		e.why += " alone doesn't settle it"
	case "scheme":
		e.kind = scheme
	case "defaults":
		return m.defaultLimits(e)
	}
	for _, option := range slices.Sorted(maps.Keys(k.Optional)) {
		if worth := k.Optional[option]; m.option(v, option) == worth {
			e.kind, e.why = permits, e.why+" with "+option+" "+worth
		}
	}
	if len(v.items) > 0 {
		names := strategies(v.items[0])
		if slices.ContainsFunc(names, func(n string) bool { return slices.Contains(k.Strategies, n) }) {
			e.kind = permits
		}
	}
	if k.Control == controlAuth && slices.ContainsFunc(v.items, func(a *value) bool { return a.kind == closure }) && strings.HasSuffix(name, "authenticate") {
		e.kind, e.why = unsure, e.why+" leaves the refusal to its callback"
	}
	if exempt {
		e.kind, e.why = unsure, e.why+" exempts paths with unless()"
	}
	if k.Control == controlRate && hasField(v, "skip") {
		e.kind, e.why = unsure, e.why+" lets some requests through with skip"
	}
	return []effect{e}
}

func strategies(v *value) []string {
	var names []string
	for _, item := range itemsOf(v) {
		if name, ok := item.constant(); ok {
			names = append(names, name)
		}
	}
	return names
}

// option reads an option as written: from keywords or from the options object.
func (m *machine) option(v *value, name string) string {
	if f, ok := v.fields[name]; ok {
		return strings.ToLower(f.text)
	}
	for _, a := range v.items {
		if f, ok := a.fields[name]; ok && a.kind == object {
			return strings.ToLower(f.text)
		}
	}
	return ""
}

func hasField(v *value, name string) bool {
	return slices.ContainsFunc(v.items, func(a *value) bool { return a.kind == object && a.fields[name] != nil })
}

// defaultLimits: slowapi's middleware applies the limits its Limiter was made with.
func (m *machine) defaultLimits(e effect) []effect {
	for _, l := range m.limiters {
		if limited(l) {
			return []effect{e}
		}
	}
	e.kind, e.why = inert, "no Limiter has default_limits for the middleware to apply"
	return []effect{e}
}

func limited(l *value) bool {
	for _, name := range []string{"default_limits", "application_limits"} {
		if f, ok := l.fields[name]; ok && (f.kind != list || len(f.items) > 0) {
			return true
		}
	}
	return false
}
