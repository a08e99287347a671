package syntax

import "strings"

// What names of PHP resolve to: a class to its name without the namespace (Illuminate\Support\Facades\DB::raw to DB.raw), an
// object that is made, and a parameter with a type, to its class, called (PDO().query), a variable nobody assigns to itself
// ($_GET), a property of $this to what the class gave it once.

// phpField gives the name by which a property declared as $x is asked for: x.
func (f *File) phpField(name string) string {
	if f.Language == PHP {
		return strings.TrimPrefix(name, "$")
	}
	return name
}

// phpType gives a declared type, called; "" of what is no class.
func (f *query) phpType(r Range) string {
	if r.End-r.Start > 1 && f.is(r.Start, "?") {
		r.Start++
	}
	if r.End-r.Start != 1 || f.kind(r.Start) != Ident {
		return ""
	}
	name := f.word(r.Start)
	name = name[strings.LastIndexByte(name, '\\')+1:]
	if name == "" || name[0] >= 'a' && name[0] <= 'z' {
		return ""
	}
	if b := f.lookup(name, -1); b != nil && b.kind == importBinding {
		name = f.Imports[b.index].Name
	}
	return name + "()"
}

// phpCallee reads what a call calls.
func (f *File) phpCallee(c *Call) *Expr {
	if c.Callee.End == c.Callee.Start+1 && f.kind(c.Callee.Start) == Ident {
		return (&exprReader{f: f, pos: c.Callee.End}).phpName(f.word(c.Callee.Start), c.Callee.Start)
	}
	return f.parseExpr(c.Callee)
}

// phpCalled gives the name of what a call calls from its last token, without its namespace.
func (f *File) phpCalled(i int) string {
	switch f.kind(i) {
	case Ident:
		word := f.word(i)
		return word[strings.LastIndexByte(word, '\\')+1:]
	case String:
		if f.Text[f.Tokens[i].Start] == '`' {
			return "shell_exec"
		}
	}
	return ""
}
