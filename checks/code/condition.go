package code

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/rules/credential"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// A condition is a rules.Condition ready to run.
type condition struct {
	rules.Condition
	hole                                           string
	matches, avoids, text, notText, tidy           *regexp.Regexp
	names                                          *nameTest // nil: any name will do
	containsPatterns, lacksPatterns, cleanPatterns []*pattern.Pattern
}

// cheap tells whether the condition asks for names or constants, dear whether it has values followed.
func (c *condition) cheap() bool {
	return c.names != nil || c.Is == "slow" || c.In != nil || c.NotIn != nil || c.matches != nil || c.avoids != nil
}

func (c *condition) dear() bool {
	switch c.Is {
	case "", "constant", "literal", "function", "object", "kept", "pattern", "slow", "call", "environment":
		return c.containsPatterns != nil || c.lacksPatterns != nil || c.text != nil || c.notText != nil
	}
	return true
}

func conditions(where map[string]rules.Condition) ([]condition, error) {
	var list []condition
	for _, hole := range sortedKeys(where) {
		c, err := compileCondition(strings.TrimPrefix(hole, "$"), where[hole])
		if err != nil {
			return nil, fmt.Errorf("where %s: %w", hole, err)
		}
		list = append(list, c)
	}
	return list, nil
}

func compileCondition(hole string, from rules.Condition) (condition, error) {
	c := condition{Condition: from, hole: hole}
	names := &nameTest{}
	for _, r := range []struct {
		text string
		into **regexp.Regexp
	}{{from.Matches, &c.matches}, {from.Avoids, &c.avoids}, {from.Text, &c.text}, {from.NotText, &c.notText}, {from.Name, &names.want}, {from.NotName, &names.avoid}, {from.Tidy, &c.tidy}} {
		if r.text == "" {
			continue
		}
		compiled, err := regexp.Compile(r.text)
		if err != nil {
			return c, err
		}
		*r.into = compiled
	}
	if names.want != nil || names.avoid != nil {
		names.prepare()
		c.names = names
	}
	var err error
	if c.containsPatterns, err = patterns(from.Contains); err != nil {
		return c, err
	}
	if c.lacksPatterns, err = patterns(from.Lacks); err != nil {
		return c, err
	}
	if c.cleanPatterns, err = patterns(from.Clean); err != nil {
		return c, err
	}
	if !slices.Contains([]string{"", "built", "constant", "literal", "dynamic", "function", "object", "kept", "pattern", "slow", "call", "environment", "request", "tainted", "given", "passed", "outside", "address", "unvarying", "agreeing"}, c.Is) {
		return c, fmt.Errorf("unknown `is: %s`", c.Is)
	}
	return c, nil
}

func answer(holds bool) pattern.Answer {
	if holds {
		return pattern.Yes
	}
	return pattern.No
}

// holds says whether a condition is true of what its hole stands for. A hole the alternative doesn't have is passed over.
func (r *run) holds(c *condition, holes pattern.Holes, at event) pattern.Answer {
	switch c.hole {
	case "TARGET", "WITHIN":
		return c.named(r.around(at, c.hole == "WITHIN"))
	case "METHOD":
		return r.method(c, at)
	case "CLASS":
		return r.class(c, at)
	case "BODY":
		return r.body(c, at)
	case "BRANCH":
		return r.branch(c, at)
	}
	e := holes.Get(c.hole)
	if e == nil {
		return pattern.Yes
	}
	return min(r.fits(c, e), r.secret(c, e, holes))
}

// fits says whether a condition is true of an expression, whatever other holes stand for.
func (r *run) fits(c *condition, e *syntax.Expr) pattern.Answer {
	if method := r.methodNamed(e); method != nil && c.Is == "function" {
		e = method
	}
	a := r.glance(c, e)
	for _, test := range []func(*condition, *syntax.Expr) pattern.Answer{r.texted, r.counted, r.holding, r.sort} { // the dearest last
		if a != pattern.No {
			a = min(a, test(c, e))
		}
	}
	return a
}

// glance asks what costs little: names and constants. What it refuses, the rest need not be asked about, however early in
// a pattern the holes of the rest stand.
func (r *run) glance(c *condition, e *syntax.Expr) pattern.Answer {
	a := pattern.Yes
	if c.names != nil {
		a = c.named(r.namesOf(e))
	}
	if a != pattern.No {
		a = min(a, r.valued(c, e))
	}
	if a != pattern.No && c.Is == "slow" {
		a = min(a, answer(slow(r.constant(e).Text)))
	}
	return a
}

// named says whether any of the names is wanted and none is to be avoided.
func (c *condition) named(names []string) pattern.Answer {
	if c.names == nil {
		return pattern.Yes
	}
	found := c.names.want == nil
	for _, name := range names {
		a := c.names.of(name)
		if a.avoided {
			return pattern.No
		}
		found = found || a.wanted
	}
	return answer(found)
}

