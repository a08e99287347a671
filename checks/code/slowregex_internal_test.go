package code

import "testing"

func TestSlow(t *testing.T) {
	for expr, want := range map[string]bool{
		`^(a+)+$`:            true,
		`^([a-z]*)*x`:        true,
		`(x+x+)+y`:           true,
		`^(\w+,?)*;`:         true,
		`^([-_+.]\w+)*@`:     true,
		`^(([a-z])+.)+[A-Z]`: true,
		`^(?=(a+)+$)b`:       true,
		`(a+)+`:              false, // nothing behind it fails
		`^(\w+,)*;`:          false,
		`^([\w-]+\.)+[a-z]$`: false,
		`^(a|b)+$`:           false,
		`^[a-z]+$`:           false,
		`^(\d{1,3}\.){3}$`:   false,
		`^([`:                false,
	} {
		if got := slow(expr); got != want {
			t.Errorf("slow(%q) = %v", expr, got)
		}
	}
}
