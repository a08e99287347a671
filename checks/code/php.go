package code

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// What PHP says in its own way: blocks that end with a word, loops, checks, filters, and what its frameworks hand to functions.

// endedByWord gives the token that ends the block begun by a colon: if (…): … elseif (…): … endif.
func (r *run) endedByWord(body int) int {
	depth := 0
	for k := body; k < min(len(r.file.Tokens), body+20*maxStatement); k++ {
		if t := r.file.Tokens[k]; t.Kind != syntax.Keyword {
			continue
		}
		switch word := r.text(k); word {
		case "endif", "endforeach", "endfor", "endwhile", "endswitch":
			if depth == 0 {
				return k
			}
			depth--
		case "else", "elseif":
			if depth == 0 {
				return k
			}
		case "if", "foreach", "for", "while", "switch":
			if open := k + 1; r.is(open, "(") && int(r.file.Tokens[open].Match) > open && r.is(int(r.file.Tokens[open].Match)+1, ":") {
				depth++
			}
		}
	}
	return body
}

// foreach takes the names of foreach ($values as $key => $value).
func (r *run) foreach(i int) {
	open := i + 1
	if !r.is(open, "(") || int(r.file.Tokens[open].Match) <= open {
		return
	}
	as := open + 1
	end := int(r.file.Tokens[open].Match)
	for as < end && !r.is(as, "as") {
		as = max(as, int(r.file.Tokens[as].Match)) + 1
	}
	for k := as + 1; k < end; k++ {
		if r.file.Tokens[k].Kind == syntax.Ident {
			r.define(r.text(k), def{kind: loopDef, at: k, value: syntax.Range{Start: open + 1, End: as}})
		}
	}
}

// definePHP takes $x->y = v.
func (r *run) definePHP(target, value syntax.Range) {
	object, key := r.text(target.Start), r.text(target.Start+2)
	r.define(object, def{kind: entryDef, at: target.Start, value: value, key: key})
	if object == "$this" {
		object = "this"
	}
	r.define(object+"."+key, def{kind: assignDef, at: target.Start, value: value})
}

// phpRequest tells whether an expression is the request itself.
func (t *trace) phpRequest(e *syntax.Expr) bool {
	name := strings.TrimPrefix(t.run.file.Resolve(e), "?")
	switch e.Kind {
	case syntax.IdentExpr, syntax.MemberExpr:
		return name == "$request" || strings.HasSuffix(name, "Request()") || name == "this.request"
	case syntax.CallExpr:
		return name == "request()" && len(e.List) == 0
	}
	return false
}

// phpMember tells whether $request->name or $request['name'] is what a client sent under a name.
func (t *trace) phpMember(e *syntax.Expr) bool {
	if t.run.file.Language != syntax.PHP || e.X == nil || !t.phpRequest(e.X) {
		return false
	}
	return e.Kind == syntax.IndexExpr || !slices.Contains([]string{"session", "user", "method", "server", "attributes", "ip", "isAjax", "isPost", "params"}, e.Name)
}

// phpCall tells what the calls of PHP give that read the request or filter it; false when it is none of these.
func (t *trace) phpCall(e *syntax.Expr, depth int) (origin, bool) {
	if t.run.file.Language != syntax.PHP || e.X == nil || e.X.Kind != syntax.IdentExpr {
		return origin{}, false
	}
	sent := origin{level: tainted}.via(e.Start, e.End, fromRequest)
	argument := func(i int) string {
		if i < len(e.List) && e.List[i] != nil {
			return t.source(e.List[i])
		}
		return ""
	}
	switch e.X.Name {
	case "request", "old":
		if len(e.List) > 0 {
			return sent, true
		}
	case "file_get_contents", "fopen":
		if strings.Contains(argument(0), "php://input") {
			return sent, true
		}
	case "filter_input":
		if t.filters(argument(2)) {
			return origin{}, true
		}
		return sent, true
	case "filter_var":
		if t.filters(argument(1)) {
			return origin{}, true
		}
	case "preg_replace":
		if what := argument(0); strings.Contains(what, "[^") && !strings.Contains(what, "/\\") || strings.Contains(what, `\W`) {
			return origin{}, true
		}
	case "str_replace":
		if what := argument(0); t.sink == "path" && strings.Contains(what, "'..'") && strings.Contains(what, "[") {
			return origin{}, true
		}
	case "sanitize_text_field", "sanitize_textarea_field", "wp_unslash", "stripslashes", "stripslashes_deep":
		if t.sink != "html" {
			return t.all(e.List, depth), true
		}
	case "sprintf":
		return t.formatted(e, depth)
	case "compact", "array_keys", "array_flip":
		return origin{level: unknown}, true
	}
	return origin{}, false
}

// filters tells whether a filter of PHP leaves nothing that does harm in a kind of sink.
func (t *trace) filters(filter string) bool {
	switch strings.TrimPrefix(filter, "FILTER_") {
	case "VALIDATE_INT", "VALIDATE_FLOAT", "VALIDATE_BOOLEAN", "VALIDATE_BOOL", "VALIDATE_IP", "VALIDATE_MAC", "VALIDATE_DOMAIN", "SANITIZE_NUMBER_INT", "SANITIZE_NUMBER_FLOAT":
		return true
	case "SANITIZE_SPECIAL_CHARS", "SANITIZE_FULL_SPECIAL_CHARS", "SANITIZE_STRING", "SANITIZE_EMAIL", "VALIDATE_EMAIL", "VALIDATE_URL":
		return t.sink == "html"
	}
	return false
}