// texted tests the fixed parts of a string put together.
func (r *run) texted(c *condition, e *syntax.Expr) pattern.Answer {
	if c.text == nil && c.notText == nil {
		return pattern.Yes
	}
	text := "{}"
	if !r.queried(e) {
		text = r.pieces(e, c).text
	}
	return answer((c.text == nil || c.text.MatchString(text)) && (c.notText == nil || !c.notText.MatchString(text)))
}

// valued tests a constant value.
func (r *run) valued(c *condition, e *syntax.Expr) pattern.Answer {
	if c.In == nil && c.NotIn == nil && c.matches == nil && c.avoids == nil {
		return pattern.Yes
	}
	v := r.constant(e)
	if !v.Known {
		switch r.file.Deref(e).Kind {
		case syntax.ObjectExpr, syntax.ArrayExpr, syntax.FuncExpr, syntax.NewExpr:
			return pattern.No
		}
		if c.In != nil || c.matches != nil {
			if v.Setting != "" {
				return r.ask(c, v)
			}
			return r.mayBe(c, e)
		}
		return pattern.Maybe
	}
	return answer(c.admits(v.Text))
}

// admits tests one constant.
func (c *condition) admits(text string) bool {
	fold := func(s string) bool { return strings.EqualFold(s, text) }
	return (c.In == nil || slices.ContainsFunc(c.In, fold)) &&
		(c.NotIn == nil || !slices.ContainsFunc(c.NotIn, fold)) &&
		(c.matches == nil || c.matches.MatchString(text)) &&
		(c.avoids == nil || !c.avoids.MatchString(text))
}

// constant gives the value of an expression, a regular expression being its pattern, or what a parameter has when callers give nothing: def get(url="http://…").
func (r *run) constant(e *syntax.Expr) syntax.Value {
	v := r.file.Value(e)
	if v.Known {
		return v
	}
	if d := r.file.Deref(e); d.Kind == syntax.RegexExpr {
		return syntax.Value{Known: true, Kind: syntax.RegexExpr, Text: d.Text, From: d}
	}
	if e.Kind != syntax.IdentExpr || r.file.Language != syntax.Python {
		return v
	}
	here := r.file.FunctionAt(e.Start)
	if here < 0 || slices.ContainsFunc(r.assignsOf(e.Name), func(i int) bool { return r.file.Assigns[i].Function == here }) {
		return v
	}
	for _, p := range r.file.Functions[here].Params {
		if p.Name == e.Name && p.Default.End > p.Default.Start {
			if d := r.file.Expr(p.Default); d != nil {
				return r.file.Value(d)
			}
		}
	}
	return v
}

// counted tests a constant number.
func (r *run) counted(c *condition, e *syntax.Expr) pattern.Answer {
	if c.Less == nil && c.More == nil {
		return pattern.Yes
	}
	v := r.constant(e)
	if !v.Known {
		return pattern.Maybe
	}
	n, ok := number(v.Text)
	return answer(ok && (c.Less == nil || n < *c.Less) && (c.More == nil || n > *c.More))
}

