// Package syntax reads source code as structure: tokens with matched brackets, and from them calls, imports,
// assignments, functions and small expression trees. It is error-tolerant: any bytes give a File.
package syntax

import (
	"path"
	"strings"
)

// A Language is one that this package can read.
type Language uint8

// The languages.
const (
	None Language = iota
	JavaScript
	TypeScript
	TSX
	Vue // components and pages: a File of one is TypeScript or JavaScript
	Svelte
	Astro
	HTML
	EJS
	Handlebars
	Python
	Java
	Go
	Notebook // of Jupyter: a File of it is Python
	Ruby
	CSharp
	Razor // pages and components: a File of one is C#
	PHP
	ERB // pages with Ruby in them: a File of one is Ruby
	Haml
)

// languages lists every language, its name in rules and the file endings that mean it.
var languages = []struct {
	language   Language
	name       string
	extensions []string
	read       func(*File)
}{
	{JavaScript, "javascript", []string{".js", ".jsx", ".mjs", ".cjs"}, readJavaScript},
	{TypeScript, "typescript", []string{".ts", ".mts", ".cts"}, readJavaScript},
	{TSX, "tsx", []string{".tsx"}, readJavaScript},
	{Vue, "vue", []string{".vue"}, readVue},
	{Svelte, "svelte", []string{".svelte"}, readSvelte},
	{Astro, "astro", []string{".astro"}, readAstro},
	{HTML, "html", []string{".html", ".htm", ".jinja", ".jinja2", ".j2"}, readHTML},
	{EJS, "ejs", []string{".ejs"}, readEJS},
	{Handlebars, "handlebars", []string{".hbs", ".handlebars", ".mustache"}, readHandlebars},
	{Python, "python", []string{".py", ".pyi", ".pyw"}, readPython},
	{Java, "java", []string{".java"}, readJava},
	{Go, "go", []string{".go"}, readGo},
	{Notebook, "notebook", []string{".ipynb"}, readNotebook},
	{Ruby, "ruby", []string{".rb", ".rake", ".ru", ".gemspec", ".jbuilder", ".thor"}, readRuby},
	{CSharp, "csharp", []string{".cs"}, readCSharp},
	{ERB, "erb", []string{".erb", ".rhtml"}, readERB},
	{Haml, "haml", []string{".haml", ".slim"}, readHaml},
	{Razor, "razor", []string{".cshtml", ".razor"}, readRazor},
	{PHP, "php", []string{".php", ".phtml", ".php5", ".inc"}, readPHP},
}

// String gives the language's name as rules write it.
func (l Language) String() string {
	for _, known := range languages {
		if known.language == l {
			return known.name
		}
	}
	return ""
}

// Named gives the language that rules call name; None when there is none.
func Named(name string) Language {
	for _, known := range languages {
		if known.name == name {
			return known.language
		}
	}
	return None
}

// Code gives the language that a File of l is read as: Python for notebooks, TypeScript for components.
func (l Language) Code() Language {
	switch l {
	case Notebook:
		return Python
	case Vue, Svelte, Astro:
		return TypeScript
	case HTML, EJS, Handlebars:
		return JavaScript
	case ERB, Haml:
		return Ruby
	case Razor:
		return CSharp
	}
	return l
}

// Holding lists the other languages whose files hold code of l.
func (l Language) Holding() []Language {
	var list []Language
	for _, known := range languages {
		if known.language != l && known.language.Code() == l {
			list = append(list, known.language)
		}
	}
	return list
}

// LanguageOf tells a file's language from its name; None when it is none of ours.
func LanguageOf(name string) Language {
	extension := strings.ToLower(path.Ext(name))
	for _, known := range languages {
		for _, e := range known.extensions {
			if e == extension {
				return known.language
			}
		}
	}
	return None
}

