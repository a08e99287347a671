package code_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// TestTainted follows values through small functions. Each want lists the lines where sink(…) takes what a client sent.
func TestTainted(t *testing.T) {
	tests := []struct {
		name, path, text string
		want             []int
	}{
		// Lookalikes: what was checked, cleaned or never came from outside.
		{"a constant", "a.py", "def f(request):\n    x = 'a'\n    sink(x)", nil},
		{"a list of what is meant", "a.py", "def f(request):\n    x = request.GET['x']\n    if x not in ALLOWED:\n        return\n    sink(x)", nil},
		{"inside a check", "a.py", "def f(request):\n    x = request.GET['x']\n    if x in ('a', 'b'):\n        sink(x)", nil},
		{"set right when it isn't meant", "a.py", "def f(request):\n    x = request.GET['x']\n    if x not in ALLOWED:\n        x = 'a'\n    sink(x)", nil},
		{"overwritten", "a.py", "def f(request):\n    x = request.GET['x']\n    x = 'a'\n    sink(x)", nil},
		{"overwritten in both branches", "a.py", "def f(request):\n    x = request.GET['x']\n    if y:\n        x = 'a'\n    else:\n        x = 'b'\n    sink(x)", nil},
		{"a number", "a.py", "def f(request):\n    x = int(request.GET['x'])\n    sink(f'{x}')", nil},
		{"quoted for a shell", "a.py", "import shlex\ndef f(request):\n    sink('ls ' + shlex.quote(request.GET['x']))", nil},
		{"digits only", "a.py", "def f(request):\n    x = request.GET['x']\n    if not x.isdigit():\n        raise ValueError\n    sink(x)", nil},
		{"a table of what is meant", "a.py", "def f(request):\n    x = {'a': 'b'}[request.GET['x']]\n    sink(x)", nil},
		{"another entry", "a.py", "def f(request):\n    d = {}\n    d['a'] = request.GET['x']\n    d['b'] = 'c'\n    sink(d['b'])", nil},
		{"a ternary that looks it up", "a.py", "def f(request):\n    x = request.GET['x']\n    y = x if x in ALLOWED else 'a'\n    sink(y)", nil},
		{"a method of the request that says no text", "a.py", "def f(request):\n    sink(request.method)", nil},
		{"a local function that gives a constant", "a.py", "def clean(v):\n    return 'a'\ndef f(request):\n    sink(clean(request.GET['x']))", nil},
		{"another function's variable", "a.py", "def g(request):\n    x = request.GET['x']\ndef f():\n    sink(x)", nil},
		{"letters only", "a.py", "import re\ndef f(request):\n    x = re.sub(r'[^a-z]', '', request.GET['x'])\n    sink(x)", nil},
		{"a number of a route", "a.py", "@app.route('/u/<int:id>')\ndef f(id):\n    sink(id)", nil},
		{"an allowed value", "a.js", "function f(req, res) {\n  const x = req.query.x;\n  if (!ALLOWED.includes(x)) return;\n  sink(x);\n}", nil},
		{"an allowed value in braces", "a.js", "function f(req, res) {\n  const x = req.query.x;\n  if (!ok.has(x)) {\n    throw new Error('x');\n  }\n  sink(x);\n}", nil},
		{"a number of the query", "a.js", "function f(req, res) {\n  sink('a' + Number(req.query.x));\n}", nil},
		{"an integer", "a.js", "function f(req, res) {\n  const x = req.body.x;\n  if (!Number.isInteger(x)) return res.end();\n  sink(x);\n}", nil},
		{"a pattern", "a.js", "function f(req, res) {\n  const x = req.body.x;\n  if (!/^[a-z]+$/.test(x)) { return; }\n  sink(x);\n}", nil},
		{"what the database gave", "a.js", "async function f(req, res) {\n  const x = await db.find(req.query.x);\n  sink(x);\n}", nil},
		{"a part checked as it is", "a.js", "function f(req, res) {\n  if (!ALLOWED.includes(req.query.x)) return;\n  sink(req.query.x);\n}", nil},
		{"another variable of a block", "a.js", "function f(req, res) {\n  let x = 'a';\n  sink(x);\n  x = req.query.x;\n}", nil},
		{"the server's own request", "a.js", "const req = { query: { x: 'a' } };\nsink(req.query.x);", nil},

		{"straight", "a.py", "def f(request):\n    sink(request.GET['x'])", []int{2}},
		{"a variable", "a.py", "from flask import request\ndef f():\n    x = request.args.get('x')\n    sink(x)", []int{4}},
		{"a sum", "a.py", "def f(request):\n    x = 'a' + request.GET['x']\n    sink(x)", []int{3}},
		{"percent", "a.py", "def f(request):\n    sink('a %s' % request.GET['x'])", []int{2}},
		{"format", "a.py", "def f(request):\n    sink('a {}'.format(request.GET['x']))", []int{2}},
		{"an f-string", "a.py", "def f(request):\n    x = request.GET['x']\n    sink(f'a {x}')", []int{3}},
		{"added to", "a.py", "def f(request):\n    x = 'a'\n    x += request.GET['x']\n    sink(x)", []int{4}},
		{"a list", "a.py", "def f(request):\n    x = []\n    x.append(request.GET['x'])\n    sink(' '.join(x))", []int{4}},
		{"an entry", "a.py", "def f(request):\n    d = {}\n    d['a'] = request.GET['x']\n    sink(d['a'])", []int{4}},
		{"an option of a section", "a.py", "def f(request):\n    c = ConfigParser()\n    c.set('s', 'a', 'x')\n    c.set('s', 'b', request.GET['x'])\n    sink(c.get('s', 'a'))\n    sink(c.get('s', 'b'))", []int{6}},
		{"a loop", "a.py", "def f(request):\n    for x in request.GET.getlist('x'):\n        sink(x)", []int{3}},
		{"a comprehension", "a.py", "def f(request):\n    sink([x.strip() for x in request.GET.getlist('x')])", []int{2}},
		{"a tuple", "a.py", "def f(request):\n    a, b = request.GET['x'], 'c'\n    sink(a)\n    sink(b)", []int{3}},
		{"one branch", "a.py", "def f(request):\n    x = 'a'\n    if y:\n        x = request.GET['x']\n    sink(x)", []int{5}},
		{"a ternary", "a.py", "def f(request):\n    x = request.GET['x'] if y else 'a'\n    sink(x)", []int{3}},
		{"a method that passes it on", "a.py", "def f(request):\n    sink(request.GET['x'].strip().lower().encode())", []int{2}},
		{"a check that lets all through", "a.py", "def f(request):\n    x = request.GET['x']\n    if x not in ALLOWED:\n        log(x)\n    sink(x)", []int{5}},
		{"a check of another", "a.py", "def f(request):\n    x = request.GET['x']\n    if y not in ALLOWED:\n        return\n    sink(x)", []int{5}},
		{"checked, then given anew", "a.py", "def f(request):\n    x = request.GET['x']\n    if x not in ALLOWED:\n        return\n    x = request.GET['y']\n    sink(x)", []int{6}},
		{"through a local function", "a.py", "def wrap(v):\n    return '<' + v\ndef f(request):\n    sink(wrap(request.GET['x']))", []int{4}},
		{"into a local function", "a.py", "def g(v):\n    sink(v)\ndef f(request):\n    g(request.GET['x'])", []int{2}},
		{"a method of the class", "a.py", "class A:\n    def g(self, v):\n        sink(v)\n    def f(self, request):\n        self.g(request.GET['x'])", []int{3}},
		{"a part of a route", "a.py", "@app.route('/u/<name>')\ndef f(name):\n    sink(name)", []int{3}},
		{"a parameter of a handler", "a.py", "@router.get('/u')\ndef f(q: str, n: int):\n    sink(q)\n    sink(n)", []int{3}},
		{"a cloud function's event", "a.py", "def lambda_handler(event, context):\n    sink(event['x'])", []int{2}},
		{"straight from the query", "a.js", "function f(req, res) {\n  sink(req.query.x);\n}", []int{2}},
		{"a template", "a.js", "function f(req, res) {\n  const x = req.body.x;\n  sink(`a ${x}`);\n}", []int{3}},
		{"taken apart", "a.js", "function f(req, res) {\n  const { x, y: z } = req.body;\n  sink(x);\n  sink(z);\n}", []int{3, 4}},
		{"a parameter taken apart", "a.js", "const f = ({ params, query }, res) => {\n  sink(params.x);\n};", []int{2}},
		{"assigned again", "a.js", "function f(req, res) {\n  let x = 'a';\n  if (y) x = req.query.x;\n  sink(x);\n}", []int{4}},
		{"added to in a loop", "a.js", "function f(req, res) {\n  let q = '';\n  for (const x of req.body.list) {\n    q += x;\n  }\n  sink(q);\n}", []int{6}},
		{"a callback", "a.js", "function f(req, res) {\n  req.body.list.forEach((x) => {\n    sink(x);\n  });\n}", []int{3}},
		{"joined", "a.js", "function f(req, res) {\n  sink(['a', req.query.x].join(' '));\n}", []int{2}},
		{"or a default", "a.js", "function f(req, res) {\n  const x = req.query.x || 'a';\n  sink(x);\n}", []int{3}},
		{"pushed", "a.js", "function f(req, res) {\n  const x = [];\n  x.push(req.query.x);\n  sink(x.join());\n}", []int{4}},
		{"an arrow of the file", "a.js", "const wrap = (v) => 'a' + v;\nfunction f(req, res) {\n  sink(wrap(req.query.x));\n}", []int{3}},
		{"a decorated parameter", "a.ts", "class A {\n  f(@Query('x') x: string, @Query('n') n: number) {\n    sink(x);\n    sink(n);\n  }\n}", []int{3}},
		{"a servlet's parameter", "A.java", "class A {\n  void doGet(HttpServletRequest request) {\n    String x = request.getParameter(\"x\");\n    sink(\"a\" + x);\n  }\n}", []int{4}},
		{"an annotated parameter", "A.java", "class A {\n  void f(@RequestParam(\"x\") String x, @RequestParam int n) {\n    sink(x);\n    sink(n);\n  }\n}", []int{3}},
		{"a map of Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    Map<String, String> m = new HashMap<>();\n    m.put(\"a\", \"b\");\n    m.put(\"c\", request.getParameter(\"x\"));\n    String x = (String) m.get(\"c\");\n    sink(x);\n    String y = (String) m.get(\"a\");\n    sink(y);\n  }\n}", []int{7}},
		{"a builder of Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    StringBuilder b = new StringBuilder();\n    b.append(request.getHeader(\"x\"));\n    sink(b.toString());\n  }\n}", []int{5}},
		{"another class of the file", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    sink(new B().g(request.getParameter(\"x\")));\n    sink(new B().h(request.getParameter(\"x\")));\n  }\n  class B {\n    String g(String v) { return v; }\n    String h(String v) { return \"a\"; }\n  }\n}", []int{3}},
		{"a rest that is not zero of Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    String x = \"a\";\n    int n = 7;\n    if (n % 2 == 0) { x = request.getParameter(\"x\"); }\n    sink(x);\n  }\n}", nil},
		{"a text compared with another of Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    String x = \"a\";\n    String mode = \"live\";\n    if (mode.equals(\"test\")) { x = request.getParameter(\"x\"); }\n    sink(x);\n  }\n}", nil},
		{"a method of Java that says no", "A.java", "class A {\n  boolean old() { return false; }\n  void f(HttpServletRequest request) {\n    String x = \"a\";\n    if (old()) { x = request.getParameter(\"x\"); }\n    sink(x);\n  }\n}", nil},
		{"a method of Java that says yes", "A.java", "class A {\n  boolean old() { return true; }\n  void f(HttpServletRequest request) {\n    String x = \"a\";\n    if (old()) { x = request.getParameter(\"x\"); }\n    sink(x);\n  }\n}", []int{6}},
		{"a name of an enum of Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    sink(Kind.valueOf(request.getParameter(\"x\")).name());\n  }\n}", nil},
		{"matched by a pattern of Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    String x = request.getParameter(\"x\");\n    if (!x.matches(\"[a-z]+\")) { return; }\n    sink(x);\n  }\n}", nil},
		{"matched by a kept pattern of Java", "A.java", "class A {\n  static final Pattern NAMES = Pattern.compile(\"[a-z]+\");\n  void f(HttpServletRequest request) {\n    String x = request.getParameter(\"x\");\n    if (!NAMES.matcher(x).matches()) { return; }\n    sink(x);\n  }\n}", nil},
		{"matched by a pattern that lets all through", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    String x = request.getParameter(\"x\");\n    if (!x.matches(\".*\")) { return; }\n    sink(x);\n  }\n}", []int{5}},
		{"compared with a constant of Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    String x = request.getParameter(\"x\");\n    if (!\"known\".equals(x)) { x = \"known\"; }\n    sink(x);\n  }\n}", nil},
		{"letters only, in Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    sink(request.getParameter(\"x\").replaceAll(\"[^a-z]\", \"\"));\n  }\n}", nil},
		{"one of two that a method of Java gives", "A.java", "class A {\n  String[] pair(String v) { return new String[] {\"a\", v}; }\n  void f(HttpServletRequest request) {\n    sink(pair(request.getParameter(\"x\"))[0]);\n    sink(pair(request.getParameter(\"x\"))[1]);\n  }\n}", []int{5}},
		{"functions of Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    Function<String, String> mark = v -> \"?\";\n    Function<String, String> same = v -> v;\n    sink(mark.apply(request.getParameter(\"x\")));\n    sink(same.apply(request.getParameter(\"x\")));\n  }\n}", []int{6}},
		{"streams of Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    sink(Arrays.stream(request.getParameterValues(\"x\")).map(v -> \"?\").collect(Collectors.joining(\",\")));\n    sink(Arrays.stream(request.getParameterValues(\"x\")).map(v -> v).collect(Collectors.joining(\",\")));\n  }\n}", []int{4}},
		{"a field that a method of Java fills", "A.java", "class A {\n  static class Box {\n    String v;\n    void set(String w) { v = w; }\n    String get() { return v; }\n  }\n  void f(HttpServletRequest request) {\n    Box b = new Box();\n    b.set(request.getParameter(\"x\"));\n    sink(b.get());\n  }\n}", []int{10}},
		{"appended one behind another in Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    StringBuilder b = new StringBuilder();\n    b.append(\"a\").append(request.getParameter(\"x\"));\n    sink(b.toString());\n  }\n}", []int{5}},
		{"elements of a list of Java", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    List<String> l = List.of(\"a\", request.getParameter(\"x\"));\n    sink(l.get(0));\n    sink(l.get(1));\n  }\n}", []int{5}},
		{"an element of Java replaced", "A.java", "class A {\n  void f(HttpServletRequest request) {\n    List<String> l = new ArrayList<>();\n    l.add(request.getParameter(\"x\"));\n    l.set(0, \"a\");\n    sink(l.get(0));\n  }\n}", nil},
		{"a form value of Go", "a.go", "package a\n\nimport \"net/http\"\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx := r.FormValue(\"x\")\n\tsink(\"a\" + x)\n}", []int{7}},
		{"a query of Go", "a.go", "package a\n\nimport (\n\t\"fmt\"\n\t\"net/http\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx := r.URL.Query().Get(\"x\")\n\tq := fmt.Sprintf(\"a %s\", x)\n\tsink(q)\n}", []int{11}},
		{"a body decoded", "a.go", "package a\n\nimport (\n\t\"encoding/json\"\n\t\"net/http\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tvar in struct{ X string }\n\tif err := json.NewDecoder(r.Body).Decode(&in); err != nil {\n\t\treturn\n\t}\n\tsink(in.X)\n}", []int{13}},
		{"gin's query", "a.go", "package a\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc f(c *gin.Context) {\n\tsink(c.Query(\"x\"))\n}", []int{6}},
		{"a number of Go", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"strconv\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tn, _ := strconv.Atoi(r.FormValue(\"x\"))\n\tsink(n)\n}", nil},
		{"a map of what is meant in Go", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx := r.FormValue(\"x\")\n\tif !allowed[x] {\n\t\treturn\n\t}\n\tsink(x)\n}", nil},
		{"found in a map of Go", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx := r.FormValue(\"x\")\n\tif _, ok := known[x]; !ok {\n\t\treturn\n\t}\n\tsink(x)\n}", nil},
		{"found in a map of Go before", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx := r.FormValue(\"x\")\n\t_, ok := known[x]\n\tif ok {\n\t\tsink(x)\n\t}\n}", nil},
		{"a pattern of Go", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx := r.FormValue(\"x\")\n\tif !re.MatchString(x) {\n\t\treturn\n\t}\n\tsink(x)\n}", nil},
		{"a case of a switch", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx := r.FormValue(\"x\")\n\tswitch x {\n\tcase \"a\", \"b\":\n\t\tsink(x)\n\t}\n}", nil},
		{"behind a switch whose default leaves", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx := r.FormValue(\"x\")\n\tswitch x {\n\tcase \"a\", \"b\":\n\tdefault:\n\t\treturn\n\t}\n\tsink(x)\n}", nil},
		{"the program itself", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f() {\n\tsink(os.Args[0])\n}", nil},
		{"another result", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc two(r *http.Request) (string, string) { return \"a\", r.FormValue(\"x\") }\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\ta, b := two(r)\n\tsink(a)\n\tsink(b)\n}", []int{13}},
		{"a switch that lets all through", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx := r.FormValue(\"x\")\n\tswitch x {\n\tcase \"a\":\n\tdefault:\n\t\tlog(x)\n\t}\n\tsink(x)\n}", []int{15}},
		{"a text searched in", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx := r.FormValue(\"x\")\n\tif !strings.Contains(x, \"a\") {\n\t\treturn\n\t}\n\tsink(x)\n}", []int{13}},
		{"a bare return", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc one(r *http.Request) (x string, err error) {\n\tx = r.FormValue(\"x\")\n\treturn\n}\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tx, err := one(r)\n\tsink(x)\n}", []int{15}},
		{"methods of a struct", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\ntype a struct{}\n\nfunc (s *a) one(r *http.Request) string { return r.FormValue(\"x\") }\nfunc (s *a) two(n int, x string) { sink(x) }\n\nfunc (s *a) f(w http.ResponseWriter, r *http.Request) {\n\ts.two(1, s.one(r))\n}", []int{11}},
		{"a body read", "a.go", "package a\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tb, err := io.ReadAll(r.Body)\n\tin := new(input)\n\tjson.Unmarshal(b, in)\n\tsink(in.X)\n}", []int{12}},
		{"a header", "a.js", "function f(req, res) {\n  sink(req.header('x'));\n}", []int{2}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := check(t, rules.Rule{
				Languages: []string{"javascript", "typescript", "python", "java", "go"},
				Match:     rules.Match{Find: rules.Patterns{"sink($X, ...)"}, Where: map[string]rules.Condition{"X": {Is: "tainted", Sink: "shell"}}},
			})
			if d := cmp.Diff(test.want, lines(scanned(t, c, test.path, test.text), finding.Fail)); d != "" {
				t.Errorf("%s\n%s", d, test.text)
			}
		})
	}
}

// TestSteps shows the way of a value in a finding.
func TestSteps(t *testing.T) {
	c := check(t, rules.Rule{Match: rules.Match{Find: rules.Patterns{"sink($X)"}, Where: map[string]rules.Condition{"X": {Is: "tainted", Sink: "sql"}}}})
	o := scanned(t, c, "a.py", "def f(request):\n    x = request.GET['x']\n    q = 'select ' + x\n    sink(q)")
	if len(o.Findings) != 1 || !o.Findings[0].Flow {
		t.Fatalf("want one finding with steps, got %+v", o.Findings)
	}
	var got []string
	for _, step := range o.Findings[0].Related {
		got = append(got, strings.Join([]string{string(rune('0' + step.At.Start.Line)), step.Message}, " "))
	}
	if d := cmp.Diff([]string{"2 comes from the request here", "3 put together here"}, got); d != "" {
		t.Error(d)
	}
}