func number(text string) (float64, bool) {
	if n, err := strconv.ParseInt(text, 0, 64); err == nil {
		return float64(n), true
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

// bundled matches variables that end up in what browsers load, so are no secrets.
var bundled = regexp.MustCompile(`PUBLIC|^VITE_|^REACT_APP_|^GATSBY_|PUBLISHABLE`)

// sort tests what kind of thing an expression is.
func (r *run) sort(c *condition, e *syntax.Expr) pattern.Answer {
	if c.Sink == "join" && r.checkedLater(e) {
		return pattern.No
	}
	switch c.Is {
	case "", "slow":
		return pattern.Yes
	case "built":
		switch r.file.Deref(e).Kind {
		case syntax.ArrayExpr, syntax.ObjectExpr, syntax.FuncExpr:
			return pattern.No
		}
		if r.origin(e, c).level == fixed || r.bindsValues(e) {
			return pattern.No
		}
		return r.pieces(e, c).answer
	case "request", "tainted":
		return r.tainted(e, c)
	case "given":
		return answer(r.textual(e) && r.origin(e, c).level >= parameter)
	case "outside":
		return answer(r.origin(e, c).level == outside)
	case "passed":
		level := r.origin(e, c).level
		return answer(level == parameter || level == outside)
	case "address":
		return r.addressed(e, c)
	case "unvarying":
		return answer(r.unvarying(e))
	case "agreeing":
		return answer(r.agreeing(e))
	}
	v := r.file.Value(e)
	kind := r.file.Deref(e).Kind
	switch c.Is {
	case "constant":
		return answer(v.Known)
	case "literal":
		return answer(e.Kind == syntax.StringExpr || e.Kind == syntax.NumberExpr || e.Kind == syntax.BoolExpr)
	case "dynamic":
		return answer(!v.Known && !r.namedConstant(e) && v.Default == nil && kind != syntax.ArrayExpr && kind != syntax.ObjectExpr && kind != syntax.FuncExpr && r.open(e, c) && r.origin(e, c).level != fixed)
	case "environment":
		return answer(v.Default != nil && r.file.Value(v.Default).Text != "" && !bundled.MatchString(v.Env))
	case "function":
		return answer(kind == syntax.FuncExpr)
	case "object":
		return answer(kind == syntax.ObjectExpr)
	case "kept":
		d := r.file.Deref(e)
		return answer(d.Kind != syntax.ObjectExpr || r.file.FunctionAt(d.Start) < 0)
	case "pattern":
		return answer(kind == syntax.RegexExpr)
	}
	return answer(kind == syntax.CallExpr || kind == syntax.NewExpr)
}

// open tells whether a string has parts that aren't constant; in Java, of one put together, also that they aren't made of
// constants alone.
func (r *run) open(e *syntax.Expr, c *condition) bool {
	p := r.pieces(e, c)
	return p.answer == pattern.Yes || p.answer == pattern.Maybe && !(p.whole && r.file.Language == syntax.Java)
}

// holding tests what stands inside an expression.
func (r *run) holding(c *condition, e *syntax.Expr) pattern.Answer {
	a := pattern.Yes
	if c.containsPatterns != nil {
		a = r.inner(c.containsPatterns, e)
	}
	if c.lacksPatterns != nil {
		a = min(a, pattern.Yes-r.inner(c.lacksPatterns, e))
	}
	return a
}

func (r *run) inner(list []*pattern.Pattern, e *syntax.Expr) pattern.Answer {
	best := pattern.No
	r.walk(e, func(inner *syntax.Expr) bool {
		for _, p := range list {
			if _, a := p.Match(r.file, inner, nil, nil); a > best {
				best = a
			}
		}
		return best != pattern.Yes
	})
	return best
}

// walkBudget is how many expressions are looked at inside one.
const walkBudget = 2_000

// walk visits an expression and all inside it, through names assigned once, until visit returns false.
func (r *run) walk(e *syntax.Expr, visit func(*syntax.Expr) bool) {
	queue := []*syntax.Expr{e}
	entered := map[*syntax.Expr]bool{}
	for n := 0; len(queue) > 0 && n < walkBudget; n++ {
		e, queue = queue[0], queue[1:]
		if e == nil || entered[e] {
			continue
		}
		entered[e] = true
		if !visit(e) {
			return
		}
		queue = append(queue, e.X, e.Y, e.Z)
		queue = append(queue, e.List...)
		if e.Kind == syntax.FuncExpr {
			queue = append(queue, r.done(e.Function)...)
		}
		if e.Kind == syntax.IdentExpr {
			if d := r.file.Deref(e); d != e {
				queue = append(queue, d)
			}
		}
	}
}

// done lists what a function of JavaScript or TypeScript calls, returns and asks.
func (r *run) done(fn int) []*syntax.Expr {
	if fn < 0 || fn >= len(r.file.Functions) || r.file.Language > syntax.TSX {
		return nil
	}
	f := &r.file.Functions[fn]
	list := slices.Clone(r.returnsOf(fn))
	for i := 0; i < len(r.file.Calls) && r.file.Calls[i].Start < f.End && len(list) < maxDone; i++ {
		if r.looks++; r.looks > maxLooks {
			break
		}
		if r.file.Calls[i].Start >= f.Start {
			list = append(list, r.file.CallExpr(&r.file.Calls[i]))
		}
	}
	for k := f.Body.Start; k < f.Body.End-1 && len(list) < maxDone; k++ {
		if r.is(k, "if") && r.is(k+1, "(") && int(r.file.Tokens[k+1].Match) > k {
			list = append(list, r.valueAt(syntax.Range{Start: k + 2, End: int(r.file.Tokens[k+1].Match)}))
		}
	}
	return list
}

// maxDone is how many expressions of one function are looked at.
const maxDone = 200

// secret tests whether a constant, or what an environment lookup falls back to, looks like a real credential for the
// name it is given: the hole NAME when the pattern has one.
func (r *run) secret(c *condition, e *syntax.Expr, holes pattern.Holes) pattern.Answer {
	if !c.Secret {
		return pattern.Yes
	}
	v := r.file.Value(e)
	if v.Default != nil {
		v = r.file.Value(v.Default)
	}
	if !v.Known || v.Elsewhere || v.Kind != syntax.StringExpr { // in another file it is found there
		return pattern.No
	}
	name := ""
	if n := holes.Get("NAME"); n != nil {
		if names := r.namesOf(n); len(names) > 0 {
			name = names[0]
		}
	}
	return answer(credential.Of(name, v.Text))
}
