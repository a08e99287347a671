package syntax

import (
	"slices"
	"strings"
)

// What names of Java resolve to: an import to its full name (java.security.MessageDigest.getInstance), a type of the
// same package, of java.lang (also written in full) or of this file to itself. A variable, field or parameter with a declared type gives that
// type, called, whatever is assigned to it: of `Cipher c = Cipher.getInstance(…)`, c.init is javax.crypto.Cipher().init.
// With `var` the value counts. X.getInstance() and X.newInstance() give X().

// bindTypes notes the types of all that is declared, and that fields without a value exist.
func (f *File) bindTypes() {
	if f.Language != Java {
		return
	}
	t := &f.names
	t.types, t.fieldTypes = map[scopedName]Range{}, map[scopedName]Range{}
	for _, n := range f.javaNames {
		key := scopedName{n.scope, f.word(n.name)}
		types := t.types
		if n.class >= 0 {
			key.scope, types = n.class, t.fieldTypes
			if t.fields[key] == nil {
				t.fields[key] = &binding{kind: bareBinding}
			}
		}
		if old, known := types[key]; known && f.joined(old.Start, old.End) != f.joined(n.typ.Start, n.typ.End) {
			n.typ = Range{}
		}
		types[key] = n.typ
	}
}

// fieldScope gives the class around an offset that has a field of this name; -1 when none has.
func (f *File) fieldScope(name string, offset int) int {
	for c, n := f.classAt(offset), 0; c >= 0 && n < maxNesting; c, n = f.Classes[c].Outer, n+1 {
		if f.names.fields[scopedName{c, name}] != nil {
			return c
		}
	}
	return -1
}

// assignField binds what `name = value` of a method gives to a field; false when the name is none's.
func (f *File) assignField(i int, name string) bool {
	if f.Language != Java || f.scopeOf(f.Assigns[i].scope, name) >= 0 {
		return false
	}
	c := f.fieldScope(name, f.Assigns[i].Start)
	if c < 0 {
		return false
	}
	f.add(f.names.fields, scopedName{c, name}, binding{kind: assignBinding, index: i})
	return true
}

// blotField makes a field unknown that is counted up or otherwise changed; false when the name is none's.
func (f *File) blotField(k, scope int) bool {
	name := f.word(k)
	if f.Language != Java || f.scopeOf(scope, name) >= 0 {
		return false
	}
	c := f.fieldScope(name, int(f.Tokens[k].Start))
	if c < 0 {
		return false
	}
	f.names.fields[scopedName{c, name}] = &binding{}
	return true
}

// javaBinding finds the field that a plain name means where no variable has it.
func (f *File) javaBinding(e *Expr) *binding {
	if c := f.fieldScope(e.Name, e.Start); c >= 0 {
		return f.names.fields[scopedName{c, e.Name}]
	}
	return nil
}

// declaredType gives the type a name was declared with; an empty Range when there is none, or it is var.
func (f *File) declaredType(e *Expr) Range {
	t := f.table()
	if f.Language != Java {
		return Range{}
	}
	for scope, n := f.scopeAt(e.Start), 0; n < maxScopes; n++ {
		if r, known := t.types[scopedName{scope, e.Name}]; known {
			return r
		}
		if f.names.scopes[scopedName{scope, e.Name}] != nil || scope < 0 {
			break
		}
		scope = int(f.scopes[scope].outer)
	}
	if b := f.lookup(e.Name, f.scopeAt(e.Start)); b != nil {
		if b.kind == paramBinding {
			return f.Functions[b.index].Params[b.param].Type
		}
		return Range{}
	}
	return f.fieldType(e)
}

func (f *File) fieldType(e *Expr) Range {
	t := f.table()
	if c := f.fieldScope(e.Name, e.Start); c >= 0 {
		return t.fieldTypes[scopedName{c, e.Name}]
	}
	return Range{}
}

// resolveDeclared gives the declared type of a name, called; "" when there is none.
func (f *query) resolveDeclared(r Range) string {
	if r.End-r.Start == 1 && f.is(r.Start, "var") {
		return ""
	}
	name := f.typeName(r)
	if name == "" {
		return ""
	}
	return name + "()"
}

// typeName gives the full name of a type without its type arguments; "" of arrays and primitives.
func (f *query) typeName(r Range) string {
	for f.is(r.Start, "@") && r.Start < r.End {
		r.Start = f.annotationEnd(r.Start, r.End)
	}
	if r.Start >= r.End || f.kind(r.Start) != Ident {
		return ""
	}
	name := f.typeWord(f.word(r.Start))
	i := r.Start + 1
	for ; i < r.End; i++ {
		switch {
		case f.is(i, "<"):
			i = max(i, int(f.Tokens[i].Match))
		case f.is(i, ".") && f.kind(i+1) == Ident && i+1 < r.End:
			i++
			name += "." + f.word(i)
		default:
			return ""
		}
	}
	return name
}

