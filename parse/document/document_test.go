package document

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// dump writes a tree one node a line: path, arguments, value and type.
func dump(root *Node) string {
	var b strings.Builder
	for n := range root.All() {
		if n == root {
			continue
		}
		fmt.Fprintf(&b, "%s", n.Path())
		for _, a := range n.Args {
			fmt.Fprintf(&b, " (%s)", a.Value)
		}
		if n.Kind == Scalar && n.Value != "" {
			fmt.Fprintf(&b, " = %s", n.Value)
		}
		if n.Type != Text {
			fmt.Fprintf(&b, " %s", [...]string{"text", "number", "bool", "null", "expression"}[n.Type])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// checkPlaces fails when an offset lies outside the text or a plain value doesn't stand where it is said to.
func checkPlaces(t *testing.T, root *Node, text string) {
	t.Helper()
	inside := func(r Range) bool { return 0 <= r.Start && r.Start <= r.End && r.End <= len(text) }
	for n := range root.All() {
		if !inside(n.At) || !inside(n.KeyAt) {
			t.Fatalf("%s: at %v, key at %v, outside %d bytes", n.Path(), n.At, n.KeyAt, len(text))
		}
		for _, a := range n.Args {
			if !inside(a.At) {
				t.Fatalf("%s: argument at %v, outside %d bytes", n.Path(), a.At, len(text))
			}
		}
	}
}

func TestMain(m *testing.M) {
	if path := os.Getenv("DUMP"); path != "" {
		text, _ := os.ReadFile(path)
		root, problems := Read(FormatOf(path), text)
		fmt.Print(dump(root))
		fmt.Println(problems)
		return
	}
	os.Exit(m.Run())
}

var fixtures = []struct {
	name, format, text, want string
	problems                 int
}{
	{"yaml: maps, lists, types", "yaml", "a: 1\nb:\n  - x: yes\n    y: 'q'\n  - [1, \"two\"]\nc: ~\n", `[0]
[0].a = 1 number
[0].b
[0].b[0]
[0].b[0].x = yes
[0].b[0].y = q
[0].b[1]
[0].b[1][0] = 1 number
[0].b[1][1] = two
[0].c = ~ null
`, 0},
	{"yaml: anchors and merge keys", "yaml", "base: &b {image: x, tag: 1}\nweb:\n  <<: *b\n  tag: 2\n", `[0]
[0].base
[0].base.image = x
[0].base.tag = 1 number
[0].web
[0].web.tag = 2 number
[0].web.image = x
`, 0},
	{"yaml: helm template", "yaml", "spec:\n  replicas: {{ .Values.n }}\n  {{- if .Values.x }}\n  host: \"{{ .h }}.example\"\n  {{- end }}\n  labels:\n    {{- include \"l\" . | nindent 4 }}\n", `[0]
[0].spec
[0].spec.replicas = {{ .Values.n }} expression
[0].spec.host = {{ .h }}.example expression
[0].spec.labels = {{- include "l" . | nindent 4 }} expression
`, 0},
	{"yaml: a bad document between good ones", "yaml", "a: 1\n---\nb: [1\nc: 2\n---\nd: 3\n", "[0]\n[0].a = 1 number\n[1]\n[1].c = 2 number\n[2]\n[2].d = 3 number\n", 1},
	{"yaml: self-referencing alias", "yaml", "a: &a {b: *a}\n", "[0]\n[0].a\n[0].a.b\n[0].a.b.b expression\n", 1},
	{"yaml: cloudformation tags", "yaml", "a: !Ref X\nb: !Join [\"\", [a]]\n", "[0]\n[0].a = X expression\n[0].b\n[0].b.Fn::Join\n[0].b.Fn::Join[0]\n[0].b.Fn::Join[1]\n[0].b.Fn::Join[1][0] = a\n", 0},
	{"json: comments, trailing commas, duplicates", "json", "{\n // c\n \"a\": [1, true, null,],\n /* d */ \"a\": \"\\u00e9${x}\",\n}", `a
a[0] = 1 number
a[1] = true bool
a[2] = null null
a = é${x} expression
`, 0},
	{"json: broken", "json", `{"a": {"b": 1, "c" 2}, "d": [1,`, "a\na.b = 1 number\na.c = 2 number\nd\nd[0] = 1 number\n", 1},
	{"env", "env", "# c\nexport A=1 # note\nB=\"two\nlines\"\nC='${x}'\nD=${A}-x\n\nnot a line\nE=p#q\n", "A = 1\nB = two\nlines\nC = ${x}\nD = ${A}-x expression\nE = p#q\n", 1},
	{"yaml: workflow expression over several lines", "yaml", "if: >-\n  ${{\n    a\n    || b\n  }}\nc: 1\n", "[0]\n[0].if = >-\n  ${{\n    a\n    || b\n  }} expression\n[0].c = 1 number\n", 0},
	{"toml", "toml", "# top\na = \"x\"\n[t.u]\nb = [1, \"two\", # c\n  {c = true, d.e = 3}]\n[[p]]\nn = 1\n[[p]]\nn = 2\nbroken = =\nz = \"\"\"\nml\"\"\"\n", `a = x
t
t.u
t.u.b
t.u.b[0] = 1 number
t.u.b[1] = two
t.u.b[2]
t.u.b[2].c = true bool
t.u.b[2].d
t.u.b[2].d.e = 3 number
p
p[0]
p[0].n = 1 number
p[1]
p[1].n = 2 number
p[1].z = ml
`, 1},
	{"terraform: an unclosed block doesn't swallow the next", "terraform", `resource "aws_s3_bucket" "b" {
  acl  = var.acl
  n    = -1
  tags = { A = "1", "b c" = local.x }
  ingress {
    cidr_blocks = ["0.0.0.0/0"]
  }
  policy = jsonencode({ Statement = [{ Effect = "Allow" }] })
  heredoc = <<EOT
{"Action": "*", "R": "${aws.x}"}
EOT
  s = "a-${var.x}"
}
resource "x" "unclosed" {
  a = 1

variable "v" {
  default = true
}
`, `resource (aws_s3_bucket) (b)
resource.acl = var.acl expression
resource.n = -1 number
resource.tags
resource.tags.A = 1
resource.tags.b c = local.x expression
resource.ingress
resource.ingress.cidr_blocks
resource.ingress.cidr_blocks[0] = 0.0.0.0/0
resource.policy expression
resource.policy.Statement
resource.policy.Statement[0]
resource.policy.Statement[0].Effect = Allow
resource.heredoc expression
resource.heredoc.Action = *
resource.heredoc.R = ${aws.x} expression
resource.s = a-${var.x} expression
resource (x) (unclosed)
resource.a = 1 number
variable (v)
variable.default = true bool
`, 1},
	{"nginx: templates, lua, a missing semicolon", "nginx", `user nginx;
http {
  {{- if .tls }}
  ssl_protocols TLSv1.2 "TLSv1.3"; # ok
  {{- end }}
  {{ include "x" . }}
  server {
    listen ${PORT} ssl;
    server_name {{ .host }} a.example;
    location ~ \.php$ { proxy_pass http://$up; }
    content_by_lua_block { local t = {a="}"} }
    broken
  }
}
`, `user (nginx)
http
http.ssl_protocols (TLSv1.2) (TLSv1.3)
http[1] = {{ include "x" . }} expression
http.server
http.server.listen (${PORT}) (ssl) expression
http.server.server_name ({{ .host }}) (a.example) expression
http.server.location (~) (\.php$)
http.server.location.proxy_pass (http://$up)
http.server.content_by_lua_block =  local t = {a="}"} 
http.server.broken
`, 1},
	{"dockerfile", "dockerfile", "# syntax=docker/dockerfile:1\nARG V=22\nFROM --platform=$P node:${V}-alpine AS build\nENV A=1 B=\"two words\"\nRUN apk add \\\n  # note\n  curl\nUSER $A\nFROM scratch\nCOPY --from=build [\"/a\", \"/b c\"]\nRUN <<EOF\nset -e\nEOF\nUSER app\n", `stage
stage.ARG
stage.ARG.V = 22
stage (node:22-alpine) (build)
stage.FROM (node:22-alpine) (AS) (build) = --platform=$P node:${V}-alpine AS build expression
stage.FROM.--platform = $P
stage.ENV
stage.ENV.A = 1
stage.ENV.B = two words
stage.RUN (apk) (add) (curl) = apk add   curl
stage.USER (1) = $A
stage (scratch)
stage.FROM (scratch) = scratch
stage.COPY (/a) (/b c) = --from=build ["/a", "/b c"]
stage.COPY.--from = build
stage.RUN (<<EOF) = <<EOF
set -e

stage.RUN.<<EOF = set -e

stage.USER (app) = app
`, 0},
}

func TestRead(t *testing.T) {
	for _, test := range fixtures {
		t.Run(test.name, func(t *testing.T) {
			for _, text := range []string{test.text, "\uFEFF" + test.text} {
				root, problems := Read(test.format, []byte(text))
				if diff := cmp.Diff(test.want, dump(root)); diff != "" {
					t.Errorf("tree (-want +got):\n%s", diff)
				}
				if len(problems) != test.problems {
					t.Errorf("got problems %v, want %d", problems, test.problems)
				}
				checkPlaces(t, root, text)
			}
		})
	}
}

func TestTruncatedAtEveryByte(t *testing.T) {
	for _, test := range fixtures {
		for i := range test.text {
			root, _ := Read(test.format, []byte(test.text[:i]))
			checkPlaces(t, root, test.text[:i])
		}
	}
}

func TestNestingIsRefused(t *testing.T) {
	const n = 1_000_000
	bombs := []struct{ name, format, text string }{
		{"yaml flow", "yaml", strings.Repeat("[", n)},
		{"yaml dashes", "yaml", strings.Repeat("- ", n)},
		{"json", "json", strings.Repeat("[", n)},
		{"json maps", "json", strings.Repeat(`{"a":`, n)},
		{"toml", "toml", "a = " + strings.Repeat("[", n)},
		{"toml tables", "toml", strings.Repeat("a.", n) + "a = 1"},
		{"nginx", "nginx", strings.Repeat("a{", n)},
		{"terraform", "terraform", "a = " + strings.Repeat("[", n)},
		{"terraform not", "terraform", "a = " + strings.Repeat("!", n) + "true"},
		{"terraform condition", "terraform", "a = " + strings.Repeat("a ? b : ", n) + "c"},
		{"terraform template", "terraform", "a = \"" + strings.Repeat("%{ if a }", n) + "\""},
	}
	for _, bomb := range bombs {
		t.Run(bomb.name, func(t *testing.T) {
			start := time.Now()
			_, problems := Read(bomb.format, []byte(bomb.text))
			if len(problems) == 0 || problems[0].Reason != "too-deep" {
				t.Errorf("got %v, want too-deep", problems)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestAliasBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < 9; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9), ","))
	}
	root, problems := Read("yaml", []byte(b.String()))
	if len(problems) != 1 || problems[0].Reason != "too-deep" {
		t.Errorf("got %v, want one too-deep", problems)
	}
	count := 0
	for range root.All() {
		count++
	}
	if count > 3*aliasBudget {
		t.Errorf("the tree has %d nodes", count)
	}
}

func TestPlaces(t *testing.T) {
	tests := []struct {
		name, format, text string
		path               []string
		key, value         string
	}{
		{"yaml after wide runes", "yaml", "é: 1\nk: {ü: \"v w\"} # c\n", []string{"0", "k", "ü"}, "ü", `"v w"`},
		{"yaml crlf", "yaml", "a: 1\r\nb: two words\r\n", []string{"0", "b"}, "b", "two words"},
		{"yaml literal", "yaml", "a: |\n  x\n\n  y\nb: 1\n", []string{"0", "a"}, "a", "|\n  x\n\n  y"},
		{"yaml anchored", "yaml", "a: &x !!str v\n", []string{"0", "a"}, "a", "v"},
		{"yaml folded plain", "yaml", "a: one\n  two\nb: 1\n", []string{"0", "a"}, "a", "one\n  two"},
		{"json", "json", `{"a": [1, "b"]}`, []string{"a", "1"}, "", `"b"`},
		{"docker continued", "dockerfile", "FROM a\nENV A=1 \\\n  B=2\n", []string{"stage", "ENV", "B"}, "B", "2"},
		{"toml inline", "toml", "a = 1\nb = { c = [1, 'x'] } # d\n", []string{"b"}, "b", "{ c = [1, 'x'] }"},
		{"terraform", "terraform", "a {\n  b = \"é\"\n  c = [ 1 ]\n}\n", []string{"a", "c"}, "c", "[ 1 ]"},
		{"nginx", "nginx", "http {\n  a b 'c d';\n}\n", []string{"http", "a"}, "a", "a b 'c d'"},
		{"env", "env", "A=\"b\"\n", []string{"A"}, "A", `"b"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, mark := range []string{"", "\uFEFF"} {
				text := mark + test.text
				root, _ := Read(test.format, []byte(text))
				n := root.Find(test.path...)
				if n == nil {
					t.Fatalf("nothing at %v in\n%s", test.path, dump(root))
				}
				got := [2]string{text[n.KeyAt.Start:n.KeyAt.End], text[n.At.Start:n.At.End]}
				if want := [2]string{test.key, test.value}; test.key != "" && got != want || got[1] != want[1] {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, test := range fixtures {
		f.Add(test.format, []byte(test.text))
	}
	f.Fuzz(func(t *testing.T, format string, text []byte) {
		start := time.Now()
		root, _ := Read(format, text)
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("%d bytes took %v", len(text), took)
		}
		checkPlaces(t, root, string(text))
	})
}

func bigYAML() []byte {
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, "key%d: value\n", i)
	}
	return []byte(b.String())
}

func BenchmarkYAML100000Keys(b *testing.B) {
	text := bigYAML()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Read("yaml", text)
	}
}
