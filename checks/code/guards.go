package code

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// A guard is a condition that a name stands in.
type guard struct {
	at    int // token of the name
	block int // whose condition it is
}

// guardsOf lists the conditions a name stands in.
func (r *run) guardsOf(name string) []guard {
	if r.guards == nil {
		r.guards = map[string][]guard{}
		for i, b := range r.blocks() {
			if b.kind != "if" && b.kind != "elif" && b.kind != "while" {
				continue
			}
			for k := b.head.Start; k < min(b.head.End, b.head.Start+200); k++ {
				if r.file.Tokens[k].Kind == syntax.Ident && !r.is(k-1, ".") {
					r.guards[r.text(k)] = append(r.guards[r.text(k)], guard{k, i})
				}
			}
		}
	}
	return r.guards[name]
}

// guarded tells whether what a name holds was checked before a token is reached: against a list, a pattern or a type.
func (r *run) guarded(name string, token int, sink string) bool {
	key := guardKey{name, token, sink}
	if known, ok := r.guardAnswers[key]; ok {
		return known
	}
	r.blocks()
	answer := r.checked(name, token, sink) || r.switched(name, token) || r.parsed(name, token) || slices.ContainsFunc(r.derived(name), func(other string) bool { return r.checked(other, token, sink) })
	if r.guardAnswers == nil {
		r.guardAnswers = map[guardKey]bool{}
	}
	r.guardAnswers[key] = answer
	return answer
}

type guardKey struct {
	name  string
	token int
	sink  string
}

func (r *run) checked(name string, token int, sink string) bool {
	for n, g := range r.guardsOf(name) {
		b := &r.blockList[g.block]
		if n > 50 || min(b.head.Start, b.start) > token {
			break
		}
		inside := r.encloses(g.block, token)
		if !inside && (b.end > token || !r.encloses(b.parent, token) || b.parent < 0 && !r.insideFunctionOf(g.block, token)) {
			continue
		}
		good, bad := r.allows(g, sink)
		if (inside && good || !inside && bad && (b.exits || r.elseOf(g.block, token))) && !r.reassigned1(name, b.start, token) {
			return true
		}
	}
	return false
}

// insideFunctionOf tells whether token stands in a function inside the one of the block.
func (r *run) insideFunctionOf(b, token int) bool {
	want := r.functionOf(b)
	if want < 0 {
		return true
	}
	for i, n := r.file.FunctionAt(int(r.file.Tokens[token].Start)), 0; i >= 0 && n < 20; i, n = r.file.Functions[i].Outer, n+1 {
		if i == want {
			return true
		}
	}
	return false
}

// elseOf tells whether token stands in the else of block b.
func (r *run) elseOf(b, token int) bool {
	for i := b + 1; i < len(r.blockList) && i < b+60; i++ {
		s := &r.blockList[i]
		if s.parent != r.blockList[b].parent {
			continue
		}
		if s.kind != "else" && s.kind != "elif" {
			return false
		}
		if r.encloses(i, token) {
			return true
		}
		if s.kind == "else" {
			return false
		}
	}
	return false
}

// reassigned1 tells whether a name is given another value between two tokens.
func (r *run) reassigned1(name string, from, to int) bool {
	for _, d := range r.defsOf(name) {
		if d.kind <= addDef && d.at >= from && d.at < to && d.value.End <= to {
			return true
		}
	}
	return false
}

// derived lists the names made of another by a short call: parsed = urlparse(url).
func (r *run) derived(name string) []string {
	if r.derivations == nil {
		r.derivations = map[string][]string{}
		r.defsOf("")
		for made, list := range r.defs {
			for _, d := range list {
				if d.kind > partDef || d.value.End-d.value.Start > 14 {
					continue
				}
				for k := d.value.Start; k < d.value.End && k < len(r.file.Tokens); k++ {
					if r.file.Tokens[k].Kind == syntax.Ident && !r.is(k-1, ".") && r.text(k) != made && !r.is(k+1, "(") {
						r.derivations[r.text(k)] = append(r.derivations[r.text(k)], made)
					}
				}
			}
		}
	}
	list := r.derivations[name]
	return list[:min(len(list), 8)]
}

