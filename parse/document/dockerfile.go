package document

import (
	"bytes"
	"regexp"
	"strings"
)

// readDockerfile reads stages and their instructions, with continuations, heredocs, flags and the JSON form.
func readDockerfile(text []byte) (*Node, []Problem) {
	r := &dockerReader{text: text, escape: '\\', root: &Node{Kind: Map, At: Range{0, len(text)}}, global: newDockerScope(nil), scopes: map[string]*dockerScope{}, open: map[string]bool{}}
	r.directives()
	for r.at < len(text) {
		r.instruction()
	}
	if r.stage != nil {
		r.stage.At.End = len(bytes.TrimRight(text, " \t\r\n"))
	}
	link(r.root)
	annotate(r.root, text, notation{hash: true, spaced: true})
	return r.root, r.problems
}

type dockerReader struct {
	text     []byte
	at       int
	escape   byte
	root     *Node
	stage    *Node
	global   *dockerScope            // ARGs before the first FROM
	scope    *dockerScope            // of the stage in hand
	scopes   map[string]*dockerScope // of named stages, for those built on them
	open     map[string]bool         // heredoc marks that never come any more
	problems []Problem
}

// A dockerScope holds what is known of variables; fixed ones come from ENV and can't be set from outside. Those of the
// stage it is built on are inherited.
type dockerScope struct {
	own  map[string]dockerVariable
	base *dockerScope
}

func newDockerScope(base *dockerScope) *dockerScope {
	return &dockerScope{own: map[string]dockerVariable{}, base: base}
}

func (s *dockerScope) get(name string) (dockerVariable, bool) {
	if v, ok := s.own[name]; ok {
		return v, true
	}
	for base, n := s.base, 0; base != nil && n < 100; base, n = base.base, n+1 {
		if v, ok := base.own[name]; ok && v.fixed { // ENV is inherited, ARG isn't
			return v, true
		}
	}
	return dockerVariable{}, false
}

type dockerVariable struct {
	value string
	fixed bool
}

var escapeDirective = regexp.MustCompile(`(?i)^#\s*escape\s*=\s*(\S)`)

// directives reads the # name=value lines at the very top.
func (r *dockerReader) directives() {
	for i := 0; i < len(r.text) && r.text[i] == '#'; i = nextLine(r.text, lineEnd(r.text, i)) {
		if m := escapeDirective.FindSubmatch(r.text[i:lineEnd(r.text, i)]); m != nil && (m[1][0] == '`' || m[1][0] == '\\') {
			r.escape = m[1][0]
		}
	}
}

// A logical line is an instruction with its continuations joined; at tells where each byte stands in the file.
type logical struct {
	text []byte
	at   []int
}

func (l logical) place(i int) int {
	if i < len(l.at) {
		return l.at[i]
	}
	if len(l.at) == 0 {
		return 0
	}
	return l.at[len(l.at)-1] + 1
}

func (l logical) span(start, end int) Range {
	if end <= start {
		return Range{l.place(start), l.place(start)}
	}
	return Range{l.at[start], l.at[end-1] + 1}
}

func (r *dockerReader) line() logical {
	var l logical
	for r.at < len(r.text) {
		start, end := r.at, lineEnd(r.text, r.at)
		r.at = nextLine(r.text, end)
		trimmed := bytes.TrimSpace(r.text[start:end])
		if len(trimmed) == 0 || trimmed[0] == '#' {
			if len(l.text) == 0 {
				return l
			}
			continue // an empty line or a comment between continuations
		}
		stop := start + len(bytes.TrimRight(r.text[start:end], " \t\r"))
		more := r.text[stop-1] == r.escape
		if more {
			stop--
		}
		for i := start; i < stop; i++ {
			l.text, l.at = append(l.text, r.text[i]), append(l.at, i)
		}
		if !more {
			break
		}
	}
	return l
}

var dockerInstructions = map[string]bool{
	"FROM": true, "RUN": true, "CMD": true, "LABEL": true, "MAINTAINER": true, "EXPOSE": true, "ENV": true, "ADD": true, "COPY": true, "ENTRYPOINT": true,
	"VOLUME": true, "USER": true, "WORKDIR": true, "ARG": true, "ONBUILD": true, "STOPSIGNAL": true, "HEALTHCHECK": true, "SHELL": true,
}

