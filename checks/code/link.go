package code

import (
	"bytes"
	"hash/fnv"
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/manifest"
	"github.com/seaworthy-dev/seaworthy/parse/modules"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// A link is what Repo knows of a file to follow values from one file to another: what it may call, and what was asked of
// other files while its own rules ran.
type link struct {
	language syntax.Language
	sourced  bool     // what clients send may come in here
	words    []uint32 // hashes of what it calls, imports and, where types tell what is meant, names
	imports  []string // canonical names
	asks     *asks
}

// An asks is what the rules of one file would know of others.
type asks struct {
	rules     []int // those that asked
	params    []askedParam
	calls     []askedCall
	constants []string // canonical names
	sum       uint32   // of what these rules found without an answer
}

// An askedParam is a parameter whose value other files may give.
type askedParam struct {
	call  string   // what its function is called by
	types []string // of a method: what its object may be declared as
}

// defaultName is what a function goes by that is all a file exports: importers choose its name.
const defaultName = "default"

// An askedCall is a function that may stand in another file and whose result matters.
type askedCall struct {
	name string // canonical
	fed  bool   // given what clients send
}

// Bounds of what one file may ask and say.
const (
	maxAsks  = 200
	maxWords = 4000
)

// A wonder collects, while a file's rules run, what they would know of other files.
type wonder struct {
	rule      int // the one at work
	rules     map[int]bool
	params    map[string]askedParam
	calls     map[string]bool // whether they were fed
	constants map[string]bool
}

func (w *wonder) asked() {
	if w.rules == nil {
		w.rules, w.params, w.calls, w.constants = map[int]bool{}, map[string]askedParam{}, map[string]bool{}, map[string]bool{}
	}
	w.rules[w.rule] = true
}

// param notes that a parameter's value comes from wherever its function is called.
func (w *wonder) param(r *run, fn int) {
	w.asked()
	if len(w.params) < maxAsks {
		f := &r.file.Functions[fn]
		name := r.calledBy(fn)
		key := name + " " + r.className(f.Class)
		if _, ok := w.params[key]; ok {
			return
		}
		w.params[key] = askedParam{name, r.typesOf(f.Class)}
		if f.Class < 0 && !byType(r.file.Language) && fn == r.defaultExport() {
			w.params[defaultName] = askedParam{call: defaultName}
		}
	}
}

// call notes that the result of a function that may stand in another file matters.
func (w *wonder) call(canonical string, fed bool) {
	if canonical == "" || canonical[0] == '?' || strings.HasPrefix(canonical, "this.") {
		return
	}
	if w.asked(); fed || len(w.calls) < maxAsks {
		w.calls[canonical] = w.calls[canonical] || fed
	}
}

// calledBy gives the name that calls of a function end in: that of the class for its constructor.
func (r *run) calledBy(fn int) string {
	f := &r.file.Functions[fn]
	switch f.Name {
	case "constructor", "__init__", "__construct", "initialize":
		if f.Class >= 0 {
			return r.className(f.Class)
		}
	}
	return f.Name
}

func (r *run) className(i int) string {
	if i < 0 || i >= len(r.file.Classes) {
		return ""
	}
	return r.file.Classes[i].Name
}

// link tells Repo of the file; nil when there is nothing to tell.
func (r *run) link() *link {
	if !r.unit.Role.Deployed() || !r.sourced && r.wonder.rules == nil {
		return nil
	}
	l := &link{language: r.file.Language, sourced: r.sourced}
	if r.sourced {
		l.words, l.imports = r.words(), r.modules()
	}
	if w := &r.wonder; w.rules != nil {
		l.asks = &asks{rules: sortedOf(w.rules), sum: r.sum(w.rules)}
		for _, call := range sortedKeys(w.calls) {
			l.asks.calls = append(l.asks.calls, askedCall{strings.Clone(call), w.calls[call]})
		}
		for _, name := range sortedKeys(w.constants) {
			l.asks.constants = append(l.asks.constants, strings.Clone(name))
		}
		for _, key := range sortedKeys(w.params) {
			p := w.params[key]
			p.call = strings.Clone(p.call)
			for i := range p.types {
				p.types[i] = strings.Clone(p.types[i])
			}
			l.asks.params = append(l.asks.params, p)
		}
	}
	return l
}

func sortedOf(set map[int]bool) []int {
	list := make([]int, 0, len(set))
	for i := range set {
		list = append(list, i)
	}
	slices.Sort(list)
	return list
}

func (r *run) words() []uint32 {
	var list []uint32
	add := func(name string) {
		if name != "" && len(list) < maxWords {
			list = append(list, hash(name))
		}
	}
	for i := range r.file.Calls {
		add(r.file.CalleeName(&r.file.Calls[i]))
	}
	for _, m := range r.file.Imports {
		add(m.Name)
		if m.Name == "" {
			add(defaultName)
		}
	}
	if len(r.callsNamed("require")) > 0 {
		add(defaultName)
		for i := range r.file.Assigns { // const { find: look } = require("./users")
			if a := &r.file.Assigns[i]; r.is(a.Value.Start, "require") {
				for k := a.Target.Start; k < a.Target.End; k++ {
					add(r.text(k))
				}
			}
		}
	}
	if byType(r.file.Language) && r.file.Language != syntax.Go {
		for k := range r.file.Tokens {
			t := &r.file.Tokens[k]
			if c := r.file.Text[t.Start]; t.Kind == syntax.Ident && c >= 'A' && c <= 'Z' {
				add(r.text(k))
			}
		}
	}
	slices.Sort(list)
	return slices.Clip(slices.Compact(list))
}

func (r *run) modules() []string {
	var list []string
	add := func(name string) {
		if len(list) < maxAsks && !slices.Contains(list, name) {
			list = append(list, strings.Clone(name))
		}
	}
	for _, m := range r.file.Imports {
		add(broughtIn(&m))
	}
	for _, i := range r.callsNamed("require") {
		if e := r.file.CallExpr(&r.file.Calls[i]); e != nil && len(e.List) == 1 && e.List[0] != nil && e.List[0].Kind == syntax.StringExpr {
			add(e.List[0].Text)
		}
	}
	return list
}

// broughtIn gives the canonical name of what an import brings in.
func broughtIn(m *syntax.Import) string {
	switch {
	case m.Name == "" || m.Name == "*":
		return m.Module
	case strings.HasSuffix(m.Module, "."):
		return m.Module + m.Name
	}
	return m.Module + "." + m.Name
}

func hash(name string) uint32 {
	h := uint32(2166136261)
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 16777619
	}
	return h
}

