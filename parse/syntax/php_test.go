package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

func init() {
	every = append(every, syntax.PHP)
	fixtures = append(fixtures,
		"<p><?= a($b) ?>\n<?php namespace A\\B; use C\\D as E, F\\{G, H as I};\n#[J(1)] abstract class K extends L implements M, N { use O; const P = 'q' . \"r\\n\"; public ?string $s = \"t $u[v] {$w->x('y')} ${z}\"; public function __construct(private readonly A $b, int ...$c) { parent::d(e: 1, ...$f); $this->g ??= new static($h); } abstract function i(): ?J; }\n",
		"<?php $a = fn($b) => $c?->d() ?? (int) $e; $f = static function () use (&$g): h { yield $i; }; [$j, 'k' => $l] = match(true) { $m, $n => o(), default => throw new P() };\nforeach ($q as $r => list($s)): echo $t, <<<U\n  v {$w['x']}\n  U; endforeach; try { `y $z`; } catch (A | B $c) { } include 'd'; // e ?> <b>\n<?php new class(1) extends F { }; /* g */ # h\n$i{'j'} .= <<<'K'\nL\nK;\n")
}

func FuzzPHP(f *testing.F) { fuzz(f, syntax.PHP) }

func TestPHPCalls(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"in a page", "<b><?php a(1) ?>c(2)<?= $d ?>", []string{"a", "short_echo"}},
		{"words that take values", "echo $a, b(1); include 'c'; print(1);", []string{"echo", "b", "include", "print"}},
		{"names without namespaces", "use A\\B\\C; use D\\E as F; C::g(); F::h(); \\I\\J::k(); \\exec($l);", []string{"C.g", "E.h", "J.k", "exec"}},
		{"what is made", "$db = new \\PDO($a); $db->query($b); (new C)->d(1);", []string{"PDO", "PDO().query", "C().d"}},
		{"what this has", "class A { function __construct() { $this->b = new C(1); } function d() { $this->b->e(1); } }", []string{"C", "C().e"}},
		{"declared parameters", "function a(Request $b, ?PDO $c, string $d) { $b->e(1); $c->f(2); $d->g(3); }", []string{"Request().e", "PDO().f", "?$d.g"}},
		{"what nobody assigns", "a($_GET['b']); $c->d()->e();", []string{"a", "$c.d", "$c.d().e"}},
		{"commands", "$a = `ls $b`;", []string{"shell_exec"}},
		{"in strings", "a(\"b {$c->d(1)} $e[f]\"); g(<<<H\n {$i->j(2)}\nH);", []string{"a", "$c.d", "g", "$i.j"}},
		{"not in comments", "# a(1)\n// b(2)\n/* c(3) */ #[D(4)]\ne(5);", []string{"e"}},
		{"not keywords", "if ($a) { b(1); } while (c(2)): endwhile; function d() {} array(e(3)); (int) (f(4));", []string{"b", "c", "e", "f"}},
		{"closures", "a(fn($b) => c($b), function ($d) use ($e) { f($d); });", []string{"a", "c", "f"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := "<?php " + test.text
			if test.text[0] == '<' {
				text = test.text
			}
			f := syntax.Read(syntax.PHP, []byte(text))
			var got []string
			for i := range f.Calls {
				got = append(got, f.Resolve(f.CallExpr(&f.Calls[i]).X))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(f.Errors) > 0 {
				t.Errorf("errors: %v", f.Errors)
			}
		})
	}
}

func TestPHPValues(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"plain", `f('a\'b\n');`, `a'b\n`},
		{"escapes", `f("a\tb");`, "a\tb"},
		{"sum", `$a = 'x'; f('y' . $a);`, "yx"},
		{"hole", `$a = 'x'; f("y{$a}z$a");`, "yxzx"},
		{"class constant", `class A { const B = 'c'; function d() { f(self::B); } }`, "c"},
		{"heredoc", "f(<<<X\na\nX);", "a"},
		{"parameter", `function g($a) { f($a); }`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if v := folded(syntax.PHP, "<?php "+test.text); v.Text != test.want || v.Known != (test.want != "") {
				t.Errorf("got %+v, want %q", v, test.want)
			}
		})
	}
}

func TestPHPFunctions(t *testing.T) {
	got := functions(syntax.Read(syntax.PHP, []byte("<?php class A { public static function b(?C $d, &$e = [1], int ...$f): g { h(); } }\n$i = fn($j) => $j + 1;")))
	want := []function{
		{Name: "b", Params: []string{"$d: ?C", "$e = [1]", "$f: int"}, Body: "h();", Class: "A"},
		{Params: []string{"$j"}, Body: "$j + 1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
