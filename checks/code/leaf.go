package code

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// A leaf is one pattern of Semgrep's, ready to be looked for: one of its fields is set.
type leaf struct {
	expr     *pattern.Pattern // an expression or a simple statement
	regex    *regexp.Regexp
	define   *definition
	from     *imported
	branch   *branch
	sequence []*leaf // statements one after another; nil stands for `...`
}

// An imported is `import module` or `from module import name`; hole stands for the name it has here.
type imported struct{ module, name, hole string }

// A definition is a function or a class with a body.
type definition struct {
	class      bool
	name       string // "" with a hole
	hole       string
	bases      []*pattern.Pattern
	params     []param
	decorators []*pattern.Pattern
	body       *leaf // nil: any
}

// A param is one parameter of a definition; dots stand for any.
type param struct {
	dots            bool
	name, hole, typ string
}

// Bounds of one pattern: its bytes and its statements.
const (
	maxPattern    = 10_000
	maxStatements = 20
)

// readLeaf reads a pattern, which may be several statements.
func readLeaf(text, language string) (*leaf, error) {
	if len(text) > maxPattern {
		return nil, fmt.Errorf("the pattern is longer than %d bytes", maxPattern)
	}
	statements := pythonStatements
	if language != "python" {
		statements = bracedStatements
	}
	parts, err := statements(strings.TrimRight(text, " \t\r\n"))
	if err != nil {
		return nil, err
	}
	if len(parts) > maxStatements {
		return nil, fmt.Errorf("more than %d statements are not read", maxStatements)
	}
	all := &leaf{}
	var decorators []*pattern.Pattern
	for _, p := range parts {
		head := strings.TrimSpace(p.head)
		if head == "..." && p.body == "" {
			all.sequence = append(all.sequence, nil)
			continue
		}
		if strings.HasPrefix(head, "@") && p.body == "" && len(parts) > 1 {
			d, err := pattern.ParseForeign(head, language)
			if err != nil {
				return nil, err
			}
			decorators = append(decorators, d)
			continue
		}
		one, err := readStatement(p, language)
		if err != nil {
			return nil, err
		}
		if decorators != nil {
			if one.define == nil {
				return nil, fmt.Errorf("a decorator before `%.30s` is not read", head)
			}
			one.define.decorators, decorators = decorators, nil
		}
		all.sequence = append(all.sequence, one)
	}
	switch {
	case decorators != nil:
		return nil, fmt.Errorf("decorators alone are not read")
	case len(all.sequence) == 1 && all.sequence[0] != nil:
		return all.sequence[0], nil
	case !slices.ContainsFunc(all.sequence, func(l *leaf) bool { return l != nil }):
		return nil, fmt.Errorf("`...` alone is not read")
	}
	return all, nil
}

// A part is one statement: its first line, and what stands in it when it is a block.
type part struct{ head, body string }

func pythonStatements(text string) ([]part, error) {
	var parts []part
	depth := 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if i := strings.Index(line, " # "); i >= 0 {
			line = line[:i]
		}
		blank := strings.TrimSpace(line)
		if blank == "" || strings.HasPrefix(blank, "#") {
			continue
		}
		inside := depth > 0
		depth += balance(line)
		switch {
		case len(parts) == 0 || !inside && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t"):
			parts = append(parts, part{head: line})
		case inside && parts[len(parts)-1].body == "":
			parts[len(parts)-1].head += " " + blank
		default:
			parts[len(parts)-1].body += line + "\n"
		}
	}
	for i := range parts {
		parts[i].body = dedent(parts[i].body)
		if head, rest, ok := strings.Cut(parts[i].head, "): "); ok && definitionPython.MatchString(parts[i].head) && parts[i].body == "" {
			parts[i] = part{head + "):", rest}
		}
	}
	return parts, nil
}

func dedent(text string) string {
	indent := len(text) - len(strings.TrimLeft(text, " \t"))
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(line[min(indent, len(line)-len(strings.TrimLeft(line, " \t"))):])
	}
	return b.String()
}

// balance counts brackets opened less those closed, outside strings.
func balance(line string) int {
	depth := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case '"', '\'', '`':
			if end := strings.IndexByte(line[i+1:], c); end >= 0 {
				i += end + 1
			}
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
	}
	return depth
}

// bracedStatements splits at line ends and semicolons outside brackets; a brace behind a definition begins its body.
func bracedStatements(text string) ([]part, error) {
	var parts []part
	start, depth := 0, 0
	flush := func(end int) {
		if s := strings.TrimSpace(text[start:end]); s != "" && s != ";" {
			parts = append(parts, part{head: strings.TrimRight(s, "; ")})
		}
		start = end
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"', '\'', '`':
			if end := strings.IndexByte(text[i+1:], c); end >= 0 {
				i += end + 1
			}
		case '/':
			if strings.HasPrefix(text[i:], "//") && depth == 0 {
				flush(i)
				if end := strings.IndexByte(text[i:], '\n'); end >= 0 {
					i += end
				} else {
					i = len(text) - 1
				}
				start = i + 1
			}
		case '(', '[':
			depth++
		case ')', ']', '}':
			depth--
		case '{':
			if depth == 0 && blockHead.MatchString(strings.TrimSpace(text[start:i])) {
				end := closing(text, i)
				if end < 0 {
					return nil, fmt.Errorf("a brace does not end")
				}
				parts = append(parts, part{strings.TrimSpace(text[start:i]) + " {", text[i+1 : end]})
				i, start = end, end+1
				continue
			}
			depth++
		case '\n', ';':
			if next := strings.TrimSpace(text[i+1:]); depth == 0 && (!strings.HasPrefix(next, ".") || strings.HasPrefix(next, "...")) && !strings.HasPrefix(next, "{") {
				flush(i)
				start = i + 1
			}
		}
	}
	flush(len(text))
	return parts, nil
}

