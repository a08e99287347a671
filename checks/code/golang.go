package code

import (
	"regexp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

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
			return true
		}
	case "strings.Builder().String", "bytes.Buffer().String":
		if e.X.X != nil && e.X.X.Kind == syntax.IdentExpr {
			return b.written(e.X.X, depth)
		}
	}
	return false
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
		case verb == 'd' || verb == 't' || verb == 'f' || verb == 'c' || verb == 'T':
			b.text.WriteString("{}")
		default:
			b.piece(args[next], depth)
		}
		next++
	}
	b.text.WriteString(v.Text[last:])
}

// joined adds the elements of a list; one made by a loop can't be told.
func (b *builder) joined(list *syntax.Expr, depth int) {
	d := b.run.file.Deref(list)
	if d.Kind != syntax.ArrayExpr {
		b.text.WriteString("{}")
		b.parts = max(b.parts, pattern.Maybe)
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
