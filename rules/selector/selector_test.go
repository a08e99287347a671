package selector

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/rules"
)

func yes() *bool { b := true; return &b }
func no() *bool  { return new(bool) }

func TestJudge(t *testing.T) {
	const pod = "spec:\n  containers:\n  - name: a\n    ports: [80, 443]\n  - name: b\n    ports: [22]\n"
	for _, test := range []struct {
		name, format, text string
		tree               rules.Tree
		want               []string // subject's key or first line: answer
	}{
		{"items of a list", "yaml", pod, rules.Tree{Select: "spec.containers.*", Bad: []rules.Assertion{{Path: "ports", In: []string{"22"}}}}, []string{": 0", ": 2"}},
		{"any depth", "yaml", pod, rules.Tree{Select: "**.name", Bad: []rules.Assertion{{In: []string{"B"}}}}, []string{"name: 0", "name: 2"}},
		{"a plain key passes through a list", "yaml", pod, rules.Tree{Select: "spec", Bad: []rules.Assertion{{Path: "containers.name", In: []string{"b"}}}}, []string{"spec: 2"}},
		{"not-in speaks of every value", "yaml", pod, rules.Tree{Select: "spec", Bad: []rules.Assertion{{Path: "containers.ports", NotIn: []string{"443"}}}}, []string{"spec: 0"}},
		{"missing counts as holding", "yaml", pod, rules.Tree{Select: "spec", Bad: []rules.Assertion{{Path: "tls", In: []string{"off"}, Missing: true}}}, []string{"spec: 2"}},
		{"missing behind a template can't be told", "yaml", "spec:\n  security: {{ .Values.security }}\n", rules.Tree{Select: "spec", Bad: []rules.Assertion{{Path: "security.root", Exists: no()}}}, []string{"spec: 1"}},
		{"a variable can't be told", "terraform", "resource \"db\" \"x\" {\n  open = var.open\n}\n", rules.Tree{Select: "resource.db.*", Bad: []rules.Assertion{{Path: "open", In: []string{"true"}}}}, []string{"resource: 1"}},
		{"a dynamic block can't be told", "terraform", "resource \"db\" \"x\" {\n  dynamic \"logs\" {\n    for_each = var.logs\n  }\n}\n", rules.Tree{Select: "resource.db.*", Bad: []rules.Assertion{{Path: "logs", Exists: no()}}}, []string{"resource: 1"}},
		{"labels are keys", "terraform", "resource \"db\" \"x\" {\n  open = true\n}\nresource \"web\" \"x\" {\n  open = true\n}\n", rules.Tree{Select: "resource.db.*", Bad: []rules.Assertion{{Path: "open", In: []string{"true"}}}}, []string{"resource: 2"}},
		{"around the subject", "nginx", "http {\n  tokens on;\n  server { listen 80; }\n}\n", rules.Tree{Select: "**.server", Bad: []rules.Assertion{{Path: "^.tokens", In: []string{"on"}}}}, []string{"server: 2"}},
		{"a number of its own", "yaml", "a: {days: 7}\nb: {days: 90}\n", rules.Tree{Select: "*", When: []rules.Assertion{{Path: "days", Exists: yes()}}, Bad: []rules.Assertion{{Path: "days", Less: new(30.0)}}}, []string{"a: 2", "b: 0"}},
		{"all of one and the same node", "yaml", "rules: [{verbs: ['*'], on: pods}, {verbs: [get], on: '*'}]\n", rules.Tree{Select: "", Bad: []rules.Assertion{{Path: "rules.*", All: []rules.Assertion{{Path: "verbs", In: []string{"*"}}, {Path: "on", In: []string{"*"}}}}}}, []string{": 0"}},
		{"the last subject", "dockerfile", "FROM a\nFROM b\nUSER app\n", rules.Tree{Select: "stage", Last: true, Bad: []rules.Assertion{{Path: "USER", Exists: no()}}}, []string{"stage: 0"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := Compile(test.tree)
			if err != nil {
				t.Fatal(err)
			}
			root, _ := document.Read(test.format, []byte(test.text))
			roots := []*document.Node{root}
			if root.Kind == document.Stream {
				roots = root.Children
			}
			var got []string
			for _, r := range roots {
				for _, v := range s.Judge(r, Scope{Labels: test.format == "terraform"}) {
					got = append(got, fmt.Sprintf("%s: %d", v.Subject.Key, v.Bad))
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCompileSaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct {
		name string
		tree rules.Tree
		want string
	}{
		{"nothing bad", rules.Tree{Select: "a"}, "say what is bad"},
		{"empty key", rules.Tree{Select: "a..b", Absent: true}, "a key is missing"},
		{"open quote", rules.Tree{Select: `a."b`, Absent: true}, "does not end"},
		{"broken pattern", rules.Tree{Select: "a", Bad: []rules.Assertion{{Matches: "("}}}, "missing closing"},
		{"empty assertion", rules.Tree{Select: "a", Bad: []rules.Assertion{{Path: "b"}}}, "says nothing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Compile(test.tree); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that holds %q", err, test.want)
			}
		})
	}
}

// Many `**` over a deep tree must not multiply: this would never end.
func TestDeepTreeIsLinear(t *testing.T) {
	text := strings.Repeat(`{"a":`, 300) + "1" + strings.Repeat("}", 300)
	root, _ := document.Read("json", []byte(text))
	s, err := Compile(rules.Tree{Select: "**.a.**.a.**.a.**.a.**.a.**.b", Absent: true})
	if err != nil {
		t.Fatal(err)
	}
	if v := s.Judge(root, Scope{}); len(v) != 0 {
		t.Errorf("found %d subjects, want none", len(v))
	}
}
