package syntax

import "sync"

// A bind gives a name a value that isn't an expression: a loop's item, a caught error, a count; or declares a function
// or class.
type bind struct {
	target        Range
	function      int
	declares      bool // a function or class of this name
	comprehension bool // seen only between the brackets from and to
	from, to      int
}

// A nameTable knows what each name of each function stands for. It is made once, when first asked.
type nameTable struct {
	once    sync.Once
	scopes  map[scopedName]*binding
	fields  map[scopedName]*binding // of classes
	classes map[string]int
	globals map[scopedName]bool // Python: names that a function declared global
	loops   []bind              // comprehensions, in order
	lock    sync.Mutex
	exprs   map[Range]*Expr
}

// maxNesting bounds how many functions or classes around a place are looked at, so that a million arrows inside each
// other cost no more than a million in a row.
const maxNesting = 500

type scopedName struct {
	scope int // index in Functions or Classes; -1 the file
	name  string
}

type bindingKind uint8

const (
	unknownBinding bindingKind = iota
	importBinding
	assignBinding
	paramBinding
	functionBinding
	classBinding
)

type binding struct {
	kind    bindingKind
	index   int    // in Imports, Assigns, Functions or Classes
	param   int    // in the function's Params
	path    string // the property a destructuring takes
	mutated bool   // a property of it is assigned somewhere
}

func (f *File) table() *nameTable {
	f.names.once.Do(func() {
		t := &f.names
		t.scopes, t.fields, t.exprs = map[scopedName]*binding{}, map[scopedName]*binding{}, map[Range]*Expr{}
		t.classes, t.globals = map[string]int{}, map[scopedName]bool{}
		for _, g := range f.globals {
			t.globals[scopedName{g.function, f.word(g.target.Start)}] = true
		}
		for _, b := range f.binds {
			if b.comprehension {
				t.loops = append(t.loops, b)
			}
		}
		f.bindDeclarations()
		for i := range f.Assigns {
			if f.Assigns[i].declares {
				f.bindAssign(i)
			}
		}
		for i := range f.Assigns {
			if !f.Assigns[i].declares {
				f.bindAssign(i)
			}
		}
		for _, b := range f.binds {
			if !b.declares && !b.comprehension {
				f.bindUnknown(b.target, b.function)
			}
		}
	})
	return &f.names
}

func (f *File) bindDeclarations() {
	t := &f.names
	for i, m := range f.Imports {
		if m.Local != "" {
			f.add(t.scopes, scopedName{f.functionAt(m.Start), m.Local}, binding{kind: importBinding, index: i})
		}
	}
	for i := range f.Functions {
		fn := &f.Functions[i]
		for k, p := range fn.Params {
			if p.Name != "" {
				f.add(t.scopes, scopedName{i, p.Name}, binding{kind: paramBinding, index: i, param: k})
			}
		}
		for _, r := range fn.patterns {
			f.bindUnknown(r, i)
		}
		if fn.Class >= 0 && fn.Name != "" {
			key := scopedName{fn.Class, fn.Name}
			t.fields[key] = &binding{kind: functionBinding, index: i}
		}
	}
	for i := range f.Classes {
		if c := &f.Classes[i]; c.Name != "" {
			if _, twice := t.classes[c.Name]; twice {
				t.classes[c.Name] = -1
			} else {
				t.classes[c.Name] = i
			}
		}
	}
	for _, b := range f.binds {
		if b.declares {
			f.bindDeclared(b)
		}
	}
}

func (f *File) bindDeclared(b bind) {
	name := f.word(b.target.Start)
	at := int(f.Tokens[b.target.Start].Start)
	key := scopedName{b.function, name}
	if i := f.lastFunction(at); i >= 0 && f.Functions[i].Name == name && f.Functions[i].End > at {
		if old := f.names.scopes[key]; old != nil && old.kind == functionBinding {
			old.index = i // overloads: the last has the body
			return
		}
		f.add(f.names.scopes, key, binding{kind: functionBinding, index: i})
		return
	}
	if i, ok := f.names.classes[name]; ok && i >= 0 {
		f.add(f.names.scopes, key, binding{kind: classBinding, index: i})
		return
	}
	f.add(f.names.scopes, key, binding{})
}

