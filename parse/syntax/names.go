package syntax

import (
	"sort"
	"sync"
)

// A bind gives a name a value that isn't an expression: a loop's item, a caught error, a count; or declares a function
// or class, or a variable without a value.
type bind struct {
	target        Range
	scope         int
	declares      bool // a function or class of this name
	bare          bool // let x;
	local         bool // names new in this scope: for (const x of …)
	comprehension bool // seen only between the brackets from and to
	from, to      int
}

// A scope is where names live: a function, or a block of JavaScript. The file is -1.
type scope struct {
	function int32
	outer    int32
	start    int32 // bytes
	end      int32
}

func (f *File) addScope(function, outer, start, end int) int {
	f.scopes = append(f.scopes, scope{int32(function), int32(outer), int32(start), int32(end)})
	return len(f.scopes) - 1
}

// scopeAt gives the innermost scope around a byte offset.
func (f *File) scopeAt(offset int) int {
	i := sort.Search(len(f.scopes), func(i int) bool { return int(f.scopes[i].start) > offset }) - 1
	for n := 0; i >= 0 && int(f.scopes[i].end) <= offset; n++ {
		if n > maxNesting {
			return -1
		}
		i = int(f.scopes[i].outer)
	}
	return i
}

// functionScope gives the scope of the function that a scope belongs to.
func (f *File) functionScope(scope int) int {
	if scope < 0 || f.scopes[scope].function < 0 {
		return -1
	}
	return f.Functions[f.scopes[scope].function].scope
}

// A nameTable knows what each name of each function stands for. It is made once, when first asked.
type nameTable struct {
	once    sync.Once
	scopes  map[scopedName]*binding
	fields  map[scopedName]*binding // of classes
	globals map[scopedName]bool     // Python: names that a function declared global
	blotted int                     // names made unknown, as often as it was done
	loops   []bind                  // comprehensions, in order
	lock    sync.Mutex
	exprs   map[Range]*Expr

	types, fieldTypes map[scopedName]Range // Java, PHP: what names were declared as
}

// maxNesting bounds how many functions or classes around a place are looked at, so that a million arrows inside each
// other cost no more than a million in a row.
const maxNesting = 500

// maxScopes bounds in how many scopes a name is looked for.
const maxScopes = 100

type scopedName struct {
	scope int // index in scopes or Classes; -1 the file
	name  string
}

type bindingKind uint8

const (
	unknownBinding bindingKind = iota
	bareBinding                // declared, and not yet given a value
	importBinding
	assignBinding
	paramBinding
	functionBinding
	classBinding
	declaredBinding // declared with a type
)

type binding struct {
	kind    bindingKind
	index   int    // in Imports, Assigns, Functions or Classes
	param   int    // in the function's Params
	path    string // the property a destructuring takes
	unset   Range  // what it is when there is no such property
	typ     Range  // of a declaredBinding
	mutated bool   // a property of it is assigned somewhere
}

func (f *File) table() *nameTable {
	f.names.once.Do(func() {
		t := &f.names
		t.scopes, t.fields, t.exprs = map[scopedName]*binding{}, map[scopedName]*binding{}, map[Range]*Expr{}
		t.globals = map[scopedName]bool{}
		for i := range f.Functions {
			f.scopes[f.Functions[i].scope].end = int32(f.Functions[i].End)
		}
		for _, g := range f.globals {
			t.globals[scopedName{g.scope, f.word(g.target.Start)}] = true
		}
		for _, b := range f.binds {
			if b.comprehension {
				t.loops = append(t.loops, b)
			}
		}
		f.bindDeclarations()
		f.bindTypes()
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
			switch {
			case b.declares, b.bare, b.comprehension:
			case b.local:
				f.bindLocal(b.target, b.scope)
			default:
				f.bindUnknown(b.target, b.scope)
			}
		}
	})
	return &f.names
}

func (f *File) bindDeclarations() {
	t := &f.names
	for _, b := range f.binds {
		if b.bare {
			f.add(t.scopes, scopedName{b.scope, f.word(b.target.Start)}, binding{kind: bareBinding})
		}
	}
	for _, d := range f.declared {
		f.bindTyped(d)
	}
	for i, m := range f.Imports {
		if m.Local != "" {
			f.add(t.scopes, scopedName{f.scopeAt(m.Start), m.Local}, binding{kind: importBinding, index: i})
		}
	}
	for i := range f.Functions {
		fn := &f.Functions[i]
		for k, p := range fn.Params {
			if p.Name != "" {
				f.add(t.scopes, scopedName{fn.scope, p.Name}, binding{kind: paramBinding, index: i, param: k})
			}
		}
		for _, r := range fn.patterns {
			f.bindLocal(r, fn.scope)
		}
		f.bindPromoted(i)
		if fn.Class >= 0 && fn.Name != "" && !f.typed() { // there a field may have the name too
			key := scopedName{fn.Class, fn.Name}
			t.fields[key] = &binding{kind: functionBinding, index: i}
		}
	}
	for _, b := range f.binds {
		if b.declares {
			f.bindDeclared(b)
		}
	}
}

