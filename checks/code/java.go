package code

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// plainTypes are types of Java whose values hold no text of a client's choice.
var plainTypes = map[string]bool{
	"int": true, "long": true, "short": true, "byte": true, "double": true, "float": true, "boolean": true, "char": true, "Integer": true, "Long": true,
	"Short": true, "Byte": true, "Double": true, "Float": true, "Boolean": true, "UUID": true, "BigDecimal": true, "BigInteger": true, "Date": true,
	"LocalDate": true, "LocalDateTime": true, "Instant": true, "Duration": true, "Class": true, "Class<?>": true, "Timestamp": true, "Number": true,
	"bool": true, "decimal": true, "uint": true, "ulong": true, "ushort": true, "Guid": true, "DateTime": true, "DateTimeOffset": true, "TimeSpan": true,
	"DateOnly": true, "CancellationToken": true, "Type": true, "Int32": true, "Int64": true,
}

// typesNames tells whether the language declares names with types that say what they can hold.
func (r *run) typesNames() bool {
	return r.file.Language == syntax.Java || r.file.Language == syntax.CSharp
}

// plain tells whether an expression of Java was declared with a type that can't hold text.
func (r *run) plain(e *syntax.Expr) bool {
	if r.file.Language == syntax.Go {
		return (e.Kind == syntax.IdentExpr || e.Kind == syntax.MemberExpr) && numberTypes[strings.TrimLeft(r.file.TypeOf(e), "*[]")]
	}
	if !r.typesNames() || e.Kind != syntax.IdentExpr {
		return false
	}
	of := elementType(r.file.TypeOf(e))
	return plainTypes[of] || of != "" && r.enum(of)
}

// enum tells whether a type is an enum of the file.
func (r *run) enum(name string) bool {
	return slices.ContainsFunc(r.file.Classes, func(c syntax.Class) bool {
		return c.Name == name && r.is(c.Body.Start-3, "enum")
	})
}

// elementType gives the type of what a list or an array holds, else the type itself.
func elementType(of string) string {
	of = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSuffix(of, "?"), "java.util."), "java.time.")
	for _, list := range []string{"List<", "Set<", "Collection<", "ArrayList<", "Optional<"} {
		if inner, ok := strings.CutPrefix(of, list); ok {
			return strings.TrimSuffix(inner, ">")
		}
	}
	if of == "byte[]" || of == "char[]" {
		return of
	}
	return strings.TrimSuffix(of, "[]")
}

// textual tells whether an expression of Java can be a text: one declared as such, or put together.
func (r *run) textual(e *syntax.Expr) bool {
	if !r.typesNames() {
		return true
	}
	switch e.Kind {
	case syntax.CallExpr:
		return e.X != nil && (textual[e.X.Name] || e.X.Name == "concat" || e.X.Name == "Concat")
	case syntax.NewExpr:
		return e.X != nil && e.X.Name == "String"
	case syntax.ArrayExpr:
		return false
	}
	switch strings.TrimSuffix(r.file.TypeOf(e), "?") {
	case "", "string", "object", "String", "CharSequence", "StringBuilder", "StringBuffer", "Object":
		return true
	}
	return false
}

// java looks into the calls by which Java puts strings together; false when it is none of them.
func (b *builder) java(e *syntax.Expr, depth int) bool {
	if !b.run.typesNames() || e.X == nil {
		return false
	}
	if e.Kind == syntax.NewExpr {
		switch e.X.Name {
		case "StringBuilder", "StringBuffer", "String", "StringJoiner":
			if len(e.List) > 0 {
				b.piece(e.List[0], depth)
			}
			return true
		}
		return false
	}
	receiver := e.X.X
	if receiver == nil {
		return false
	}
	switch e.X.Name {
	case "Concat":
		return b.concat(e.List, depth)
	case "format", "Format":
		if (receiver.Name == "String" || receiver.Name == "string" || receiver.Name == "MessageFormat") && len(e.List) > 0 {
			b.format(e.List, depth)
			return true
		}
	case "formatted":
		b.format(append([]*syntax.Expr{receiver}, e.List...), depth)
		return true
	case "append", "insert", "Append", "AppendLine", "Insert":
		if len(e.List) > 0 {
			b.put = true
			b.add(receiver, depth+1)
			b.piece(e.List[len(e.List)-1], depth)
			return true
		}
	case "toString", "intern", "strip", "trim", "ToString", "Trim":
		b.add(receiver, depth+1)
		if receiver.Kind == syntax.IdentExpr {
			b.appended(receiver, depth)
		}
		return true
	}
	return false
}