// sum tells one set of findings of some rules from another.
func (r *run) sum(rules map[int]bool) uint32 {
	ids := map[string]bool{}
	for i := range rules {
		ids[r.check.rules[i].ID] = true
	}
	h := fnv.New32a()
	for _, f := range r.outcome.Findings {
		if f.Kind == finding.Fail && ids[f.Rule] {
			h.Write([]byte(f.Rule))
			h.Write([]byte{byte(f.Severity), byte(f.At.Start.Offset), byte(f.At.Start.Offset >> 8), byte(f.At.Start.Offset >> 16)})
		}
	}
	return h.Sum32()
}

// An npmPackage is the name a package.json gives its folder.
type npmPackage struct{ name string }

// A goModule is the name a go.mod gives its folder.
type goModule struct{ name, folder string }

// packaging tells what a go.mod, package.json or tsconfig.json says of where modules are.
func packaging(u *scan.Unit) []scan.Fact {
	if path.Base(u.Path) == "go.mod" {
		for line := range bytes.Lines(u.Text) {
			if name, ok := bytes.CutPrefix(line, []byte("module ")); ok {
				return []scan.Fact{{Value: goModule{strings.Trim(string(name), "\" \t\r\n"), path.Dir(u.Path)}}}
			}
		}
		return nil
	}
	if path.Base(u.Path) == "package.json" {
		if m, ok := u.Manifest(); ok && m.Kind == manifest.Declares && m.Name != "" {
			return []scan.Fact{{Value: npmPackage{strings.Clone(m.Name)}}}
		}
		return nil
	}
	root, _ := u.Document()
	if found := modules.Aliases(root, path.Dir(u.Path)); len(found) > 0 {
		return []scan.Fact{{Value: found}}
	}
	return nil
}