// A File is one source file read as structure. Offsets are bytes of Text. Lists are in source order.
type File struct {
	Language Language
	Text     []byte
	Tokens   []Token

	Imports   []Import
	Calls     []Call     // every call, `new` expression, decorator, and composite literal of a named type in Go
	Assigns   []Assign   // name = value, const x = …, x: T = …, obj.field = …, keyword defaults are in Function.Params
	Functions []Function // every function, method, arrow and lambda
	Classes   []Class
	Errors    []Error // brackets or literals that don't close: the structure around them is a guess

	// Elsewhere, when set, gives the value of a canonical name that this file doesn't know: of a constant of another file.
	Elsewhere func(canonical string) Value

	stretches []stretch // of a notebook, in order

	src      string         // Text, so that words of it cost nothing
	names    nameTable      // filled on first use by Resolve
	holes    []hole         // of templates, in order of token
	scopes   []scope        // in order of start
	binds    []bind         // names given a value otherwise than by an Assign
	globals  []bind         // Python: global and nonlocal
	declared []declaredName // Go: variables, results and fields declared with a type

	javaNames []javaName // of Java and C#, and fields of PHP: declared with a type

	heredocs []rubyHeredoc // Ruby, in order of token
	callAt   []int32       // Ruby: by the token behind its callee, the index of a call + 1
}

// A Token is one lexeme. For a bracket, Match is the index of its partner, -1 when it has none; for other tokens -1.
type Token struct {
	Kind       TokenKind
	Start, End int32
	Match      int32
}

// TokenKind sorts tokens. Comments are not tokens.
type TokenKind uint8

// The kinds of token. A template literal or f-string is a String token; its embedded expressions are read when an Expr is made of it.
const (
	Invalid TokenKind = iota
	Ident
	Keyword
	Number
	String
	Regex
	Punct   // operators and separators
	Open    // ( [ {
	Close   // ) ] }
	Newline // Python: end of a logical line; Go: where a semicolon is put
	Indent  // Python
	Dedent  // Python
)

// An Import binds a local name to something of a module.
type Import struct {
	Local  string // name in this file; empty for a bare import
	Module string // "crypto" (node: is cut off), "fastapi.middleware.cors", "./routes/users", "..models"
	Name   string // what is imported of it; empty: the module itself or its default export; "*": everything
	Start  int

	first bool // Python's `import a.b`: the local name is a
}

// A Call is one call expression, `new` expression, or decorator. In Go New means a composite literal of a named type, T{…}:
// Callee is the type, Args are its elements. Conversions to other types, []byte(x), are no calls.
type Call struct {
	Callee     Range // tokens of what is called: `a.b` of `a.b(c)`
	Args       []Range
	Open       int // token index of the bracket; -1 for a decorator without one
	New        bool
	Decorator  bool
	Tagged     bool // a template literal with a tag: sql`…`
	Function   int  // index in Functions of the innermost function it stands in; -1 at top level. A decorator stands outside what it decorates.
	Start, End int  // byte offsets of the whole call

	block int // Ruby: the index of its block in Functions + 1
	stop  int // Ruby: the token behind it and its block
}

// A Range is a stretch of tokens, End exclusive.
type Range struct{ Start, End int }

// An Assign gives a value to a name, field or item.
type Assign struct {
	Target     Range
	Value      Range
	Const      bool // JavaScript const; Python names assigned once are found by Resolve, not here
	Function   int
	Class      int // index in Classes when it stands directly in a class body (a field); -1 otherwise
	Start, End int

	scope    int  // where it stands, in scopes
	declares bool // it brings the name into its function's scope
	entered  bool // with Value as Target
}

// A Function is anything with parameters and a body.
type Function struct {
	Name       string  // "" for an anonymous one that no name is bound to
	Params     []Param // in Go the receiver first
	Body       Range   // tokens inside the braces, of the block, or of the arrow's expression
	Decorators []int   // indexes in Calls, outermost (first written) first
	Class      int     // index in Classes for a method; -1
	Outer      int     // enclosing function; -1
	Async      bool
	Start, End int

	scope    int     // its own, in scopes
	patterns []Range // destructuring parameters
}

// A Param is one parameter.
type Param struct {
	Name    string // "" for a destructuring pattern
	Type    Range  // annotation; empty Range when there is none
	Default Range

	Decorators []int // Java: its annotations, indexes in Calls
}

// A Class is a class with its bases, or a struct of Go with its embedded types.
type Class struct {
	Name       string
	Bases      []Range
	Body       Range
	Decorators []int
	Outer      int // enclosing class; -1
	Start, End int
}

// An Error is a place where the structure doesn't close.
type Error struct {
	Offset  int
	Message string
}

// Read reads text as language. It never fails: what can't be made out is in File.Errors.
func Read(language Language, text []byte) *File {
	f := &File{Language: language, Text: text, src: string(text)}
	for _, known := range languages {
		if known.language == language {
			known.read(f)
		}
	}
	return f
}