// bindPromoted binds the fields that a constructor's parameters declare: constructor(private users: Users).
func (f *File) bindPromoted(i int) {
	fn := &f.Functions[i]
	if fn.Class < 0 || fn.Name != "constructor" && fn.Name != "__construct" {
		return
	}
	for k, p := range fn.Params {
		before := p.Type.Start - 1
		if fn.Name == "constructor" {
			for before--; f.is(before, "?") || f.is(before, p.Name); {
				before--
			}
		}
		if p.Name == "" || p.Type.End <= p.Type.Start || !(f.is(before, "private") || f.is(before, "public") || f.is(before, "protected") || f.is(before, "readonly")) {
			continue
		}
		f.add(f.names.fields, scopedName{fn.Class, f.phpField(p.Name)}, binding{kind: paramBinding, index: i, param: k})
	}
}

// bindTyped binds what is declared with a type. The type lasts, whatever is assigned.
func (f *File) bindTyped(d declaredName) {
	b := binding{kind: declaredBinding, typ: d.typ}
	if d.class >= 0 {
		f.names.fields[scopedName{d.class, f.word(d.name)}] = &b
		return
	}
	f.add(f.names.scopes, scopedName{d.scope, f.word(d.name)}, b)
}

// keepsType tells whether a name still says what it holds after an assignment.
func (f *File) keepsType(b *binding) bool {
	return b.kind == declaredBinding || f.Language == Go && b.kind == paramBinding
}

func (f *File) bindDeclared(b bind) {
	name := f.word(b.target.Start)
	at := int(f.Tokens[b.target.Start].Start)
	key := scopedName{b.scope, name}
	if i := f.lastFunction(at); i >= 0 && f.Functions[i].Name == name && f.Functions[i].End > at {
		if old := f.names.scopes[key]; old != nil && old.kind == functionBinding {
			old.index = i // overloads: the last has the body
			return
		}
		f.add(f.names.scopes, key, binding{kind: functionBinding, index: i})
		return
	}
	if i := f.lastClass(at); i >= 0 && f.Classes[i].Name == name && f.Classes[i].Body.End >= f.Classes[i].Body.Start && f.Classes[i].Body.Start > b.target.Start {
		f.add(f.names.scopes, key, binding{kind: classBinding, index: i})
		return
	}
	f.add(f.names.scopes, key, binding{})
}

// add binds a name. A second, different binding makes it unknown.
func (f *File) add(table map[scopedName]*binding, key scopedName, b binding) {
	old := table[key]
	switch {
	case old == nil:
		table[key] = &b
		return
	case b.kind == bareBinding, f.keepsType(old) && b.kind == assignBinding:
		return
	case old.kind == bareBinding:
		b.mutated = old.mutated
		*old = b
		return
	}
	if old.kind == importBinding && b.kind == importBinding {
		x, y := f.Imports[old.index], f.Imports[b.index]
		if x.Module == y.Module && x.Name == y.Name || x.first && y.first {
			return
		}
	}
	if old.kind == assignBinding && b.kind == assignBinding && old.path == b.path && f.sameModule(f.Assigns[old.index].Value, f.Assigns[b.index].Value) {
		return
	}
	*old = binding{mutated: old.mutated}
}

// sameModule tells whether two values are the same module, required twice: var fs = require("fs").
func (f *File) sameModule(a, b Range) bool {
	if a.End-a.Start != b.End-b.Start || a.End-a.Start > 12 || !f.is(a.Start, "require") {
		return false
	}
	for k := range a.End - a.Start {
		if f.word(a.Start+k) != f.word(b.Start+k) {
			return false
		}
	}
	return true
}

// scopeOf gives the scope that a plain assignment in a scope writes to: of those around the one that knows the name, else
// the file, or the block itself in Ruby.
func (f *File) scopeOf(scope int, name string) int {
	inner := scope
	for n := 0; scope >= 0 && n < maxScopes; scope, n = int(f.scopes[scope].outer), n+1 {
		if f.names.scopes[scopedName{scope, name}] != nil {
			return scope
		}
	}
	if f.Language == Ruby && f.names.scopes[scopedName{-1, name}] == nil {
		return inner
	}
	return -1
}

func (f *File) bindAssign(i int) {
	a := &f.Assigns[i]
	scope := a.scope
	r := a.Target
	switch {
	case r.End-r.Start == 1:
		name := f.word(r.Start)
		if a.Class >= 0 {
			name = f.phpField(name)
			f.add(f.names.fields, scopedName{a.Class, name}, binding{kind: assignBinding, index: i})
			return
		}
		if f.assignField(i, name) {
			return
		}
		if !a.declares || f.declaredGlobal(a.scope, name) {
			scope = f.scopeOf(a.scope, name)
		}
		f.add(f.names.scopes, scopedName{scope, name}, binding{kind: assignBinding, index: i})
	case a.Class >= 0:
		name := f.word(r.Start)
		f.add(f.names.fields, scopedName{a.Class, name}, binding{kind: assignBinding, index: i})
	case f.is(r.Start, "{") && f.Language != PHP && f.Language != Python && f.Language != Go:
		f.bindPattern(i, scope, a.declares)
	case f.is(r.End-2, ".") || f.Language == PHP && (f.is(r.End-2, "->") || f.is(r.End-2, "::")) || f.is(r.End-1, "]") && f.kind(r.Start) != Open:
		f.bindMember(i)
	default:
		f.bindUnknown(r, scope)
	}
}

