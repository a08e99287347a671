package syntax

import "strings"

// importStatement reads an import whose keyword is at token i.
func (w *javascriptWalker) importStatement(i int) int {
	f, end := w.f, w.top().end
	start := int(f.Tokens[i].Start)
	first := len(f.Imports)
	i++
	if (f.is(i, "type") || f.is(i, "typeof")) && !f.is(i+1, "from") && !f.is(i+1, ",") && !f.is(i+1, "=") {
		i++
	}
	if f.kind(i) == String {
		f.Imports = append(f.Imports, Import{Module: moduleName(f.word(i)), Start: start})
		return w.afterImport(i + 1)
	}
	if f.kind(i) == Ident {
		if f.is(i+1, "=") {
			return w.importEquals(i, start)
		}
		f.Imports = append(f.Imports, Import{Local: f.word(i), Start: start})
		i++
	}
	if f.is(i, ",") {
		i++
	}
	switch {
	case f.is(i, "*"):
		if f.is(i+1, "as") && i+2 < end {
			f.Imports = append(f.Imports, Import{Local: f.word(i + 2), Name: "*", Start: start})
			i += 3
		}
	case f.is(i, "{"):
		i = w.importNames(i, end, start, true)
	}
	if !f.is(i, "from") || f.kind(i+1) != String {
		f.Imports = f.Imports[:first]
		return w.afterImport(i)
	}
	module := moduleName(f.word(i + 1))
	for k := first; k < len(f.Imports); k++ {
		f.Imports[k].Module = module
	}
	if first == len(f.Imports) {
		f.Imports = append(f.Imports, Import{Module: module, Start: start})
	}
	return w.afterImport(i + 2)
}

// importEquals reads `import x = require("y")` and `import x = a.b`.
func (w *javascriptWalker) importEquals(i, start int) int {
	f := w.f
	if f.is(i+2, "require") && f.is(i+3, "(") && f.kind(i+4) == String {
		f.Imports = append(f.Imports, Import{Local: f.word(i), Module: moduleName(f.word(i + 4)), Start: start})
		return w.afterImport(min(i+6, w.top().end))
	}
	l := w.top()
	l.binding, l.constant, l.chain, l.statement = true, true, i, false
	l.hoisted, l.bare = false, false
	return i + 1
}

// importNames reads the names in braces at i. For an export from another module there is no local name.
func (w *javascriptWalker) importNames(i, end, start int, local bool) int {
	f := w.f
	stop := f.after(i, end)
	for i++; i < stop; i++ {
		if f.kind(i) != Ident && f.kind(i) != Keyword && f.kind(i) != String {
			continue
		}
		if f.is(i, "type") && !f.is(i+1, ",") && !f.is(i+1, "}") && (!f.is(i+1, "as") || f.is(i+2, "as")) {
			i++
		}
		name := f.word(i)
		if f.kind(i) == String {
			name = unquote(name)
		}
		alias := name
		if f.is(i+1, "as") && i+2 < stop {
			alias = f.word(i + 2)
			i += 2
		}
		if name == "default" {
			name = ""
		}
		if !local {
			alias = ""
		}
		f.Imports = append(f.Imports, Import{Local: alias, Name: name, Start: start})
	}
	return stop
}

// afterImport skips `with { type: "json" }` and ends the statement.
func (w *javascriptWalker) afterImport(i int) int {
	f, l := w.f, w.top()
	if (f.is(i, "with") || f.is(i, "assert")) && f.is(i+1, "{") {
		i = f.after(i+1, l.end)
	}
	l.chain = -1
	w.endStatement(i)
	return i
}

// export reads an export whose keyword is at token i. What it takes from another module is an Import without Local.
func (w *javascriptWalker) export(i int) int {
	f, l := w.f, w.top()
	start := int(f.Tokens[i].Start)
	w.endOperand(i)
	l.statement = true
	next := i + 1
	if f.is(next, "type") && (f.is(next+1, "{") || f.is(next+1, "*")) {
		next++
	}
	switch {
	case f.is(next, "*"):
		for next++; f.is(next, "as") || f.kind(next) == Ident && !f.is(next, "from"); next++ {
			continue
		}
		if f.is(next, "from") && f.kind(next+1) == String {
			f.Imports = append(f.Imports, Import{Module: moduleName(f.word(next + 1)), Name: "*", Start: start})
			return w.afterImport(next + 2)
		}
	case f.is(next, "{"):
		first := len(f.Imports)
		stop := w.importNames(next, l.end, start, false)
		if !f.is(stop, "from") || f.kind(stop+1) != String {
			f.Imports = f.Imports[:first]
			w.endStatement(stop)
			return stop
		}
		for k := first; k < len(f.Imports); k++ {
			f.Imports[k].Module = moduleName(f.word(stop + 1))
		}
		return w.afterImport(stop + 2)
	case f.is(next, "default"):
		l.statement = f.is(next+1, "class") || f.is(next+1, "function") || f.is(next+1, "async") || f.is(next+1, "abstract")
		return next + 1
	case f.is(next, "="):
		l.statement = false
		return next + 1
	case f.is(next, "as"):
		return next
	}
	return i + 1
}

// moduleName gives the module that a quoted specifier means.
func moduleName(quoted string) string { return strings.TrimPrefix(unquote(quoted), "node:") }
