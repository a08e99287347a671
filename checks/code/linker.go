package code

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/modules"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// A linker follows values from file to file. It reads again only files whose rules asked something that others may answer,
// and those others.
type linker struct {
	check     *Check
	repo      scan.Repo
	finder    *modules.Finder
	links     map[string]*link
	calls     map[uint32][]string // files that call what was asked for, by its hash
	runs      map[string]*run     // read already
	loaded    []string            // in order
	reads     int
	depth     int                            // of constants that stand for others
	targets   map[string][]string            // files that a file imports
	types     map[string][]string            // files by the type they are called like
	folders   map[string]bool                // those with files that take what clients send
	goFuncs   map[string]map[string][]string // by folder and function: files
	goModules []goModule
	tops      map[string]syntax.Value    // by file and name: constants
	passing   map[string][]syntax.Import // what files import that may only pass it on
	sites     map[siteKey][]site
}

// Bounds of what is read again, and of the callers of one function.
const (
	maxLoaded  = 60
	maxReads   = 1000
	maxCallers = 40
	maxLinks   = 2 // from file to file on one way
)

// A site is a call of a function in another file.
type site struct {
	run  *run
	call *syntax.Expr
}

type siteKey struct {
	path     string
	function int
}

// Repo answers what waited for the tree's .properties files, and runs the rules once more on files whose rules asked what
// another file may answer.
func (c *Check) Repo(ctx context.Context, repo scan.Repo) (scan.Outcome, error) {
	l := &linker{check: c, repo: repo, links: map[string]*link{}, runs: map[string]*run{}, passing: map[string][]syntax.Import{}, targets: map[string][]string{}, goFuncs: map[string]map[string][]string{}, tops: map[string]syntax.Value{}}
	wanted := map[uint32]bool{}
	for _, fact := range repo.Facts {
		if v, ok := fact.Value.(*link); ok {
			l.links[fact.Path] = v
			if v.asks != nil {
				for _, p := range v.asks.params {
					wanted[hash(p.call)] = true
				}
			}
		}
	}
	whole := scan.Outcome{Findings: answered(repo)}
	if len(l.links) == 0 {
		return whole, nil
	}
	l.prepare(wanted)
	for _, fact := range repo.Facts {
		v, ok := fact.Value.(*link)
		if !ok || v.asks == nil || !l.answers(fact.Path, v) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return whole, err
		}
		l.settle(ctx, fact.Path, v.asks, &whole)
	}
	return whole, nil
}

func (l *linker) prepare(wanted map[uint32]bool) {
	l.finder = modules.New(l.repo.Paths)
	l.calls = map[uint32][]string{}
	for _, fact := range l.repo.Facts {
		switch v := fact.Value.(type) {
		case *link:
			for _, word := range v.words {
				if wanted[word] {
					l.calls[word] = append(l.calls[word], fact.Path)
				}
			}
		case []modules.Alias:
			l.finder.Alias(v...)
		case goModule:
			l.goModules = append(l.goModules, v)
		case npmPackage:
			l.finder.Package(v.name, path.Dir(fact.Path))
		}
	}
}

// answers tells whether another file may say something to what was asked.
func (l *linker) answers(file string, v *link) bool {
	for _, p := range v.asks.params {
		if slices.ContainsFunc(l.calls[hash(p.call)], func(caller string) bool { return l.mayCall(caller, file, p) }) {
			return true
		}
	}
	if slices.ContainsFunc(v.asks.constants, func(name string) bool { return l.mayHold(file, v.language, name) }) {
		return true
	}
	for _, call := range v.asks.calls {
		if byType(v.language) {
			if l.answersType(file, v.language, call) {
				return true
			}
			continue
		}
		at := l.module(file, v.language, call.name)
		if at == "" || at == file {
			continue
		}
		if known := l.links[at]; call.fed || known != nil && known.sourced || collects(at) {
			return true
		}
	}
	return false
}

// mayCall tells whether one file may call functions of another: it imports it, or an index of it.
func (l *linker) mayCall(caller, file string, p askedParam) bool {
	if caller == file {
		return false
	}
	if byType(l.links[caller].language) {
		return l.mayCallType(caller, file, p)
	}
	for _, found := range l.targetsOf(caller) {
		if found == file || l.collects(found, file, 0) {
			return true
		}
	}
	return false
}