// add binds a name. A second, different binding makes it unknown.
func (f *File) add(table map[scopedName]*binding, key scopedName, b binding) {
	old := table[key]
	if old == nil {
		table[key] = &b
		return
	}
	if old.kind == importBinding && b.kind == importBinding {
		x, y := f.Imports[old.index], f.Imports[b.index]
		if x.Module == y.Module && x.Name == y.Name || x.first && y.first {
			return
		}
	}
	*old = binding{mutated: old.mutated}
}

// scopeOf gives the scope that a plain assignment in function fn writes to.
func (f *File) scopeOf(fn int, name string) int {
	for scope, n := fn, 0; scope >= 0 && n < maxNesting; scope, n = f.Functions[scope].Outer, n+1 {
		if f.names.scopes[scopedName{scope, name}] != nil {
			return scope
		}
	}
	return -1
}

func (f *File) bindAssign(i int) {
	a := &f.Assigns[i]
	scope := a.Function
	r := a.Target
	switch {
	case r.End-r.Start == 1:
		name := f.word(r.Start)
		if a.Class >= 0 {
			f.add(f.names.fields, scopedName{a.Class, name}, binding{kind: assignBinding, index: i})
			return
		}
		if !a.declares || f.declaredGlobal(a.Function, name) {
			scope = f.scopeOf(a.Function, name)
		}
		f.add(f.names.scopes, scopedName{scope, name}, binding{kind: assignBinding, index: i})
	case a.Class >= 0:
		name := f.word(r.Start)
		f.add(f.names.fields, scopedName{a.Class, name}, binding{kind: assignBinding, index: i})
	case f.is(r.Start, "{") && f.Language != Python:
		f.bindPattern(i, scope, a.declares)
	case f.is(r.End-2, ".") || f.is(r.End-1, "]") && f.kind(r.Start) != Open:
		f.bindMember(i)
	default:
		f.bindUnknown(r, scope)
	}
}

func (f *File) declaredGlobal(fn int, name string) bool {
	return f.names.globals[scopedName{fn, name}]
}

// bindMember notes self.x = … as a field, and that the object a.b = … is about is more than its literal.
func (f *File) bindMember(i int) {
	a := &f.Assigns[i]
	name := f.word(a.Target.Start)
	if self := f.selfClass(a.Function, name); self >= 0 {
		if a.Target.End-a.Target.Start == 3 {
			f.add(f.names.fields, scopedName{self, f.word(a.Target.End - 1)}, binding{kind: assignBinding, index: i})
		}
		return
	}
	if b := f.lookup(name, a.Function); b != nil {
		b.mutated = true
	}
}

// selfClass gives the class that name means as its instance in function fn; -1 when it is none.
func (f *File) selfClass(fn int, name string) int {
	if name != "this" && f.Language != Python {
		return -1
	}
	for n := 0; fn >= 0 && n < maxNesting; fn, n = f.Functions[fn].Outer, n+1 {
		c := f.Functions[fn].Class
		if c < 0 {
			continue
		}
		if name == "this" || len(f.Functions[fn].Params) > 0 && f.Functions[fn].Params[0].Name == name && (name == "self" || name == "cls") {
			return c
		}
		return -1
	}
	return -1
}

// bindPattern binds the names of { a, b: c, d = 1, ...e } to properties of the value.
func (f *File) bindPattern(i, scope int, declares bool) {
	r := f.Assigns[i].Target
	for k := r.Start + 1; k < r.End; k++ {
		key, plain := k, f.kind(k) == Ident || f.kind(k) == Keyword
		stop := k
		for stop < r.End && !f.is(stop, ",") {
			if f.kind(stop) == Open {
				stop = f.after(stop, r.End)
			} else {
				stop++
			}
		}
		local := key
		if plain && f.is(key+1, ":") {
			local = key + 2
		}
		if plain && f.kind(local) == Ident && (local+1 >= stop || f.kind(local+1) == Close || f.is(local+1, "=")) {
			name := f.word(local)
			where := scope
			if !declares {
				where = f.scopeOf(scope, name)
			}
			f.add(f.names.scopes, scopedName{where, name}, binding{kind: assignBinding, index: i, path: f.word(key)})
		} else if stop > k {
			f.bindUnknown(Range{k, stop}, scope)
		}
		k = stop
	}
}

