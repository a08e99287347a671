package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

func init() {
	every = append(every, syntax.Ruby)
	fixtures = append(fixtures,
		"require 'a'\nmodule B\n  class C < D::E\n    F = %w[g h].freeze\n    before_action :i, only: [:j], if: -> { k? }\n    def l(m, n = 1, *o, p:, q: 2, **r, &s)\n      @t ||= u.v(m) { |w, (x, y)| w[:z] + x } unless n == /a#{b}/i\n      c d, e: \"f#{g \"h\"}\" do |i| next i if j; end\n      k = l ? m : n; o, p = q, r\n      rescue S, T => u then raise\n      ensure v\n    end\n    def self.w = x y\n  end\nend\n",
		"a <<~B, <<-'C'\n  d #{e(f)}\n  B\n  g\n  C\ncase h when 1, 2 then i; in { j: Integer => k } if l; else m end\nn = `o #{p}` / q / 2; r %(s) , ?t, :u, :\"v w\", %i[x y], a&.b, c::D.new(e: 1)\n=begin\nf\n=end\nwhile g do h end; begin; i; end until j; alias k l; puts -m, *n, &o\n__END__\np(\n")
}

func FuzzRuby(f *testing.F) { fuzz(f, syntax.Ruby) }

func TestRubyCalls(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"brackets or none", "a(b)\nc d, e\nf.g h\n", []string{"a", "c", "f.g"}},
		{"constants", "Digest::MD5.hexdigest(x)\nA::B.new(1)\n::C.d\n", []string{"Digest.MD5.hexdigest", "A.B", "C.d"}},
		{"chain", "a.b(c).d e\n", []string{"a.b", "a.b().d"}},
		{"chain over lines", "a\n  .b # c\n  .d(e)\n", []string{"a.b", "a.b().d"}},
		{"local", "def f\n  h = Net::HTTP.new(a)\n  h.get(b)\nend\n", []string{"Net.HTTP", "Net.HTTP().get"}},
		{"in a block, of what stands around", "def f\n  h = A.new\n  b.each do |c|\n    h.d(c)\n  end\nend\n", []string{"A", "b.each", "A().d"}},
		{"commands", "x = `ls #{d}`\n%x(rm #{e})\n", []string{"backticks", "backticks"}},
		{"division is no regular expression", "a = b / c; d(e) / f(g)\n", []string{"d", "f"}},
		{"a regular expression is no division", "a b, /c(d)/\nreturn if x =~ /y(z)/\nw(1)\n", []string{"a", "w"}},
		{"modifiers", "a(b) if c(d) unless e(f)\n", []string{"a", "c", "e"}},
		{"in a string", "a \"b #{c(d)} e\"\n", []string{"a", "c"}},
		{"in a heredoc", "a <<~E, f(1)\n  b #{c(d)}\nE\ng(2)\n", []string{"a", "f", "c", "g"}},
		{"not in a comment", "# a(b)\n=begin\nc(d)\n=end\ne(f)\n__END__\ng(h)\n", []string{"e"}},
		{"not in plain text", "a 'b #{c(d)}'\n", []string{"a"}},
		{"safe navigation", "a&.b(c)\n", []string{"a.b"}},
		{"keys without values", "def a b:, c:\n  d b:, c:\nend\ne(f)\n", []string{"d", "e"}},
		{"a question", "raise A, b unless c?\nd c? ? 1 : 2\n", []string{"raise", "c?", "d", "c?"}},
		{"signs", "puts -x\na - b\nc [1]\nd[1]\ne *f\ng * h\ni :==, :[]\n-1.j\n", []string{"puts", "c", "e", "i", "?.j"}},
		{"targets are none", "a.b = c d\na.e += 1\n", []string{"c"}},
		{"cases", "case a 1\nwhen b(2), :c then d 3\nin {e: F(g)} if h(4)\n i 5\nelse j 6 end\n", []string{"a", "b", "d", "h", "i", "j"}},
		{"what is yielded", "yield.a 1\nb c: yield, d: 2\n", []string{"?.a", "b"}},
		{"in a hash", "a b: c(d), 'e' => f(g)\n", []string{"a", "c", "f"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, resolved(syntax.Ruby, test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRubyValues looks at the last argument of the last call.
func TestRubyValues(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
	}{
		{"plain", "f 'a\\nb'\n", "a\\nb"},
		{"escapes", "f \"a\\tb\"\n", "a\tb"},
		{"symbol", "f :abc\n", "abc"},
		{"constant", "class C\n  A = 'x'\n  def g\n    f A\n  end\nend\n", "x"},
		{"frozen", "A = 'x'.freeze\nf(A)\n", "x"},
		{"sum", "a = 'x'\nf('y' + a)\n", "yx"},
		{"hole", "a = 'x'\nf(\"y#{a}z\")\n", "yxz"},
		{"heredoc", "f <<~E\n  a\n    b\nE\n", "a\n  b\n"},
		{"percent", "f %q(a(b)c)\n", "a(b)c"},
		{"assigned twice", "a = 'x'\na = 'y'\nf(a)\n", ""},
		{"parameter", "def g(a)\n  f a\nend\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := syntax.Read(syntax.Ruby, []byte(test.text))
			var call *syntax.Expr
			for i := range f.Calls {
				if f.CalleeName(&f.Calls[i]) == "f" {
					call = f.CallExpr(&f.Calls[i])
				}
			}
			if call == nil || len(call.List) == 0 {
				t.Fatal("no call of f")
			}
			if v := f.Value(call.List[len(call.List)-1]); v.Known != (test.want != "") || v.Text != test.want {
				t.Errorf("%q, %v; want %q", v.Text, v.Known, test.want)
			}
		})
	}
}

func TestRubyArguments(t *testing.T) {
	f := syntax.Read(syntax.Ruby, []byte("f a, *b, c: 1, \"d\" => 2, **e, &g\n"))
	call := f.CallExpr(&f.Calls[0])
	var got []string
	for _, a := range call.List {
		switch a.Kind {
		case syntax.KeywordExpr:
			got = append(got, a.Name+"="+a.X.Text)
		case syntax.SpreadExpr:
			got = append(got, "spread "+a.X.Name)
		default:
			got = append(got, a.Name)
		}
	}
	if diff := cmp.Diff([]string{"a", "spread b", "c=1", "d=2", "spread e", ""}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
