package code

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// numberTypes are types of Go whose values hold no text of anyone's choice.
var numberTypes = map[string]bool{
	"int": true, "int8": true, "int16": true, "int32": true, "int64": true, "uint": true, "uint16": true, "uint32": true, "uint64": true, "uintptr": true,
	"float32": true, "float64": true, "bool": true, "rune": true, "time.Time": true, "time.Duration": true, "uuid.UUID": true, "netip.Addr": true, "net.IP": true,
}

// goVerb is where a format of fmt takes a value.
var goVerb = regexp.MustCompile(`%[-+# 0]*(\[\d+\])?[\d*]*(\.[\d*]+)?[a-zA-Z%]`)

// golang looks into the calls by which Go puts strings together; false when it is none of them.
func (b *builder) golang(e *syntax.Expr, depth int) bool {
	f := b.run.file
	if f.Language != syntax.Go {
		return false
	}
	switch name := f.Resolve(e.X); name {
	case "fmt.Sprintf", "fmt.Errorf":
		if len(e.List) > 0 {
			b.put = b.put || len(e.List) > 1
			b.verbs(e.List[0], e.List[1:], depth)
			return true
		}
	case "fmt.Sprint", "fmt.Sprintln":
		b.put = true
		for _, a := range e.List {
			b.piece(a, depth)
		}
		return true
	case "strings.Join":
		if len(e.List) == 2 {
			b.joined(e.List[0], depth)
			return true
		}
	case "path.Join", "path/filepath.Join":
		for i, a := range e.List {
			if i > 0 {
				b.text.WriteByte('/')
			}
			b.piece(a, depth)
		}
		return true
	case "os.TempDir":
		b.text.WriteString("/tmp")
		return true
	case "strings.TrimSpace", "strings.ToLower", "strings.ToUpper", "strings.Replace", "strings.ReplaceAll", "strings.TrimSuffix", "strings.TrimRight":
		if len(e.List) > 0 && b.stringlike(e.List[0]) {
			b.add(e.List[0], depth+1)
			if strings.HasPrefix(name, "strings.Replace") {
				b.replaced(&syntax.Expr{List: e.List[1:]}, depth)
			}
			return true
		}
	case "net/url.URL().String":
		return b.address(e.X.X, depth)
	case "strings.Builder().String", "bytes.Buffer().String":
		if e.X.X != nil && e.X.X.Kind == syntax.IdentExpr {
			return b.written(e.X.X, depth)
		}
	}
	return false
}

// address adds the parts of an address that is made as a literal: url.URL{Host: host}.
func (b *builder) address(e *syntax.Expr, depth int) bool {
	d := b.run.file.Deref(e)
	if d.Kind != syntax.ObjectExpr && d.Kind != syntax.NewExpr {
		return false
	}
	host, _ := b.run.file.Field(d, "Host")
	if host == nil {
		return false
	}
	b.put = true
	b.text.WriteString("https://")
	b.piece(host, depth)
	b.text.WriteByte('/')
	if path, _ := b.run.file.Field(d, "Path"); path != nil {
		b.piece(path, depth)
	}
	return true
}

// verbs adds a format of fmt with its values. What %d and its like take is a number.
func (b *builder) verbs(format *syntax.Expr, args []*syntax.Expr, depth int) {
	v := b.run.file.Value(format)
	if !v.Known {
		b.add(format, depth+1)
		b.holes(args)
		return
	}
	last, next := 0, 0
	for _, place := range goVerb.FindAllStringIndex(v.Text, 100) {
		b.text.WriteString(v.Text[last:place[0]])
		last = place[1]
		verb := v.Text[place[1]-1]
		switch {
		case verb == '%':
			b.text.WriteByte('%')
			continue
		case next >= len(args):
			b.text.WriteString("{}")
		case numberVerb(verb):
			b.text.WriteString("{}")
			if b.condition.Sink == "" {
				b.parts = max(b.parts, pattern.Maybe)
			}
		default:
			b.piece(args[next], depth)
		}
		next++
	}
	b.text.WriteString(v.Text[last:])
}

// texts gives the values of a format that can be texts: those for %d and its like are numbers.
func (r *run) texts(format *syntax.Expr, args []*syntax.Expr) []*syntax.Expr {
	v := r.file.Value(format)
	if !v.Known || strings.Contains(v.Text, "*") || strings.Contains(v.Text, "[") {
		return args
	}
	var list []*syntax.Expr
	next := 0
	for _, place := range goVerb.FindAllStringIndex(v.Text, 100) {
		verb := v.Text[place[1]-1]
		if verb == '%' {
			continue
		}
		if next < len(args) && !numberVerb(verb) {
			list = append(list, args[next])
		}
		next++
	}
	if next < len(args) {
		list = append(list, args[next:]...)
	}
	return list
}

// numberVerb tells whether a format of fmt writes no text for a verb.
func numberVerb(verb byte) bool { return strings.IndexByte("dtfcTbgepU", verb) >= 0 }

// several are names of lists whose elements are values.
var several = regexp.MustCompile(`(^|_)(ids|uuids|names|emails|tags|codes|slugs|usernames|values)$`)

// joined adds the elements of a list; one made by a loop can't be told, unless callers or clients give its values.
func (b *builder) joined(list *syntax.Expr, depth int) {
	d := b.run.file.Deref(list)
	if d.Kind != syntax.ArrayExpr {
		b.text.WriteString("{}")
		a := pattern.Maybe
		if slices.ContainsFunc(b.run.namesOf(list), func(name string) bool { return several.MatchString(words(name)) }) && b.run.origin(list, b.condition).level >= parameter {
			a, b.put = pattern.Yes, true
		}
		b.parts = max(b.parts, a)
		return
	}
	b.put = true
	for _, item := range d.List {
		b.piece(item, depth)
		b.text.WriteString(" ")
	}
}

// written adds what was written to a strings.Builder before.
func (b *builder) written(e *syntax.Expr, depth int) bool {
	f := b.run.file
	here, found := f.FunctionAt(e.Start), false
	for i := range f.Calls {
		c := &f.Calls[i]
		if c.Start > e.Start {
			break
		}
		name := f.CalleeName(c)
		if name != "WriteString" && name != "Fprintf" || c.Function != here || len(c.Args) == 0 {
			continue
		}
		call := f.CallExpr(c)
		switch {
		case name == "WriteString" && call.X.X != nil && call.X.X.Name == e.Name:
			b.piece(call.List[0], depth)
		case name == "Fprintf" && len(call.List) > 1 && call.List[0].Name == e.Name:
			b.verbs(call.List[1], call.List[2:], depth)
		default:
			continue
		}
		found, b.put = true, true
	}
	return found
}