func closing(text string, open int) int {
	depth := 0
	for i := open; i < len(text); i++ {
		switch c := text[i]; c {
		case '"', '\'', '`':
			if end := strings.IndexByte(text[i+1:], c); end >= 0 {
				i += end + 1
			}
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

var (
	blockHead        = regexp.MustCompile(`(?s)^(?:async\s+)?function\b|^class\b|^func\b|^(?:if|for|while|try|switch|with|do|else|catch|finally)\b|^(?:@[\w.]+(?:\([^{]*\))?\s*)*(?:(?:public|private|protected|static|final|abstract|synchronized)\s+)*(?:class\s|interface\s|[\w$.<>\[\]]+\s+[\w$]+\s*\(.*\)(?:\s*throws\s[\w$.,\s]+)?$)`)
	definitionPython = regexp.MustCompile(`^(?:async\s+)?def\s+([\w$]+)\s*\((.*)\)\s*(?:->\s*(?:\$[A-Z_0-9]+|\.\.\.))?\s*:`)
	classPython      = regexp.MustCompile(`^class\s+([\w$]+)\s*(?:\((.*)\))?\s*:`)
	functionScript   = regexp.MustCompile(`(?s)^(?:async\s+)?function\s*(?:\.\.\.|([\w$]*))\s*\((.*)\)\s*\{$`)
	classBraced      = regexp.MustCompile(`(?s)^(?:(?:public|private|protected|static|final|abstract)\s+)*class\s+([\w$]+)(?:\s+(?:extends|implements)\s+([\w$.]+))?\s*(?:\.\.\.\s*)?\{$`)
	functionGo       = regexp.MustCompile(`(?s)^func\s+([\w$]+)\s*\((.*)\)\s*(?:\$[A-Z_0-9]+|\.\.\.)?\s*\{$`)
	methodJava       = regexp.MustCompile(`(?s)^(?:(?:public|private|protected|static|final|synchronized)\s+)*(?:\$[A-Z_0-9]+)\s+([\w$]+)\s*\((.*)\)(?:\s*throws\s[\w$.,\s]+)?\s*\{$`)
	keywordStatement = regexp.MustCompile(`^(if|for|while|try|with|switch|raise|throw|assert|del|else|elif|except|catch|finally|lambda|yield|delete|typeof|defer|go|global|goto|package|synchronized|interface)\b`)
	importScript     = regexp.MustCompile(`^import\s+(?:(\*\s+as\s+)?(\$?\w+)|\{\s*(\$?\w+)\s*\})\s+from\s+["']([^"']+)["']$`)
	conditional      = regexp.MustCompile(`(?s)^(if|while|for)\s+(.*):$|^(if|while)\s*\((.*)\)\s*\{$`)
	importPython     = regexp.MustCompile(`^(?:from\s+([\w.]+)\s+)?import\s+([\w.]+)$`)
)

func readStatement(p part, language string) (*leaf, error) {
	head := strings.TrimSpace(p.head)
	definitions := map[string][]*regexp.Regexp{
		"python": {definitionPython}, "javascript": {functionScript}, "typescript": {functionScript}, "go": {functionGo}, "java": {methodJava},
	}
	for _, re := range definitions[language] {
		if m := re.FindStringSubmatch(head); m != nil {
			return readDefinition(m[1], m[2], "", p.body, false, language)
		}
	}
	class := classBraced
	if language == "python" {
		class = classPython
	}
	if m := class.FindStringSubmatch(head); m != nil {
		return readDefinition(m[1], "...", m[2], p.body, true, language)
	}
	if m := conditional.FindStringSubmatch(head); m != nil && (language == "python" || m[1] != "for") {
		return readBranch(m[1]+m[3], m[2]+m[4], p.body, language)
	}
	if m := keywordStatement.FindStringSubmatch(head); m != nil {
		return nil, fmt.Errorf("the statement `%s` is not read", m[1])
	}
	if p.body != "" || strings.HasSuffix(head, "{") && !strings.Contains(head, "(") {
		return nil, fmt.Errorf("the block `%.40s` is not read", head)
	}
	if m := importPython.FindStringSubmatch(head); m != nil && language == "python" {
		if m[1] == "" {
			return &leaf{from: &imported{module: m[2]}}, nil
		}
		return &leaf{from: &imported{module: m[1], name: m[2]}}, nil
	}
	if m := importScript.FindStringSubmatch(head); m != nil && language != "java" && language != "go" {
		from := &imported{module: m[4]}
		switch name := m[2] + m[3]; {
		case strings.HasPrefix(name, "$"):
			from.hole = name[1:]
		case m[3] != "":
			from.name = name
		}
		return &leaf{from: from}, nil
	}
	if strings.HasPrefix(head, "import ") || strings.HasPrefix(head, "from ") {
		module := strings.Trim(strings.TrimPrefix(strings.TrimPrefix(head, "import "), "_ "), "\"'; ")
		if strings.ContainsAny(module, " ${") {
			return nil, fmt.Errorf("the import `%.40s` is not read", head)
		}
		return &leaf{from: &imported{module: strings.TrimSuffix(module, ".*"), name: strings.Repeat("*", strings.Count(module, ".*"))}}, nil
	}
	e, err := pattern.ParseForeign(head, language)
	if err != nil {
		return nil, err
	}
	return &leaf{expr: e}, nil
}

// A branch is `if`, `while` or `for` with a condition and a body.
type branch struct {
	word string
	head *pattern.Pattern // nil: any
	body *leaf            // nil: any
}

func readBranch(word, head, body, language string) (*leaf, error) {
	b := &branch{word: word}
	var err error
	if head != "..." {
		if b.head, err = pattern.ParseForeign(head, language); err != nil {
			return nil, err
		}
	}
	b.body, err = readBody(body, language)
	return &leaf{branch: b}, err
}

// readBody reads what stands in a block; nil when that may be anything.
func readBody(body, language string) (*leaf, error) {
	if b := strings.TrimSpace(body); b == "..." || b == "" {
		return nil, nil
	}
	return readLeaf(dedent(strings.TrimLeft(body, "\n")), language)
}

func readDefinition(name, params, base, body string, class bool, language string) (*leaf, error) {
	d := &definition{class: class, name: name}
	if strings.HasPrefix(name, "$") {
		d.name, d.hole = "", name[1:]
	}
	for _, b := range splitList(base) {
		if b == "..." {
			continue
		}
		p, err := pattern.ParseForeign(b, language)
		if err != nil {
			return nil, err
		}
		d.bases = append(d.bases, p)
	}
	for _, text := range splitList(params) {
		p, err := readParam(text, language)
		if err != nil {
			return nil, err
		}
		d.params = append(d.params, p)
	}
	var err error
	d.body, err = readBody(body, language)
	return &leaf{define: d}, err
}

func splitList(text string) []string {
	var list []string
	start, depth := 0, 0
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == ',' && depth == 0 {
			if s := strings.TrimSpace(text[start:i]); s != "" {
				list = append(list, s)
			}
			start = i + 1
			continue
		}
		depth += balance(text[i : i+1])
	}
	return list
}

var oneParam = regexp.MustCompile(`^(?:@[\w$.]+(?:\(\.\.\.\))?\s+)?(?:([\w$.*<>\[\]]+)\s+)?(\$?[A-Za-z_]\w*)(?:\s*:\s*([\w$.]+))?$|^(\$[A-Z_0-9]+)\s+(\*?[\w$.]+)$`)

func readParam(text, language string) (param, error) {
	if text == "..." || strings.HasPrefix(text, "$...") {
		return param{dots: true}, nil
	}
	m := oneParam.FindStringSubmatch(text)
	if m == nil || strings.HasPrefix(text, "@") {
		return param{}, fmt.Errorf("the parameter `%.40s` is not read", text)
	}
	name, typ := m[2], m[1]+m[3]
	switch {
	case m[4] != "":
		name, typ = m[4], m[5]
	case language == "go" && m[1] != "":
		name, typ = m[1], m[2]
	}
	p := param{name: name, typ: strings.TrimPrefix(typ, "*")}
	if strings.HasPrefix(p.typ, "$") {
		p.typ = ""
	}
	if strings.HasPrefix(name, "$") {
		p.name, p.hole = "", name[1:]
	}
	return p, nil
}

// literals gives texts a file must hold for the leaf to match.
func (l *leaf) literals(java bool) []string {
	if list := l.texts(java); len(list) > 0 {
		return list
	}
	return nil
}

func (l *leaf) texts(java bool) []string {
	switch {
	case l == nil:
		return nil
	case l.expr != nil && java:
		return l.expr.Unpackaged()
	case l.expr != nil:
		return l.expr.Literals()
	case l.from != nil && len(l.from.module) > 2:
		return []string{l.from.module}
	case l.branch != nil:
		return l.branch.body.literals(java)
	case l.define != nil:
		if len(l.define.name) > 2 {
			return []string{l.define.name}
		}
		for _, d := range slices.Concat(l.define.decorators, l.define.bases) {
			if list := d.Literals(); list != nil {
				return list
			}
		}
		return l.define.body.literals(java)
	case l.regex != nil:
		if words := required(l.regex.String()); len(words) == 1 {
			return words
		}
	}
	for _, s := range l.sequence {
		if list := s.literals(java); list != nil {
			return list
		}
	}
	return nil
}