// formatted takes the values that a format puts in as text: of %d only a number is left.
func (t *trace) formatted(e *syntax.Expr, depth int) (origin, bool) {
	if len(e.List) < 2 {
		return origin{}, false
	}
	v := t.run.file.Value(e.List[0])
	if !v.Known || strings.Contains(v.Text, "$") {
		return origin{}, false
	}
	o := origin{}
	for i, place := range placeholder.FindAllString(v.Text, 100) {
		if i+1 < len(e.List) && strings.HasSuffix(place, "s") {
			o = join(o, t.eval(e.List[i+1], depth))
		}
	}
	return o.via(e.Start, e.End, "put together here"), true
}

// phpSent tells whether a framework gives a client's value for a parameter: the arguments of a route of Slim, of an action
// of Yii, of a controller's method.
func (t *trace) phpSent(f *syntax.Function, p *syntax.Param) bool {
	r := t.run
	if p.Name == "$args" && len(f.Params) > 2 && strings.Contains(strings.ToLower(f.Params[0].Name), "req") {
		return true
	}
	if r.routed(f) && (p.Type.End <= p.Type.Start || r.is(p.Type.End-1, "string")) {
		return true
	}
	if f.Class < 0 || f.Class >= len(r.file.Classes) || strings.HasPrefix(f.Name, "_") || !strings.HasSuffix(r.file.Classes[f.Class].Name, "Controller") || r.hidden(f) {
		return false
	}
	if p.Type.End > p.Type.Start && !r.is(p.Type.End-1, "string") {
		return false
	}
	return slices.ContainsFunc(r.file.Classes[f.Class].Bases, func(b syntax.Range) bool { return strings.HasSuffix(r.text(b.Start), "Controller") })
}

// routed tells whether an attribute in front of a method makes it answer requests: #[Route('/users/{name}')].
func (r *run) routed(f *syntax.Function) bool {
	k := r.tokenAt(f.Start) - 1
	for r.is(k, "public") || r.is(k, "static") || r.is(k, "final") {
		k--
	}
	if !r.is(k, "]") {
		return false
	}
	open := int(r.file.Tokens[k].Match)
	return open >= 0 && r.is(open, "#[") && strings.HasSuffix(r.text(open+1), "Route")
}

// hidden tells whether a method is called by its class alone.
func (r *run) hidden(f *syntax.Function) bool {
	at := r.tokenAt(f.Start)
	for k := at - 1; k > at-4; k-- {
		if r.is(k, "private") || r.is(k, "protected") {
			return true
		}
		if r.is(k, "}") || r.is(k, ";") || r.is(k, "{") {
			return false
		}
	}
	return false
}

// phpChecks tells what follows for a name that a function of PHP is asked about at token open: in_array($x, $known).
func (r *run) phpChecks(callee string, open, k int, sink string) bool {
	first := k == open+1
	args := r.tuple(syntax.Range{Start: open + 1, End: int(r.file.Tokens[open].Match)})
	text := func(i int) string {
		if i < len(args) {
			return r.text(args[i].Start)
		}
		return ""
	}
	switch strings.ToLower(callee) {
	case "in_array", "array_key_exists", "array_search":
		return first
	case "preg_match":
		pattern := strings.Trim(text(0), `'"`)
		return len(pattern) > 3 && pattern[1] == '^' && (strings.Contains(pattern, "$") || strings.Contains(pattern, `\z`) || strings.Contains(pattern, `\Z`)) && !strings.Contains(pattern, ".*")
	case "filter_var":
		return first && (&trace{run: r, sink: sink}).filters(text(1))
	case "ctype_digit", "ctype_alnum", "ctype_alpha", "ctype_xdigit", "is_numeric", "is_int", "is_bool", "checkdate":
		return first
	case "str_starts_with", "strpos", "stripos", "strncmp", "substr":
		return first && (sink == "url" || sink == "path")
	}
	return false
}

// phpNegated tells whether the answer of a call that closes at a token is turned round behind it: === false, !== 0.
func (r *run) phpNegated(close int) bool {
	not := r.is(close+1, "!==") || r.is(close+1, "!=")
	if r.is(close+2, "false") {
		return !not
	}
	return not
}

// madeOfConstants tells whether a call of PHP gives the same each time because all it is given is constant: str_repeat("\0", 16).
func (r *run) madeOfConstants(e *syntax.Expr, depth int) bool {
	if e.X == nil || depth > maxSteady || !slices.Contains([]string{"str_repeat", "substr", "mb_substr", "str_pad", "hash", "md5", "sha1", "hex2bin", "base64_decode", "chr", "pack"}, e.X.Name) {
		return false
	}
	return !slices.ContainsFunc(e.List, func(item *syntax.Expr) bool {
		d := r.file.Deref(item)
		return !r.file.Value(item).Known && (d.Kind != syntax.CallExpr || !r.madeOfConstants(d, depth+1))
	})
}