// bindUnknown makes every name in a stretch of tokens unknown, but for properties.
func (f *File) bindUnknown(r Range, scope int) {
	for k := r.Start; k < r.End; k++ {
		if f.kind(k) != Ident || f.is(k-1, ".") {
			continue
		}
		name := f.word(k)
		where := scope
		if f.Language != Python || f.declaredGlobal(scope, name) {
			if where = f.scopeOf(scope, name); where < 0 {
				where = scope
				if f.names.scopes[scopedName{-1, name}] != nil {
					where = -1
				}
			}
		}
		key := scopedName{where, name}
		if f.is(k+1, ".") || f.is(k+1, "[") {
			if b := f.lookup(name, scope); b != nil {
				b.mutated = true
			}
			continue
		}
		if old := f.names.scopes[key]; old != nil {
			*old = binding{mutated: old.mutated}
		} else {
			f.names.scopes[key] = &binding{}
		}
	}
}

// lookup finds what a name means in function fn.
func (f *File) lookup(name string, fn int) *binding {
	for scope, n := fn, 0; ; scope, n = f.Functions[scope].Outer, n+1 {
		if n > maxNesting {
			return &binding{}
		}
		if b := f.names.scopes[scopedName{scope, name}]; b != nil {
			return b
		}
		if scope < 0 {
			return nil
		}
	}
}

// bindingOf finds what an identifier means where it stands.
func (f *File) bindingOf(e *Expr) *binding {
	f.table()
	fn := f.functionAt(e.Start)
	if b := f.lookup(e.Name, fn); b != nil {
		return b
	}
	if f.Language == Python { // a constant of the class body we are in
		if c := f.classAt(e.Start); c >= 0 && (fn < 0 || f.Functions[fn].Start < f.Classes[c].Start) {
			return f.names.fields[scopedName{c, e.Name}]
		}
	}
	return nil
}

func (f *File) classAt(offset int) int {
	low, high := 0, len(f.Classes)
	for low < high {
		middle := (low + high) / 2
		if f.Classes[middle].Start <= offset {
			low = middle + 1
		} else {
			high = middle
		}
	}
	for i, n := low-1, 0; i >= 0 && n < maxNesting; i, n = f.Classes[i].Outer, n+1 {
		if f.Classes[i].End > offset {
			return i
		}
	}
	return -1
}

// valueOf reads the value of an assignment, once.
func (f *File) valueOf(i int) *Expr {
	t := f.table()
	r := f.Assigns[i].Value
	t.lock.Lock()
	defer t.lock.Unlock()
	e, ok := t.exprs[r]
	if !ok {
		e = f.parseExpr(r)
		t.exprs[r] = e
	}
	for n := 0; e != nil && e.Kind == AssignExpr && n < maxDepth; n++ {
		e = e.Y
	}
	return e
}

// fieldOf finds the binding of this.x, self.x, Config.X or Color.RED.
func (f *File) fieldOf(e *Expr) *binding {
	if e.Kind != MemberExpr || e.X == nil || e.X.Kind != IdentExpr {
		return nil
	}
	t := f.table()
	class := f.selfClass(f.functionAt(e.Start), e.X.Name)
	if class < 0 {
		if e.X.Name == "this" {
			class = f.classAt(e.Start)
		} else if b := f.bindingOf(e.X); b != nil && b.kind == classBinding {
			class = b.index
		}
	}
	if class < 0 {
		return nil
	}
	return t.fields[scopedName{class, e.Name}]
}