// typeWord gives the full name of a type from its simple one.
func (f *File) typeWord(word string) string {
	f.table()
	switch b := f.names.scopes[scopedName{-1, word}]; {
	case b == nil:
		return f.wildcard(word)
	case b.kind == importBinding:
		m := f.Imports[b.index]
		return strings.TrimPrefix(m.Module+"."+m.Name, "java.lang.")
	}
	return word
}

// wildcard gives the full name of a type that an import of a whole package brings in, when we know the package to
// have it: another of the same name may stand in the file's own package.
func (f *File) wildcard(word string) string {
	if word == "" || word[0] < 'A' || word[0] > 'Z' {
		return word
	}
	if home := javaHome[word]; home != "" {
		return home + "." + word
	}
	for i := range f.Imports {
		m := &f.Imports[i]
		if m.Name == "*" && slices.Contains(javaPackages[m.Module], word) {
			return m.Module + "." + word
		}
	}
	return word
}

// servlet is what both servlet packages hold.
var servlet = strings.Fields("HttpServletRequest HttpServletResponse HttpServlet HttpSession Cookie HttpServletRequestWrapper Part")

// javaPackages lists the types of packages that are often imported whole, as far as rules speak of them.
var javaPackages = map[string][]string{
	"java.io": strings.Fields(`File FileInputStream FileOutputStream FileReader FileWriter RandomAccessFile ObjectInputStream
		ObjectOutputStream InputStream OutputStream PrintWriter BufferedReader InputStreamReader ByteArrayInputStream PrintStream`),
	"java.net":                      strings.Fields("URL URI URLConnection HttpURLConnection Socket ServerSocket URLDecoder URLEncoder URLClassLoader InetAddress"),
	"java.net.http":                 strings.Fields("HttpClient HttpRequest HttpResponse"),
	"java.nio.file":                 strings.Fields("Files Path Paths"),
	"java.nio.file.attribute":       strings.Fields("PosixFilePermission PosixFilePermissions"),
	"java.security":                 strings.Fields("MessageDigest SecureRandom KeyPairGenerator KeyStore Signature Security KeyFactory"),
	"java.sql":                      strings.Fields("Connection Statement PreparedStatement CallableStatement DriverManager ResultSet"),
	"java.util":                     strings.Fields("Random Base64 UUID Scanner Properties Map List"),
	"javax.crypto":                  strings.Fields("Cipher KeyGenerator Mac SecretKeyFactory SecretKey NullCipher CipherInputStream"),
	"javax.net.ssl":                 strings.Fields("SSLContext X509TrustManager TrustManager HostnameVerifier HttpsURLConnection SSLSession X509ExtendedTrustManager SSLSocketFactory SSLSocket"),
	"javax.naming":                  strings.Fields("Context InitialContext"),
	"javax.script":                  strings.Fields("ScriptEngine ScriptEngineManager"),
	"javax.xml.parsers":             strings.Fields("DocumentBuilder DocumentBuilderFactory SAXParser SAXParserFactory"),
	"javax.xml.stream":              strings.Fields("XMLInputFactory XMLStreamReader"),
	"javax.xml.transform":           strings.Fields("TransformerFactory Transformer"),
	"javax.xml.xpath":               strings.Fields("XPath XPathFactory XPathExpression"),
	"javax.crypto.spec":             strings.Fields("SecretKeySpec IvParameterSpec GCMParameterSpec PBEKeySpec DESKeySpec PBEParameterSpec"),
	"javax.naming.directory":        strings.Fields("DirContext InitialDirContext SearchControls"),
	"javax.persistence":             strings.Fields("EntityManager Query"),
	"jakarta.persistence":           strings.Fields("EntityManager Query"),
	"javax.servlet.http":            servlet,
	"jakarta.servlet.http":          servlet,
	"javax.servlet":                 strings.Fields("ServletRequest ServletResponse RequestDispatcher"),
	"jakarta.servlet":               strings.Fields("ServletRequest ServletResponse RequestDispatcher"),
	"org.springframework.jdbc.core": strings.Fields("JdbcTemplate"),
	"org.springframework.web.bind.annotation": strings.Fields(`RequestParam PathVariable RequestBody RequestHeader CookieValue
		CrossOrigin RequestMapping GetMapping PostMapping PutMapping DeleteMapping PatchMapping RestController ModelAttribute`),
}

// javaHome gives the packages of types so well known that they are meant also where no import says so, as in a snippet.
var javaHome = func() map[string]string {
	home := map[string]string{}
	for _, name := range []string{"javax.crypto", "javax.crypto.spec", "java.security", "javax.net.ssl", "javax.xml.parsers", "javax.script"} {
		for _, word := range javaPackages[name] {
			home[word] = name
		}
	}
	return home
}()

// javaFactory leaves the usual factory methods of a type out: X.getInstance() gives X().
func javaFactory(name string) string {
	for _, method := range []string{".getInstance()", ".newInstance()"} {
		if typ, ok := strings.CutSuffix(name, method); ok && !strings.HasSuffix(typ, ")") {
			return typ + "()"
		}
	}
	return name
}
