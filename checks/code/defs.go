package code

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// A def is a place that gives a local name a value, or something to hold.
type def struct {
	kind  defKind
	at    int // token of the name
	fn    int
	value syntax.Range // what is given
	key   string       // entry: the key when it is constant; part: the property taken
	place int          // part: which of several
	from  int          // comprehension: the brackets in which the name is known
	to    int
}

type defKind uint8

const (
	assignDef defKind = iota // x = v
	partDef                  // {x} = v, x, y = v
	addDef                   // x += v
	entryDef                 // x[k] = v, x.append(v)
	loopDef                  // for x in v
)

// adding are the methods that put a value into what they are called on.
var adding = map[string]bool{
	"append": true, "push": true, "extend": true, "add": true, "insert": true, "unshift": true, "set": true, "put": true, "update": true,
	"write": true, "appendleft": true, "addAll": true, "concat": false, "setdefault": true, "Append": true, "AppendLine": true, "AppendFormat": true, "Add": true, "WriteString": true, "Write": true, "ReadFrom": true,
}

// defsOf lists the places that give a name a value, in order.
func (r *run) defsOf(name string) []def {
	if r.defs == nil {
		r.defs = map[string][]def{}
		r.assigned1()
		r.changed()
		for _, list := range r.defs {
			slices.SortStableFunc(list, func(a, b def) int { return a.at - b.at })
		}
	}
	return r.defs[name]
}

func (r *run) define(name string, d def) {
	d.fn = r.file.FunctionAt(int(r.file.Tokens[d.at].Start))
	r.defs[name] = append(r.defs[name], d)
}

// assigned1 takes the assignments of the file.
func (r *run) assigned1() {
	for i := range r.file.Assigns {
		a := &r.file.Assigns[i]
		t := a.Target
		if t.End <= t.Start || t.Start >= r.main() {
			continue
		}
		if t.End-t.Start == 1 {
			d := def{kind: assignDef, at: t.Start, value: a.Value}
			if r.file.Language == syntax.Go {
				r.shared(i, &d)
			}
			r.define(r.text(t.Start), d)
			continue
		}
		switch {
		case r.file.Tokens[t.Start].Kind == syntax.Ident && r.is(t.End-1, "]") && int(r.file.Tokens[t.End-1].Match) == t.Start+1:
			r.define(r.text(t.Start), def{kind: entryDef, at: t.Start, value: a.Value, key: r.constantKey(t.Start+2, t.End-1)})
		case r.file.Language == syntax.PHP && r.is(t.Start+1, "->") && t.End-t.Start == 3:
			r.definePHP(t, a.Value)
		case r.file.Tokens[t.Start].Kind == syntax.Ident && r.is(t.Start+1, ".") && t.End-t.Start == 3:
			r.define(r.text(t.Start), def{kind: entryDef, at: t.Start, value: a.Value, key: r.text(t.Start + 2)})
			r.define(r.text(t.Start)+"."+r.text(t.Start+2), def{kind: assignDef, at: t.Start, value: a.Value})
		default:
			r.parts(t, a.Value)
		}
	}
}

func (r *run) constantKey(start, end int) string {
	if end-start == 1 && (r.file.Tokens[start].Kind == syntax.String || r.file.Tokens[start].Kind == syntax.Number) {
		return unquote(r.text(start))
	}
	return ""
}

// parts takes the names of a destructuring: {a, b: c} and a, b.
func (r *run) parts(target, value syntax.Range) {
	place := 0
	braces := r.is(target.Start, "{")
	if !braces && r.file.Language != syntax.Python && !r.is(target.Start, "[") && !r.is(target.Start+1, ",") {
		return
	}
	values := r.tuple(value)
	for k := target.Start; k < min(target.End, target.Start+200); k++ {
		t := r.file.Tokens[k]
		if r.is(k, ",") {
			place++
		}
		if t.Kind != syntax.Ident || r.is(k-1, ".") || r.is(k+1, ".") || braces && r.is(k+1, ":") || r.is(k-1, "=") {
			continue
		}
		d := def{kind: partDef, at: k, value: value, place: place}
		switch {
		case braces && r.is(k-1, ":"):
			d.key = unquote(r.text(k - 2))
		case braces:
			d.key = r.text(k)
		case place < len(values):
			d = def{kind: assignDef, at: k, value: values[place]}
		}
		r.define(r.text(k), d)
	}
}