// targetsOf lists the files that a file imports.
func (l *linker) targetsOf(file string) []string {
	list, ok := l.targets[file]
	if !ok {
		c := l.links[file]
		for _, name := range c.imports {
			if found := l.module(file, c.language, name); found != "" && !slices.Contains(list, found) {
				list = append(list, found)
			}
		}
		l.targets[file] = list
	}
	return list
}

// collects tells whether a file passes on what another exports.
func (l *linker) collects(index, file string, depth int) bool {
	if !collects(index) || depth > maxExports || !strings.HasPrefix(file, path.Dir(index)+"/") {
		return false
	}
	for _, m := range l.importsOf(index) {
		if at := l.module(index, syntax.LanguageOf(index), broughtIn(&m)); at == file || at != "" && at != index && l.collects(at, file, depth+1) {
			return true
		}
	}
	return false
}

func collects(file string) bool {
	base := path.Base(file)
	return base == "__init__.py" || strings.HasPrefix(base, "index.")
}

// settle runs the rules that asked once more, and lets what they find now stand in place of what they found alone.
func (l *linker) settle(ctx context.Context, file string, a *asks, whole *scan.Outcome) {
	r := l.load(file)
	if r == nil {
		return
	}
	r.awake = make([]bool, len(l.check.rules))
	settled := map[int]bool{}
	for _, i := range a.rules {
		r.awake[i], settled[i] = true, true
	}
	l.sites = map[siteKey][]site{}
	if r.events(ctx) != nil {
		return
	}
	delete(l.runs, file) // it has run
	if r.sum(settled) == a.sum {
		return
	}
	for _, i := range a.rules {
		whole.Settles = append(whole.Settles, scan.Place{Path: file, Rule: l.check.rules[i].ID})
	}
	whole.Findings = append(whole.Findings, r.outcome.Findings...)
}

// load reads a file as one whose values others ask for; nil when it can't be read.
func (l *linker) load(file string) *run {
	if r, ok := l.runs[file]; ok {
		return r
	}
	if l.reads++; l.reads > maxReads {
		return nil
	}
	var r *run
	if u, err := l.repo.Read(file); err == nil {
		if f := u.Syntax(); f != nil {
			r = newRun(l.check, u, f)
			r.linker = l
			r.wonders()
		}
	}
	if len(l.loaded) >= maxLoaded {
		delete(l.runs, l.loaded[0])
		l.loaded = l.loaded[1:]
	}
	l.runs[file], l.loaded = r, append(l.loaded, file)
	return r
}

// callers lists the calls of a function in other files.
func (l *linker) callers(r *run, fn int) []site {
	key := siteKey{r.unit.Path, fn}
	if known, ok := l.sites[key]; ok {
		return known
	}
	l.sites[key] = nil // for calls in a circle
	name := r.calledBy(fn)
	asked := askedParam{name, r.typesOf(r.file.Functions[fn].Class)}
	files := l.calls[hash(name)]
	whole := !byType(r.file.Language) && r.file.Functions[fn].Class < 0 && fn == r.defaultExport()
	if whole {
		files = slices.Concat(files, l.calls[hash(defaultName)])
		slices.Sort(files)
		files = slices.Compact(files)
	}
	var found []site
	for _, file := range files {
		if l.links[r.unit.Path] == nil || !l.mayCall(file, r.unit.Path, asked) {
			continue
		}
		other := l.load(file)
		if other == nil {
			continue
		}
		for i := range other.file.Calls {
			c := &other.file.Calls[i]
			if c.Decorator || !other.mayMean(c, name, whole) {
				continue
			}
			e := other.file.CallExpr(c)
			if e == nil || e.X == nil || other.localCallee(e.X) {
				continue
			}
			if l.means(other, e, r, fn) {
				found = append(found, site{other, e})
			}
		}
		if len(found) > maxCallers {
			break
		}
	}
	l.sites[key] = found
	return found
}

// mayMean tells whether a call may be one of a function of that name, by its own or another.
func (r *run) mayMean(c *syntax.Call, name string, whole bool) bool {
	last := r.file.CalleeName(c)
	if last == name || c.Callee.End-c.Callee.Start == 1 && (whole || len(r.callsNamed("require")) > 0) {
		return true
	}
	return slices.ContainsFunc(r.file.Imports, func(m syntax.Import) bool {
		return m.Local == last && m.Name == name
	})
}

// localCallee tells whether what is called is a function of the file itself.
func (r *run) localCallee(callee *syntax.Expr) bool {
	t := &trace{run: r, data: r.check.flows[r.file.Language.String()]}
	return t.local(callee) >= 0
}