// verifying are names of functions that say whether a value is one that is meant.
var verifying = regexp.MustCompile(`(?i)^(is_?)?(valid|safe|allow|permit|trust|known|whitelist|sane|local)|valid(ate)?$|_safe|is_(in|alpha|digit|num|uuid|email|safe|valid|allowed)|has_allowed_host|^(fullmatch|match(string)?|test|isinteger|is_?uuid|isnumeric|isalphanumeric|isint|isemail|isdigit|isalnum|isalpha|isdecimal|isidentifier|isnan|issafeinteger|isfinite)$|allowed|whitelist|permitted|^verify`)

// containing are methods that look a value up in a collection.
var containing = map[string]bool{
	"includes": true, "has": true, "indexOf": true, "contains": true, "containsKey": true, "hasOwnProperty": true, "hasOwn": true, "Contains": true, "count": true, "in_array": true, "array_key_exists": true,
	"include?": true, "member?": true, "key?": true, "has_key?": true, "cover?": true,
}

// allows tells what follows for a name when the condition is true (good: it holds what is meant) and when it is false
// (bad: otherwise it would have left).
func (r *run) allows(g guard, sink string) (good, bad bool) {
	good, bad = r.says(g, sink)
	if r.blockList[g.block].not {
		return bad, good
	}
	return good, bad
}

// says is allows for what the condition itself says.
func (r *run) says(g guard, sink string) (good, bad bool) {
	head := r.blockList[g.block].head
	k := g.at
	end := k + 1 // behind the chain k.a.b
	for end+1 < head.End && r.links(end) && r.file.Tokens[end+1].Kind == syntax.Ident {
		end += 2
	}
	member := r.text(end - 1)
	either := func(not bool) (bool, bool) { return !not, not }
	if r.is(end, "not") && r.is(end+1, "in") {
		return false, !r.lookup(end+2, k)
	}
	if r.is(end, "in") && end < head.End {
		return true, r.is(k-1, "not")
	}
	if end > k+1 && r.is(end, "(") {
		lower := strings.ToLower(strings.TrimSuffix(member, "?"))
		if r.file.Language == syntax.Java && r.meant(member, end) {
			return either(r.negated(k, head))
		}
		if verifying.MatchString(member) || (lower == "startswith" || lower == "start_with") && sink != "html" && sink != "sql" && sink != "shell" || lower == "is_relative_to" || lower == "match" {
			return either(r.negated(k, head))
		}
	}
	if r.is(k-1, "in") && r.file.Tokens[max(k-2, 0)].Kind == syntax.String { // "..": in x
		return r.is(k-2, "not"), sink == "path" && strings.Contains(r.text(k-2), "..")
	}
	switch {
	case r.is(end, "==") || r.is(end, "==="):
		if t := r.file.Tokens[min(end+1, len(r.file.Tokens)-1)]; t.Kind == syntax.String || t.Kind == syntax.Number {
			return true, false
		}
	case r.is(end, "!=") || r.is(end, "!=="):
		if t := r.file.Tokens[min(end+1, len(r.file.Tokens)-1)]; t.Kind == syntax.String && len(r.text(end+1)) > 2 {
			return false, true
		}
	}
	if r.file.Language == syntax.Python && r.overlaps(k, head) {
		return true, false
	}
	if r.is(k-1, "[") && r.is(k-3, "(") && r.is(k-4, "isset") {
		return either(r.negated(k-4, head))
	}
	if r.file.Language == syntax.Go {
		if good, bad := r.foundInMap(k, head); good || bad {
			return good, bad
		}
		if good, bad := r.sameHost(k, head, sink); good || bad {
			return good, bad
		}
	}
	return r.allowedByCall(k, end, head, sink)
}

// links tells whether a token stands between a value and its member.
func (r *run) links(token int) bool {
	if r.file.Language == syntax.PHP {
		return r.is(token, "->") || r.is(token, "?->") || r.is(token, "::")
	}
	return r.is(token, ".") || r.is(token, "?.") || r.file.Language == syntax.Ruby && (r.is(token, "&.") || r.is(token, "::"))
}