func (f *File) declaredGlobal(scope int, name string) bool {
	return f.names.globals[scopedName{scope, name}]
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
	if b := f.lookup(name, a.scope); b != nil {
		b.mutated = true
	}
}

// selfClass gives the class that name means as its instance in function fn; -1 when it is none.
func (f *File) selfClass(fn int, name string) int {
	if f.Language == PHP && (name == "$this" || name == "self" || name == "static") {
		name = "this"
	}
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
			var unset Range
			if f.is(local+1, "=") {
				unset = Range{local + 2, min(stop, r.End-1)}
			}
			if !declares {
				where = f.scopeOf(scope, name)
			}
			f.add(f.names.scopes, scopedName{where, name}, binding{kind: assignBinding, index: i, path: f.word(key), unset: unset})
		} else if stop > k {
			f.bindUnknown(Range{k, stop}, scope)
		}
		k = stop
	}
}

// bindLocal makes every name in a pattern unknown in its own scope.
func (f *File) bindLocal(r Range, scope int) {
	for k := r.Start; k < r.End; k++ {
		if f.kind(k) == Ident && !f.is(k-1, ".") && f.spend() {
			f.blot(scopedName{scope, f.word(k)})
		}
	}
}

// spend counts a name made unknown. Patterns inside patterns each hold all those inside them: when there is too much of
// that, no name of the file is known.
func (f *File) spend() bool {
	f.names.blotted++
	return f.names.blotted <= 8*len(f.Tokens)+1000
}

func (f *File) blot(key scopedName) {
	if old := f.names.scopes[key]; old != nil {
		if f.keepsType(old) {
			return
		}
		*old = binding{mutated: old.mutated}
	} else {
		f.names.scopes[key] = &binding{}
	}
}

// bindUnknown makes every name in a stretch of tokens unknown, but for properties.
func (f *File) bindUnknown(r Range, scope int) {
	for k := r.Start; k < r.End; k++ {
		if f.kind(k) != Ident || f.is(k-1, ".") || !f.spend() {
			continue
		}
		name := f.word(k)
		if f.blotField(k, scope) {
			continue
		}
		where := scope
		if f.Language != Python || f.declaredGlobal(scope, name) {
			if where = f.scopeOf(scope, name); where < 0 {
				where = f.functionScope(scope)
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
		f.blot(key)
	}
}

// lookup finds what a name means in a scope.
func (f *File) lookup(name string, scope int) *binding {
	for n := 0; ; scope, n = int(f.scopes[scope].outer), n+1 {
		if n > maxScopes || f.names.blotted > 8*len(f.Tokens)+1000 {
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
	if b := f.lookup(e.Name, f.scopeAt(e.Start)); b != nil {
		return b
	}
	if f.typed() {
		return f.javaBinding(e)
	}
	if f.Language == Ruby { // a constant of the class around
		if c := f.classAt(e.Start); c >= 0 {
			return f.names.fields[scopedName{c, e.Name}]
		}
	}
	if f.Language == Python { // a constant of the class body we are in
		if c := f.classAt(e.Start); c >= 0 && (fn < 0 || f.Functions[fn].Start < f.Classes[c].Start) {
			return f.names.fields[scopedName{c, e.Name}]
		}
	}
	return nil
}

// lastClass gives the last class that starts at offset or before.
func (f *File) lastClass(offset int) int {
	low, high := 0, len(f.Classes)
	for low < high {
		middle := (low + high) / 2
		if f.Classes[middle].Start <= offset {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low - 1
}

func (f *File) classAt(offset int) int {
	for i, n := f.lastClass(offset), 0; i >= 0 && n < maxNesting; i, n = f.Classes[i].Outer, n+1 {
		if f.Classes[i].End > offset {
			return i
		}
	}
	return -1
}

// valueOf reads the value of an assignment, once.
func (f *File) valueOf(i int) *Expr {
	e := f.exprOf(f.Assigns[i].Value)
	for n := 0; e != nil && e.Kind == AssignExpr && n < maxDepth; n++ {
		e = e.Y
	}
	return e
}

// exprOf reads a stretch of tokens as an expression, once.
func (f *File) exprOf(r Range) *Expr {
	t := f.table()
	t.lock.Lock()
	defer t.lock.Unlock()
	e, ok := t.exprs[r]
	if !ok {
		e = f.parseExpr(r)
		t.exprs[r] = e
	}
	return e
}

// fieldOf finds the binding of this.x, self.x, Config.X or Color.RED.
func (f *File) fieldOf(e *Expr) *binding {
	if f.Language == Go {
		return f.goFieldOf(e)
	}
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