// tuple splits a value at its commas: 1, 2 of x, y = 1, 2.
func (r *run) tuple(v syntax.Range) []syntax.Range {
	var list []syntax.Range
	start := v.Start
	for k := v.Start; k < v.End; k++ {
		if r.file.Tokens[k].Kind == syntax.Open {
			k = max(k, int(r.file.Tokens[k].Match))
			continue
		}
		if r.is(k, ",") {
			list = append(list, syntax.Range{Start: start, End: k})
			start = k + 1
		}
	}
	if list == nil {
		return nil
	}
	return append(list, syntax.Range{Start: start, End: v.End})
}

// changed takes what the list of assignments doesn't hold: +=, loops, with … as, and what is put into a container.
func (r *run) changed() {
	tokens := r.file.Tokens[:r.main()]
	for i, t := range tokens {
		switch t.Kind {
		case syntax.Ident:
			r.changedName(i)
		case syntax.Keyword:
			switch {
			case r.is(i, "for"), r.is(i, "foreach") && r.file.Language == syntax.CSharp:
				r.loop(i)
			case r.is(i, "foreach") && r.file.Language == syntax.PHP:
				r.foreach(i)
			}
		}
	}
}

func (r *run) changedName(i int) {
	switch {
	case (r.adds(i+1) || r.shovels(i+1)) && !r.is(i-1, ".") && !r.is(i-1, "->"):
		r.define(r.text(i), def{kind: addDef, at: i, value: syntax.Range{Start: i + 2, End: r.statementEnd(i + 2)}})
	case r.file.Language == syntax.Go && (r.is(i-1, "&") || r.is(i+1, ")") && (r.is(i-1, "(") || r.is(i-1, ","))):
		r.filled(i)
	case r.is(i-1, "as") && r.file.Language == syntax.Python:
		r.bound(i)
	case r.is(i+1, ".") && r.is(i+3, "(") && !r.is(i-1, ".") && adding[r.text(i+2)]:
		close := int(r.file.Tokens[i+3].Match)
		if close <= i+4 {
			return
		}
		value := syntax.Range{Start: i + 4, End: close}
		d := def{kind: entryDef, at: i, value: value}
		if list := r.tuple(value); len(list) > 1 {
			switch r.text(i + 2) {
			case "set", "put", "insert", "setdefault":
				d.key, d.value = r.constantKey(list[0].Start, list[0].End), list[1]
				if len(list) == 3 && r.is(i+2, "set") { // of a section
					d.key, d.value = d.key+"\n"+r.constantKey(list[1].Start, list[1].End), list[2]
				}
			}
		}
		r.define(r.text(i), d)
		r.chained(i, close)
	}
}

// chained takes the b of x.append(a).append(b), whose first call ends at token close.
func (r *run) chained(i, close int) {
	for n := 0; n < maxDefs && r.typesNames() && r.is(close+1, ".") && r.is(close+3, "(") && adding[r.text(close+2)]; n++ {
		open := close + 3
		if close = int(r.file.Tokens[open].Match); close > open+1 {
			r.define(r.text(i), def{kind: entryDef, at: i, value: syntax.Range{Start: open + 1, End: close}})
		}
		if close <= open {
			return
		}
	}
}

// filled takes the x of decoder.Decode(&x), json.Unmarshal(b, &x) and fmt.Fprintf(&x, …).
func (r *run) filled(i int) {
	open := i - 1
	for n := 0; open > 0 && n < 40 && r.file.Tokens[open].Kind != syntax.Open; open, n = open-1, n+1 {
		if t := r.file.Tokens[open]; t.Kind == syntax.Close && t.Match > 0 {
			open = int(t.Match)
		}
	}
	if !r.is(open, "(") {
		return
	}
	if writing[r.text(open-1)] && open == i-2 && r.is(i+1, ",") {
		r.define(r.text(i), def{kind: entryDef, at: i, value: syntax.Range{Start: i + 2, End: int(r.file.Tokens[open].Match)}})
		return
	}
	if !strings.HasPrefix(r.text(open-1), "Unmarshal") && !strings.HasPrefix(r.text(open-1), "DecodeJSON") && !filling[r.text(open-1)] {
		return
	}
	if r.is(open-1, "Decode") && r.is(i+1, ",") { // schema.NewDecoder().Decode(&x, r.Form)
		r.define(r.text(i), def{kind: entryDef, at: i, value: syntax.Range{Start: i + 2, End: int(r.file.Tokens[open].Match)}})
		return
	}
	value := syntax.Range{Start: open + 1, End: i - 1}
	if r.is(i-1, "&") {
		value.End--
	}
	if filling[r.text(open-1)] {
		start := open - 1
		for start > 1 && r.is(start-1, ".") {
			start -= 2
			for start > 0 && r.file.Tokens[start].Kind == syntax.Close && r.file.Tokens[start].Match > 0 {
				start = int(r.file.Tokens[start].Match) - 1
			}
		}
		value = syntax.Range{Start: start, End: open}
	}
	if value.End > value.Start {
		r.define(r.text(i), def{kind: entryDef, at: i, value: value})
	}
}

