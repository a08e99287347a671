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

// bindPHPTypes notes the types of properties, also of those that a constructor's parameters declare.
func (f *File) bindPHPTypes() {
	t := &f.names
	t.fieldTypes = map[scopedName]Range{}
	for _, n := range f.javaNames {
		t.fieldTypes[scopedName{n.class, f.phpField(f.word(n.name))}] = n.typ
	}
	for i := range f.Functions {
		fn := &f.Functions[i]
		if fn.Name != "__construct" || fn.Class < 0 {
			continue
		}
		for _, p := range fn.Params {
			if p.Type.End > p.Type.Start && f.kind(p.Type.Start-1) == Keyword { // private Client $client
				t.fieldTypes[scopedName{fn.Class, f.phpField(p.Name)}] = p.Type
			}
		}
	}
}

// phpFieldType gives the declared class of $this->x, called.
func (f *query) phpFieldType(e *Expr) string {
	t := f.table()
	class := f.selfClass(f.functionAt(e.Start), "this")
	if class < 0 {
		return ""
	}
	return f.phpType(t.fieldTypes[scopedName{class, e.Name}])
}

// VariableCall is what calls of PHP call whose function, method or class a variable names, as rules call it: $f($a),
// $o->$f($a) and new $f($a) are variable_call($f, $a).
const VariableCall = "variable_call"

// ShortEcho is what <?= calls, as rules call it.
const ShortEcho = "short_echo"

// phpVariable gives the variable that names what is called; nil when the name itself stands there.
func (f *File) phpVariable(c *Call) *Expr {
	last := c.Callee.End - 1
	if last < c.Callee.Start || f.kind(last) != Ident || f.word(last)[0] != '$' {
		return nil
	}
	e := f.node(IdentExpr, last, last+1)
	e.Name = f.word(last)
	return e
}

// phpCallee reads what a call calls.
func (f *File) phpCallee(c *Call) *Expr {
	if c.Callee.End == c.Callee.Start+1 && f.kind(c.Callee.Start) == Ident {
		return (&exprReader{f: f, pos: c.Callee.End}).phpName(f.phpFunction(c.Callee.Start), c.Callee.Start)
	}
	return f.parseExpr(c.Callee)
}

// phpFunction gives the name of a function, in small letters when it is written in capitals, HEADER or Header: PHP doesn't
// care.
func (f *File) phpFunction(i int) string {
	word := f.word(i)
	if word == "<?=" {
		return ShortEcho
	}
	if f.is(i-1, "new") || f.is(i-1, "->") || f.is(i-1, "?->") || f.is(i-1, "::") || f.is(i+1, "::") || len(word) < 2 || word[0] < 'A' || word[0] > 'Z' {
		return word
	}
	if lower := strings.ToLower(word); lower[1:] == word[1:] || strings.ToUpper(word) == word {
		return lower
	}
	return word
}

// phpCalled gives the name of what a call calls from its last token, without its namespace.
func (f *File) phpCalled(i int) string {
	switch f.kind(i) {
	case Ident:
		word := f.phpFunction(i)
		if word[0] == '$' {
			return VariableCall
		}
		return word[strings.LastIndexByte(word, '\\')+1:]
	case Keyword:
		if f.ends(i) {
			return f.word(i)
		}
	case String:
		if f.Text[f.Tokens[i].Start] == '`' {
			return "shell_exec"
		}
	}
	return ""
}