// concat adds the texts of string.Concat(a, b) and string.Concat(new[] { a, b }).
func (b *builder) concat(list []*syntax.Expr, depth int) bool {
	if len(list) == 1 && list[0] != nil && list[0].Kind == syntax.ArrayExpr {
		list = list[0].List
	}
	for _, part := range list {
		b.put = true
		b.piece(part, depth)
	}
	return len(list) > 0
}

// format adds the text and values of String.format(locale, text, values…).
func (b *builder) format(list []*syntax.Expr, depth int) {
	if len(list) > 1 && !b.stringlike(list[0]) && b.stringlike(list[1]) {
		list = list[1:]
	}
	b.put = true
	b.add(list[0], depth+1)
	b.holes(list[1:])
}

// appended adds what a string builder was given before it is read.
func (b *builder) appended(name *syntax.Expr, depth int) {
	r := b.run
	here := r.file.FunctionAt(name.Start)
	for _, method := range []string{"append", "Append", "AppendLine", "AppendFormat"} {
		for _, i := range r.callsNamed(method) {
			c := &r.file.Calls[i]
			if c.Start > name.Start || c.Function != here || !r.is(c.Callee.Start, name.Name) || len(c.Args) == 0 {
				continue
			}
			b.put = true
			for _, a := range c.Args {
				b.piece(r.file.Expr(a), depth)
			}
		}
	}
}

// maxMethod bounds the text of a method that METHOD looks through.
const maxMethod = 1 << 15

// method answers METHOD: what else the named function around an event says, comments aside.
func (r *run) method(c *condition, at event) pattern.Answer {
	text := ""
	r.functions(at.start, func(f *syntax.Function) bool {
		if f.Name == "" {
			return true
		}
		text = f.Name + " " + r.code(f.Body)
		return false
	})
	if text == "" && r.file.Language == syntax.CSharp && len(r.file.Classes) == 0 { // a program of statements
		text = r.code(syntax.Range{Start: 0, End: r.main()})
	}
	if text == "" && r.file.Language == syntax.Python {
		text = r.script(at)
	}
	return c.says(text)
}

// class answers CLASS: what the innermost class around an event says.
func (r *run) class(c *condition, at event) pattern.Answer {
	text := ""
	r.classes(at.start, func(class *syntax.Class) bool {
		text = class.Name + " " + r.code(class.Body)
		return true
	})
	return c.says(text)
}

// bodyOf answers BODY: the whole body of the function whose name stands at the event, its tokens with spaces between.
func (r *run) body(c *condition, at event) pattern.Answer {
	i, found := slices.BinarySearchFunc(r.file.Functions, at.start, func(f syntax.Function, offset int) int { return f.Start - offset })
	if !found || r.file.Functions[i].Body.Start == 0 {
		return pattern.No
	}
	return c.says(r.code(r.file.Functions[i].Body))
}

// branch answers BRANCH: the conditions of the branches around an event, each behind its word, those of an else behind that.
func (r *run) branch(c *condition, at event) pattern.Answer {
	r.blocks()
	var text strings.Builder
	for b, n := r.blockAt(at.token), 0; b >= 0 && n < 50; b, n = r.blockList[b].parent, n+1 {
		text.WriteString(r.blockList[b].kind)
		heads := r.siblings(b)
		if heads == nil {
			heads = []int{b}
		}
		for _, h := range heads {
			text.WriteString(" " + r.code(r.blockList[h].head))
		}
		text.WriteString("; ")
	}
	return c.says(text.String())
}

func (c *condition) says(text string) pattern.Answer {
	return answer((c.matches == nil || c.matches.MatchString(text)) && (c.avoids == nil || !c.avoids.MatchString(text)))
}

// code gives a stretch of tokens with spaces between.
func (r *run) code(v syntax.Range) string {
	if text, ok := r.codes[v]; ok {
		return text
	}
	var b strings.Builder
	for k := v.Start; k < min(v.End, len(r.file.Tokens)) && b.Len() < maxMethod; k++ {
		if k > v.Start {
			b.WriteByte(' ')
		}
		b.WriteString(r.text(k))
	}
	if r.codes == nil {
		r.codes = map[syntax.Range]string{}
	}
	r.codes[v] = b.String()
	return b.String()
}

// converted are marks of parameters that frameworks turn from text into the parameter's type: a number, a date, an enum.
var converted = map[string]bool{
	"RequestParam": true, "PathVariable": true, "RequestHeader": true, "CookieValue": true, "QueryParam": true, "PathParam": true, "HeaderParam": true,
	"CookieParam": true, "FormParam": true, "MatrixParam": true, "QueryValue": true,
}