func (r *dockerReader) instruction() {
	l := r.line()
	start := skipBlank(l.text, 0, len(l.text))
	end := start
	for end < len(l.text) && l.text[end] != ' ' && l.text[end] != '\t' {
		end++
	}
	if start == end {
		return
	}
	n := &Node{Key: strings.ToUpper(string(l.text[start:end])), KeyAt: l.span(start, end)}
	if !dockerInstructions[n.Key] {
		if holeAt(l.text, start) == 0 && len(r.problems) == 0 {
			r.problems = append(r.problems, malformed(n.KeyAt.Start, "`"+n.Key+"` is no Dockerfile instruction"))
		}
		return
	}
	rest := skipBlank(l.text, end, len(l.text))
	n.Value = strings.TrimRight(string(l.text[rest:]), " \t")
	n.At = l.span(rest, rest+len(n.Value))
	r.arguments(n, l, rest)
	r.heredocs(n, l, rest)
	r.place(n)
}

// arguments reads flags, then words, a JSON array or variables.
func (r *dockerReader) arguments(n *Node, l logical, at int) {
	for bytes.HasPrefix(l.text[min(at, len(l.text)):], []byte("--")) {
		word, end := r.word(l, at)
		name, value, _ := strings.Cut(word.Value, "=")
		word.Key, word.Value = name, value
		word.KeyAt = Range{word.At.Start, min(word.At.End, word.At.Start+len(name))}
		word.At.Start = min(word.At.End, word.KeyAt.End+1)
		n.Children = append(n.Children, word)
		at = skipBlank(l.text, end, len(l.text))
	}
	if at < len(l.text) && l.text[at] == '[' && r.array(n, l, at) {
		return
	}
	switch n.Key {
	case "ENV", "ARG", "LABEL":
		n.Kind = Map
		r.variables(n, l, at)
		return
	}
	for at < len(l.text) {
		word, end := r.word(l, at)
		if n.Key != "RUN" && n.Key != "CMD" && n.Key != "ENTRYPOINT" && n.Key != "HEALTHCHECK" && n.Key != "SHELL" {
			r.expand(word, r.scopeFor(n.Key))
			if word.Type == Expression {
				n.Type = Expression
			}
		}
		n.Args = append(n.Args, word)
		at = skipBlank(l.text, max(end, at+1), len(l.text))
	}
}

func (r *dockerReader) scopeFor(key string) *dockerScope {
	if key == "FROM" || r.scope == nil {
		return r.global
	}
	return r.scope
}

// array reads the JSON form; false when it is none.
func (r *dockerReader) array(n *Node, l logical, at int) bool {
	list := &jsonReader{text: l.text, at: at}
	array := list.array(0)
	if len(list.problems) > 0 || len(array.Children) == 0 {
		return false
	}
	for _, item := range array.Children {
		if item.Kind != Scalar {
			return false
		}
		item.At = l.span(item.At.Start, item.At.End)
		item.Type = Text
	}
	n.Args = array.Children
	return true
}

// word reads up to the next space outside quotes. Value is without the quotes.
func (r *dockerReader) word(l logical, at int) (*Node, int) {
	var value []byte
	quote := byte(0)
	i := at
	for ; i < len(l.text); i++ {
		c := l.text[i]
		switch {
		case quote == 0 && (c == ' ' || c == '\t'):
			return &Node{Value: string(value), At: l.span(at, i)}, i
		case c == r.escape && quote != '\'' && i+1 < len(l.text):
			i++
			if l.text[i] == '$' {
				value = append(value, '\\')
			}
			value = append(value, l.text[i])
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote && quote != 0:
			quote = 0
		default:
			value = append(value, c)
		}
	}
	return &Node{Value: string(value), At: l.span(at, i)}, i
}

// variables reads NAME=value pairs, ARG NAME and the old form ENV NAME value.
func (r *dockerReader) variables(n *Node, l logical, at int) {
	for first := true; at < len(l.text); first = false {
		word, end := r.word(l, at)
		end = max(end, at+1)
		name, value, ok := strings.Cut(word.Value, "=")
		eq := bytes.IndexByte(l.text[at:end], '=')
		child := &Node{Key: name, KeyAt: l.span(at, end), Value: value, At: l.span(end, end)}
		switch {
		case ok && eq >= 0:
			child.KeyAt = l.span(at, at+eq)
			child.At = l.span(at+eq+1, end)
		case first && n.Key != "ARG":
			at = skipBlank(l.text, end, len(l.text))
			child.Value = strings.TrimRight(string(l.text[at:]), " \t")
			child.At, end = l.span(at, at+len(child.Value)), len(l.text)
		case n.Key == "ARG":
			child.Type = Expression
			if known, ok := r.global.get(name); ok && r.scope != nil {
				child.Value = known.value
			}
		}
		r.define(n.Key, child, ok)
		n.Children = append(n.Children, child)
		at = skipBlank(l.text, end, len(l.text))
	}
}

// define remembers a variable for the lines below it.
func (r *dockerReader) define(instruction string, child *Node, assigned bool) {
	scope := r.scope
	if scope == nil {
		scope = r.global
	}
	r.expand(child, scope)
	switch {
	case instruction == "ENV":
		scope.own[child.Key] = dockerVariable{child.Value, child.Type != Expression}
	case instruction == "ARG" && (assigned || child.Value != "") && !scope.own[child.Key].fixed:
		scope.own[child.Key] = dockerVariable{child.Value, false}
	}
}

