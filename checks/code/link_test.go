package code_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/checks/code"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// tree scans a small repository written as -- path -- sections.
func tree(t *testing.T, c scan.Check, text string) finding.Result {
	t.Helper()
	dir := t.TempDir()
	for _, section := range strings.Split("\n"+text, "\n-- ")[1:] {
		name, body, _ := strings.Cut(section, " --\n")
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(body+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	files, err := source.Open(dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	result, _, err := scan.Run(t.Context(), files, []scan.Check{c}, scan.Options{Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// found writes findings as path:line severity, with the lines their values came through.
func found(result finding.Result) []string {
	var list []string
	for _, f := range result.Findings {
		text := fmt.Sprintf("%s:%d %s", f.At.Path, f.At.Start.Line, f.Severity)
		for _, step := range f.Related {
			text += fmt.Sprintf(" <%s:%d>", step.At.Path, step.At.Start.Line)
		}
		list = append(list, text)
	}
	return list
}

// crossing are small repositories in which values go from file to file. sink(…) takes a value that a client must not
// choose: medium when it is a parameter, high when it is surely a client's. Each want is what is found beyond notes.
var crossing = map[string]map[string]crossed{
	"javascript": crossingScript,
	"python":     crossingPython,
	"java":       crossingJava,
	"csharp":     crossingCSharp,
	"go":         crossingGo,
	"php":        crossingPHP,
	"ruby":       crossingRuby,
}

type crossed struct {
	text string
	want []string
}

func TestCrossing(t *testing.T) {
	unknown := rules.Condition{Is: "given", Sink: "sql"}
	tainted := rules.Condition{Is: "tainted", Sink: "sql"}
	c, err := code.New(&rules.Set{Rules: []rules.Rule{{
		ID: "rule", Check: code.ID, Severity: finding.Medium, Languages: []string{"javascript", "typescript", "python", "go", "java", "csharp", "php", "ruby"},
		Match: rules.Match{
			Find: rules.Patterns{"$D.sink($Q)"}, Where: map[string]rules.Condition{"Q": unknown},
			Raise: []rules.Level{{To: finding.High, Where: map[string]rules.Condition{"Q": tainted}}},
		},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range slices.Sorted(maps.Keys(crossing)) {
		for _, name := range slices.Sorted(maps.Keys(crossing[language])) {
			t.Run(language+"/"+name, func(t *testing.T) {
				tt := crossing[language][name]
				if diff := cmp.Diff(tt.want, found(tree(t, c, tt.text))); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestConstantsOfOtherFiles looks for hash.make("md5"), the algorithm standing in another file.
func TestConstantsOfOtherFiles(t *testing.T) {
	c, err := code.New(&rules.Set{Rules: []rules.Rule{{
		ID: "rule", Check: code.ID, Severity: finding.High, Languages: []string{"javascript", "typescript", "python", "go", "java", "csharp", "php", "ruby"},
		Match: rules.Match{Find: rules.Patterns{"$H.make($A)"}, Where: map[string]rules.Condition{"A": {In: []string{"md5"}}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"an export of TypeScript", `
-- a.ts --
import { ALGO, OTHER } from "./constants";
hash.make(ALGO);
hash.make(OTHER);
-- constants.ts --
export const ALGO = "md5";
export const OTHER = "sha256";`, []string{"a.ts:2 high"}},
		{"passed on, with another name", `
-- a.ts --
import { ALGO as kind } from "./lib";
hash.make(kind);
-- lib/index.ts --
export * from "./constants";
-- lib/constants.ts --
export const ALGO = "md5";`, []string{"a.ts:2 high"}},
		{"an object of settings", `
-- a.js --
const config = require("./config");
hash.make(config.hash.kind);
-- config.js --
module.exports = { hash: { kind: "md5" } };`, []string{"a.js:2 high"}},
		{"a default export", `
-- a.ts --
import config from "./config";
hash.make(config.kind);
-- config.ts --
export default { kind: "md5" };`, []string{"a.ts:2 high"}},
		{"what the environment decides", `
-- a.ts --
import { ALGO } from "./constants";
hash.make(ALGO);
-- constants.ts --
export const ALGO = process.env.ALGO;`, nil},
		{"what changes", `
-- a.ts --
import { ALGO } from "./constants";
hash.make(ALGO);
-- constants.ts --
export let ALGO = "md5";
if (strong) ALGO = "sha256";`, nil},
		{"a name of another module", `
-- a.ts --
import { ALGO } from "algorithms";
hash.make(ALGO);
-- algorithms.ts --
export const ALGO = "md5";`, nil},
		{"settings of Python", `
-- app/a.py --
from app.settings import ALGO
from . import settings
hash.make(ALGO)
hash.make(settings.KIND)
-- app/settings/__init__.py --
from .base import *
KIND = "md5"
-- app/settings/base.py --
ALGO = "md5"`, []string{"app/a.py:3 high", "app/a.py:4 high"}},
		{"a class of constants of Python", `
-- a.py --
from constants import Algo
hash.make(Algo.WEAK)
-- constants.py --
class Algo:
    WEAK = "md5"`, []string{"a.py:2 high"}},
		{"constants that stand for each other", `
-- a.py --
from b import X
hash.make(X)
-- b.py --
from c import X
-- c.py --
from b import X`, nil},
		{"a static final of Java", `
-- src/a/A.java --
package a;
import b.Constants;
class A { void f() { hash.make(Constants.ALGO); } }
-- src/b/Constants.java --
package b;
public class Constants { public static final String ALGO = "md5"; }
-- src/c/Constants.java --
package c;
public class Constants { public static final String ALGO = "sha256"; }`, []string{"src/a/A.java:3 high"}},
		{"another package's", `
-- src/a/A.java --
package a;
import c.Constants;
class A { void f() { hash.make(Constants.ALGO); } }
-- src/b/Constants.java --
package b;
public class Constants { public static final String ALGO = "md5"; }
-- src/c/Constants.java --
package c;
public class Constants { public static final String ALGO = "sha256"; }`, nil},
		{"a constant of C#", `
-- A.cs --
class A { void F() { hash.make(Defaults.Algo); } }
-- Defaults.cs --
public static class Defaults { public const string Algo = "md5"; }`, []string{"A.cs:1 high"}},
		{"a constant of Go's package, and of another", `
-- go.mod --
module example.com/app
-- web/a.go --
package web
import "example.com/app/conf"
func f() { hash.make(algo); hash.make(conf.Algo); hash.make(conf.Strong) }
-- web/b.go --
package web
const algo = "md5"
-- conf/conf.go --
package conf
const (
	Algo = "md5"
	Strong = "sha256"
)`, []string{"web/a.go:3 high", "web/a.go:3 high"}},
		{"a class constant of PHP", `
-- a.php --
<?php
use App\Config\Algo;
$h->make(Algo::WEAK);
-- src/Config/Algo.php --
<?php
namespace App\Config;
class Algo { const WEAK = 'md5'; }`, []string{"a.php:3 high"}},
		{"a constant of Ruby", `
-- app/a.rb --
hash.make(Algo::WEAK)
-- lib/algo.rb --
module Algo
  WEAK = "md5"
end`, []string{"app/a.rb:1 high"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, found(tree(t, c, strings.TrimPrefix(tt.text, "\n")))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