// textTypes are types that still hold the text.
var textTypes = []string{
	"String", "CharSequence", "Object", "List", "Set", "Collection", "Map", "MultiValueMap", "MultipartFile", "Part", "Optional", "URI", "URL", "Path",
	"InputStream", "StringBuilder", "HttpHeaders", "File", "Resource", "T", "Mono", "Flux", "byte",
}

// handed tells whether a framework gives a client's value for a parameter of Java: one with an annotation that says so,
// or a text of a handler without any.
func (t *trace) handed(f *syntax.Function, p *syntax.Param) bool {
	calls := t.run.file.Calls
	for _, d := range p.Decorators {
		if name := t.run.file.CalleeName(&calls[d]); t.data.marks[name] {
			return !converted[name] || t.run.calledWith(p.Type, textTypes...)
		}
	}
	if len(p.Decorators) > 0 || !t.run.calledWith(p.Type, "String", "MultipartFile", "Map") {
		return false
	}
	return slices.ContainsFunc(f.Decorators, func(d int) bool { return t.data.handlers[t.run.file.CalleeName(&calls[d])] })
}

// unvarying tells whether bytes are the same in every run: a constant, its bytes, a list of numbers, or an array of Java
// that stays as it was made.
func (r *run) unvarying(e *syntax.Expr) bool {
	if r.file.Language == syntax.Go {
		return r.steady(e, 0)
	}
	if v := r.file.Value(e); v.Known {
		return v.Kind == syntax.StringExpr || v.Kind == syntax.NumberExpr
	}
	d := r.file.Deref(e)
	switch d.Kind {
	case syntax.ArrayExpr:
		if len(d.List) == 0 && r.file.Language == syntax.Java {
			return r.untouched(e)
		}
		for _, item := range d.List {
			if !r.file.Value(item).Known {
				return false
			}
		}
		return len(d.List) > 0 || r.file.Language == syntax.CSharp && (d == e || e.Kind == syntax.IdentExpr && !r.writtenTo(e, mayFill))
	case syntax.BinaryExpr, syntax.IndexExpr: // b"0" * AES.block_size, KEY[:16]
		return r.file.Language == syntax.Python && (d.Kind == syntax.IndexExpr || d.Name == "*") && r.file.Value(d.X).Known
	case syntax.CallExpr:
		if r.file.Language == syntax.PHP {
			return r.madeOfConstants(d, 0)
		}
		return d.X != nil && (d.X.Name == "getBytes" && r.file.Value(d.X.X).Known || d.X.Name == "GetBytes" && len(d.List) == 1 && r.file.Value(d.List[0]).Kind == syntax.StringExpr)
	}
	return false
}

// mayFill tells whether a method of .NET may fill the bytes it is given.
func mayFill(name string) bool {
	switch name {
	case "CreateEncryptor", "CreateDecryptor", "EncryptCbc", "DecryptCbc", "EncryptEcb", "DecryptEcb", "ParametersWithIV", "AesGcm", "Encrypt", "Decrypt", "ToBase64String", "ToHexString":
		return false
	}
	return true
}

// untouched tells whether a local name stands nowhere in its function but where it is declared and at e.
func (r *run) untouched(e *syntax.Expr) bool {
	fn := r.file.FunctionAt(e.Start)
	if e.Kind != syntax.IdentExpr || fn < 0 {
		return e.Kind == syntax.ArrayExpr
	}
	body, n := r.file.Functions[fn].Body, 0
	for k := body.Start; k < body.End; k++ {
		if r.is(k, e.Name) && !r.is(k-1, ".") {
			n++
		}
	}
	return n == 2
}

// fetching are names of methods that give what comes from elsewhere, whatever they are given.
var fetching = regexp.MustCompile(`^(get|read|next|query|fetch|find|load|param|header|poll|take|pop|receive|lookup|path|body|form|cookie|main)`)

// ofConstants tells whether an expression of Java is what a method makes of constants alone: names.quoted("users").
func (r *run) ofConstants(e *syntax.Expr, c *condition) bool {
	d := r.file.Deref(e)
	if d.Kind != syntax.CallExpr || d.X == nil || len(d.List) == 0 || fetching.MatchString(d.X.Name) {
		return false
	}
	return !slices.ContainsFunc(d.List, func(a *syntax.Expr) bool { return a == nil || r.origin(a, c).level != fixed })
}

// namedConstant tells whether an expression of Java is called as constants are: Type.ACCESS_TOKEN. What it holds may stand
// in another file, and is no value that comes from outside.
func (r *run) namedConstant(e *syntax.Expr) bool {
	return r.typesNames() && (e.Kind == syntax.IdentExpr || e.Kind == syntax.MemberExpr) && len(e.Name) > 1 && e.Name == strings.ToUpper(e.Name)
}
