package code_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/checks/code"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

func check(t *testing.T, r rules.Rule) *code.Check {
	t.Helper()
	r.ID, r.Check, r.Severity = "rule", code.ID, finding.High
	if r.Languages == nil {
		r.Languages = []string{"javascript", "python"}
	}
	c, err := code.New(&rules.Set{Rules: []rules.Rule{r}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func scanned(t *testing.T, c *code.Check, path, text string) scan.Outcome {
	t.Helper()
	outcome, err := c.File(t.Context(), scan.NewUnit(path, "", []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

func lines(o scan.Outcome, kind finding.Kind) []int {
	var list []int
	for _, f := range o.Findings {
		if f.Kind == kind {
			list = append(list, f.At.Start.Line)
		}
	}
	return list
}

func TestMatch(t *testing.T) {
	builtSQL := map[string]rules.Condition{"Q": {Is: "built", Text: "select"}}
	tests := []struct {
		name, path, text string
		match            rules.Match
		want             []int
	}{
		{"an alias of an import", "a.py", "from hashlib import md5 as h\nh(b'')", rules.Match{Find: rules.Patterns{"hashlib.md5(...)"}}, []int{2}},
		{"a method of the same name elsewhere", "a.py", "hasher.md5(b'')", rules.Match{Find: rules.Patterns{"hashlib.md5(...)"}}, nil},
		{"options a line above", "a.js", "const o = {origin: '*'};\ncors(o);", rules.Match{Find: rules.Patterns{"cors({origin: \"*\"})"}}, []int{2}},
		{"options nobody can see", "a.js", "export const f = (o) => cors(o);", rules.Match{Find: rules.Patterns{"cors({origin: \"*\"})"}}, nil},
		{"an absent option", "a.js", "cors({});\ncors({origin: x});\ncors({...o});", rules.Match{Find: rules.Patterns{"cors({not origin})"}}, []int{1}},
		{"an excuse that may hold", "a.js", "sign(1, o);\nsign(1, {a: 1});", rules.Match{Find: rules.Patterns{"sign($P, $O)"}, Unless: rules.Patterns{"sign($P, {exp: $E})"}}, []int{2}},
		{"keywords in another order", "a.py", "f(b=2, a=1)", rules.Match{Find: rules.Patterns{"ffff(a=1, b=2)", "f(aaaa=1, b=2)"}}, nil},
		{"the argument that fits", "a.js", "log('x', password);", rules.Match{Find: rules.Patterns{"log(..., $V, ...)"}, Where: map[string]rules.Condition{"V": {Name: "^password$"}}}, []int{1}},
		{"a hole twice", "a.js", "swap(a, a);\nswap(a, b);", rules.Match{Find: rules.Patterns{"swap($A, $A)"}}, []int{1}},
		{"SQL built with +=", "a.py", "def f(c, x):\n    q = 'select '\n    q += x\n    c.execute(q)\n    c.execute(x)", rules.Match{Find: rules.Patterns{"$C.execute($Q)"}, Where: builtSQL}, []int{4}},
		{"one of several constants", "a.py", "def f(c, x):\n    if x:\n        q = 'select 1'\n    else:\n        q = 'select 2'\n    c.execute(q)", rules.Match{Find: rules.Patterns{"$C.execute($Q)"}, Where: map[string]rules.Condition{"Q": {Is: "dynamic"}}}, nil},
		{"a parameter with a constant default value", "a.py", "def f(c, q):\n    if not q:\n        q = 'select 1'\n    c.execute(q)", rules.Match{Find: rules.Patterns{"$C.execute($Q)"}, Where: map[string]rules.Condition{"Q": {Is: "dynamic"}}}, []int{4}},
		{"an import", "a.py", "import os\nimport telnetlib", rules.Match{Find: rules.Patterns{"import telnetlib"}}, []int{2}},
		{"a comparison from either side", "a.js", "if (user.password === 'x') { f(); }\nif ('x' == password) { g(); }", rules.Match{Find: rules.Patterns{"$U.password == \"...\""}}, []int{1}},
		{"a name that isn't called", "a.py", "import ssl\nc.verify_mode = ssl.CERT_NONE", rules.Match{Find: rules.Patterns{"ssl.CERT_NONE"}}, []int{2}},
		{"inside a function", "a.js", "function reset() { rand(); }\nfunction other() { rand(); }", rules.Match{Find: rules.Patterns{"rand()"}, Inside: rules.Patterns{"function reset"}}, []int{1}},
		{"outside a call", "a.js", "wrap(hash(1));\nhash(1);", rules.Match{Find: rules.Patterns{"hash($X)"}, Outside: rules.Patterns{"wrap(...)"}}, []int{2}},
		{"a decorated function", "a.py", "@app.get('/')\ndef f():\n    risky()\ndef g():\n    risky()", rules.Match{Find: rules.Patterns{"risky()"}, Inside: rules.Patterns{"@$A.get(...)"}}, []int{3}},
		{"an item as a property", "a.js", "process.env['TLS'] = '0';", rules.Match{Find: rules.Patterns{"process.env.TLS = \"0\""}}, []int{1}},
		{"a comment and a string", "a.js", "// evil()\nconst s = 'evil()';", rules.Match{Find: rules.Patterns{"evil()"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := scanned(t, check(t, rules.Rule{Match: tt.match}), tt.path, tt.text)
			if diff := cmp.Diff(tt.want, lines(got, finding.Fail)); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPassesAreCountedAndShownThrice(t *testing.T) {
	c := check(t, rules.Rule{Good: "fine", Match: rules.Match{Examines: rules.Patterns{"hash(...)"}, Find: rules.Patterns{"hash('md5')"}}})
	got := scanned(t, c, "a.js", strings.Repeat("hash('sha256');\n", 5)+"hash(x);\nhash('md5');")
	if diff := cmp.Diff([]int{1, 2, 3}, lines(got, finding.Pass)); diff != "" {
		t.Errorf("passes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"rule": 6}, got.Examined); diff != "" {
		t.Errorf("examined: the unknown one is neither (-want +got):\n%s", diff)
	}
}

func TestSeverityWhereItIsNotDeployed(t *testing.T) {
	c := check(t, rules.Rule{Match: rules.Match{Find: rules.Patterns{"evil()"}}})
	for path, want := range map[string]finding.Severity{"src/a.js": finding.High, "tests/a.js": finding.Note, "examples/a.js": finding.Note, "node_modules/x/a.js": finding.Note} {
		got := scanned(t, c, path, "evil()")
		if len(got.Findings) != 1 || got.Findings[0].Severity != want {
			t.Errorf("%s: got %+v, want one finding of severity %s", path, got.Findings, want)
		}
	}
}

func TestMessageNeverQuotesAValue(t *testing.T) {
	c := check(t, rules.Rule{Message: "`$NAME` is `$V`", Match: rules.Match{Find: rules.Patterns{"$NAME = $V"}, Where: map[string]rules.Condition{"NAME": {Name: "password"}, "V": {Secret: true}}}})
	got := scanned(t, c, "a.py", `password = "k9VxQ2mTz7Lp4w"`)
	if len(got.Findings) != 1 || got.Findings[0].Message != "`password` is `…`" {
		t.Fatalf("got %+v", got.Findings)
	}
	if diff := cmp.Diff([]finding.Range{{Start: 11, End: 27}}, got.Findings[0].Hide); diff != "" {
		t.Errorf("hidden (-want +got):\n%s", diff)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, find := range []string{"f(", "$X", "$F(...)", "$A + $B", "function f"} {
		_, err := code.New(&rules.Set{Rules: []rules.Rule{{Check: code.ID, File: "rules/code/x.yaml", Match: rules.Match{Find: rules.Patterns{find}}}}})
		if err == nil || !strings.Contains(err.Error(), "rules/code/x.yaml") {
			t.Errorf("find %q: error %v, want one that names the file", find, err)
		}
	}
}
