package endpoints

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// readExports reads `export default …`, `export { a as b }` and `export * from "…"`. A plain `export const x` needs
// no reading: every top-level name can be asked for.
func (r *reader) readExports() {
	depth := 0
	for i := range r.f.Tokens {
		switch r.f.Tokens[i].Kind {
		case syntax.Open:
			depth++
		case syntax.Close:
			depth--
		}
		if depth > 0 || r.word(i) != "export" {
			continue
		}
		switch r.word(i + 1) {
		case "default":
			r.exportDefault(i + 2)
		case "{":
			r.exportList(i + 1)
		case "*":
			r.exportAll(i + 2)
		case "=":
			r.exportValue(i + 2)
		}
	}
}

// exportDefault turns the default export into an assignment to module.exports.default.
func (r *reader) exportDefault(i int) {
	start := r.startOf(i)
	for j, fn := range r.f.Functions {
		if fn.Start == start && fn.Class < 0 && r.declaration(start) {
			r.export(&expr{kind: syntax.FuncExpr, fn: j, start: int32(start)}, start)
			return
		}
	}
	word := r.word(i)
	if word == "abstract" {
		i++
		word = r.word(i)
	}
	if word == "class" {
		for _, c := range r.f.Classes {
			if c.Start >= r.startOf(i-1) && c.Start <= r.endOf(i) && c.Name != "" {
				r.export(&expr{kind: syntax.IdentExpr, name: r.own(c.Name), fn: -1, start: int32(start)}, start)
				return
			}
		}
	}
	r.exportValue(i)
}

func (r *reader) exportValue(i int) {
	end := r.statementEnd(i)
	value := r.expr(syntax.Range{Start: i, End: end})
	r.export(value, r.startOf(i))
}

// export appends an op at its place, so that what it calls is called in order.
func (r *reader) export(value *expr, at int) {
	if value == nil {
		return
	}
	target := &expr{kind: syntax.MemberExpr, name: "default", x: &expr{kind: syntax.IdentExpr, name: "exports", fn: -1}, fn: -1}
	o := op{kind: assignOp, target: target, value: value, at: at, end: at}
	for i := range r.m.body {
		switch here := &r.m.body[i]; {
		case here.kind == callOp && here.at >= at && here.value != nil && here.value.start == value.start:
			r.m.body[i] = o // the exported call itself
			return
		case here.at > at:
			r.m.body = append(r.m.body[:i], append([]op{o}, r.m.body[i:]...)...)
			return
		}
	}
	r.m.body = append(r.m.body, o)
}

func (r *reader) exportList(open int) {
	closing := int(r.f.Tokens[open].Match)
	if closing <= open {
		return
	}
	from := ""
	if r.word(closing+1) == "from" {
		from = r.quoted(closing + 2)
	}
	for i := open + 1; i < closing; {
		if r.word(i) == "type" && r.word(i+1) != "," && r.word(i+1) != "as" {
			i++
		}
		local := r.own(r.word(i))
		name := local
		if r.word(i+1) == "as" {
			name = r.own(r.word(i + 2))
			i += 2
		}
		if local != "" && local != "," {
			r.m.reexports = append(r.m.reexports, reexport{local: local, name: name, module: from})
		}
		for i < closing && r.word(i) != "," {
			i++
		}
		i++
	}
}

func (r *reader) exportAll(i int) {
	switch {
	case r.word(i) == "from":
		r.m.reexports = append(r.m.reexports, reexport{name: "*", module: r.quoted(i + 1)})
	case r.word(i) == "as" && r.word(i+2) == "from":
		r.m.reexports = append(r.m.reexports, reexport{local: "*", name: r.own(r.word(i + 1)), module: r.quoted(i + 3)})
	}
}

func (r *reader) quoted(i int) string {
	if i >= len(r.f.Tokens) || r.f.Tokens[i].Kind != syntax.String {
		return ""
	}
	t := r.f.Tokens[i]
	return r.own(strings.Trim(string(r.u.Text[t.Start:t.End]), "'\"`"))
}