// filling are methods of Go that put what they read into what their argument points to.
var filling = map[string]bool{
	"Decode": true, "Bind": true, "BindJSON": true, "ShouldBindJSON": true, "ShouldBind": true, "BodyParser": true, "QueryParser": true,
	"ShouldBindQuery": true, "ShouldBindUri": true, "BindQuery": true, "BindUri": true, "BindHeader": true, "ShouldBindHeader": true, "BindWith": true, "MustBindWith": true,
	"ShouldBindWith": true, "ShouldBindBodyWith": true, "ShouldBindXML": true, "ShouldBindYAML": true, "BindXML": true, "BindYAML": true, "ReadJSON": true, "ReadForm": true, "ReadQuery": true,
	"ParamsParser": true, "ReqHeaderParser": true, "BindBody": true, "BindJson": true, "BindForm": true, "ParseForm": true,
}

// writing are functions of Go that put what they are given into what their first argument points to.
var writing = map[string]bool{"Fprintf": true, "Fprint": true, "Fprintln": true, "Copy": true, "WriteString": true}

// bound takes the x of `with v as x`.
func (r *run) bound(i int) {
	start := i - 2
	for start > 0 && i-start < 60 {
		if r.file.Tokens[start].Kind == syntax.Newline || r.is(start, "import") || r.is(start, "except") {
			return
		}
		if r.is(start, "with") || r.is(start, ",") {
			r.define(r.text(i), def{kind: assignDef, at: i, value: syntax.Range{Start: start + 1, End: i - 1}})
			return
		}
		if t := r.file.Tokens[start]; t.Kind == syntax.Close && t.Match > 0 {
			start = int(t.Match)
		}
		start--
	}
}

// loop takes the names of for x in v, for (const x of v), for x, y in v, and of comprehensions.
func (r *run) loop(i int) {
	limit := min(i+40, r.main())
	k := i + 1
	for r.is(k, "await") || r.is(k, "(") || r.is(k, "const") || r.is(k, "let") || r.is(k, "var") {
		k++
	}
	first := k
	for ; k < limit && !r.is(k, "in") && !r.is(k, "of") && !r.is(k, ";") && !r.is(k, "range") && !(r.is(k, ":") && r.file.Language != syntax.Python); k++ {
	}
	if k >= limit || r.is(k, ";") {
		return
	}
	end := k + 1
	for end < min(r.main(), k+maxStatement) {
		t := r.file.Tokens[end]
		if t.Kind == syntax.Close || t.Kind == syntax.Newline || r.is(end, ":") || r.is(end, "if") || r.is(end, "for") || r.is(end, "{") && end > k+1 {
			break
		}
		end = max(end, int(t.Match)) + 1
	}
	last := k
	if r.file.Language == syntax.Python || !r.is(k, "of") && !r.is(k, "in") {
		last = k
	}
	d := def{kind: loopDef, value: syntax.Range{Start: k + 1, End: end}}
	if r.file.Language == syntax.Python {
		d.from, d.to = r.around1(i)
	}
	for n := first; n < last; n++ {
		if r.file.Tokens[n].Kind == syntax.Ident && !r.is(n+1, ".") {
			d.at = n
			r.define(r.text(n), d)
		}
	}
}

// around1 gives the brackets around a comprehension's for, zeros for a statement.
func (r *run) around1(i int) (from, to int) {
	for k, n := i-1, 0; k >= 0 && n < 200; k, n = k-1, n+1 {
		t := r.file.Tokens[k]
		switch t.Kind {
		case syntax.Newline, syntax.Indent, syntax.Dedent:
			return 0, 0
		case syntax.Close:
			if t.Match < 0 {
				return 0, 0
			}
			k = int(t.Match)
		case syntax.Open:
			return k, int(t.Match)
		}
	}
	return 0, 0
}