// lookup tells whether what follows `not in` is a text, so that the name is looked for a part: no list of what is meant.
func (r *run) lookup(at, _ int) bool {
	return r.file.Tokens[min(at, len(r.file.Tokens)-1)].Kind == syntax.String
}

// allowedByCall looks at the call the name is an argument of: ALLOWED.includes(x), isValid(x), /…/.test(x).
func (r *run) allowedByCall(k, end int, head syntax.Range, sink string) (good, bad bool) {
	open := k - 1
	for n := 0; open >= head.Start && n < 60; open, n = open-1, n+1 {
		t := r.file.Tokens[open]
		if t.Kind == syntax.Close && t.Match > 0 {
			open = int(t.Match)
			continue
		}
		if t.Kind == syntax.Open {
			break
		}
	}
	if open < head.Start || !r.is(open, "(") || open == 0 || r.file.Tokens[open-1].Kind != syntax.Ident {
		if end > k+1 && r.is(end, "(") && (r.text(end-1) == "includes" || r.text(end-1) == "indexOf" || r.text(end-1) == "Contains") && strings.Contains(r.text(end+1), "..") {
			return r.negated(k, head), sink == "path"
		}
		return false, false
	}
	callee := r.text(open - 1)
	if in, not := r.partLookedUp(open); in {
		return !not, not
	}
	start := open - 1
	for start-1 >= head.Start && r.links(start-1) {
		start -= 2
		if r.file.Tokens[start].Kind == syntax.Close && r.file.Tokens[start].Match > 0 {
			start = int(r.file.Tokens[start].Match)
		}
	}
	not := r.negated(start, head)
	if r.file.Language == syntax.Java && r.meantBy(callee, start, open) {
		return !not, not
	}
	if r.file.Language == syntax.PHP && start == open-1 && r.phpChecks(callee, open, k, sink) {
		if r.phpNegated(int(r.file.Tokens[open].Match)) {
			not = !not
		}
		return !not, not
	}
	if strings.EqualFold(callee, "isnan") {
		return not, !not
	}
	if r.file.Language == syntax.Go && r.is(start, "strings") {
		if !r.limits(open, k, sink) {
			return false, false
		}
		if k == open+1 && (strings.HasPrefix(callee, "Contains") || strings.Contains(r.text(open+3), "..")) {
			not = !not
		}
		return !not, not
	}
	if containing[callee] && start < open-1 {
		if callee == "indexOf" {
			close := int(r.file.Tokens[open].Match)
			not = r.is(close+1, "===") || r.is(close+1, "==") || r.is(close+1, "<")
		}
		return !not, not
	}
	if verifying.MatchString(callee) || callee == "isinstance" {
		return !not, not
	}
	return false, false
}

// overlaps tells whether a condition asks for what a set with the name shares with another: {origin} & ALLOWED.
func (r *run) overlaps(k int, head syntax.Range) bool {
	for i := head.Start; i < min(head.End, head.Start+40); i++ {
		if r.is(i, "&") && i != k {
			return true
		}
	}
	return false
}

// partLookedUp tells whether the host of what a call gives is looked up in a list: urlparse(x).hostname in HOSTS.
func (r *run) partLookedUp(open int) (in, not bool) {
	close := int(r.file.Tokens[open].Match)
	if r.file.Language != syntax.Python || close < 0 || !r.is(close+1, ".") {
		return false, false
	}
	switch r.text(close + 2) {
	case "hostname", "netloc", "host", "domain":
	default:
		return false, false
	}
	if not = r.is(close+3, "not"); not {
		close++
	}
	return r.is(close+3, "in") && !r.lookup(close+4, 0), not
}

// negated tells whether `not` or `!` stands before a token, or = false behind.
func (r *run) negated(start int, head syntax.Range) bool {
	for start > head.Start && (r.is(start-1, "(") || r.is(start-1, "await")) {
		start--
	}
	return start > head.Start && (r.is(start-1, "not") || r.is(start-1, "!"))
}