var dockerVariablePattern = regexp.MustCompile(`\\?\$(?:\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?#%/])([^{}]*))?\}|([A-Za-z_][A-Za-z0-9_]*))`)

// expand puts known defaults in for variables. What an ARG may change, or nothing sets, is an Expression.
func (r *dockerReader) expand(n *Node, scope *dockerScope) {
	if strings.Contains(n.Value, "{{") && templated(n.Value) {
		n.Type = Expression
		return
	}
	if !strings.Contains(n.Value, "$") {
		return
	}
	written := n.Value
	n.Value = dockerVariablePattern.ReplaceAllStringFunc(n.Value, func(s string) string {
		if s[0] == '\\' {
			return s[1:]
		}
		m := dockerVariablePattern.FindStringSubmatch(s)
		known, ok := scope.get(m[1] + m[4])
		if !ok || !known.fixed {
			n.Type = Expression
		}
		switch strings.TrimPrefix(m[2], ":") {
		case "+":
			if ok && known.value != "" {
				return m[3]
			}
			return ""
		case "-":
			if !ok || known.value == "" {
				return m[3]
			}
		case "#", "%", "/":
			n.Type = Expression
			return s
		}
		if !ok {
			return s
		}
		return known.value
	})
	if len(n.Value) > max(longestValue, len(written)) { // ENV A=$A$A, line after line
		n.Value, n.Type = written, Expression
	}
}

const longestValue = 4096

var heredocPattern = regexp.MustCompile(`(?:^|[\s;&|(])\d*<<(-?)\s*(["']?)([A-Za-z_][A-Za-z0-9_]*)(["']?)`)

// heredocs reads the bodies that RUN, COPY and ADD announce, one child each.
func (r *dockerReader) heredocs(n *Node, l logical, rest int) {
	if n.Key != "RUN" && n.Key != "COPY" && n.Key != "ADD" {
		return
	}
	for _, m := range heredocPattern.FindAllSubmatch(l.text[rest:], -1) {
		if string(m[2]) != string(m[4]) || r.open[string(m[3])] {
			continue
		}
		start, found := r.at, false
		stop := start
		for i := r.at; i < len(r.text); i = nextLine(r.text, lineEnd(r.text, i)) {
			line := r.text[i:lineEnd(r.text, i)]
			if len(m[1]) > 0 {
				line = bytes.TrimLeft(line, "\t")
			}
			if string(line) == string(m[3]) {
				found, stop = true, i
				r.at = nextLine(r.text, lineEnd(r.text, i))
				break
			}
		}
		if !found {
			r.open[string(m[3])] = true
			if len(r.problems) == 0 {
				r.problems = append(r.problems, malformed(n.KeyAt.Start, "the heredoc `"+string(m[3])+"` isn't closed"))
			}
			return
		}
		n.Children = append(n.Children, &Node{Key: "<<" + string(m[3]), KeyAt: Range{start, start}, Value: string(r.text[start:stop]), At: Range{start, stop}})
		n.Value += "\n" + string(r.text[start:stop])
		n.At.End = stop
	}
}

// place puts an instruction into its stage; FROM opens one.
func (r *dockerReader) place(n *Node) {
	if n.Key == "FROM" {
		r.openStage(n)
	} else if r.stage == nil {
		r.stage = &Node{Kind: Map, Key: "stage", KeyAt: Range{n.KeyAt.Start, n.KeyAt.Start}, At: Range{n.KeyAt.Start, n.At.End}}
		r.root.Children = append(r.root.Children, r.stage)
	}
	r.stage.Children = append(r.stage.Children, n)
	r.stage.At.End = max(r.stage.At.End, n.At.End)
}

func (r *dockerReader) openStage(n *Node) {
	stage := &Node{Kind: Map, Key: "stage", KeyAt: n.KeyAt, At: Range{n.KeyAt.Start, n.At.End}}
	r.scope = newDockerScope(nil)
	if len(n.Args) == 0 {
		r.problems = append(r.problems, malformed(n.KeyAt.Start, "FROM names no image"))
	} else {
		image := *n.Args[0]
		stage.Args = []*Node{&image}
		r.scope.base = r.scopes[strings.ToLower(image.Value)]
	}
	if len(n.Args) > 2 && strings.EqualFold(n.Args[1].Value, "as") {
		alias := *n.Args[2]
		stage.Args = append(stage.Args, &alias)
		r.scopes[strings.ToLower(alias.Value)] = r.scope
	}
	r.root.Children = append(r.root.Children, stage)
	r.stage = stage
}
