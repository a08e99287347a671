// Package scan sends every file of a tree through the checks: read once, looked at once, each view of it made once.
package scan

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/source"
)

// Options say how to scan.
type Options struct {
	Workers  int                    // 0: one per core
	FileTime time.Duration          // how long one file may take before it is given up; 0: a minute
	Partial  bool                   // the listing isn't the whole tree: nothing is said about the whole (no Repo phase)
	Progress func(done, total int)  // called now and then from any goroutine; may be nil
	Debug    func(msg string)       // where stacks of panics go; may be nil
	Now      func() time.Time       // for Stats.Elapsed only
	Only     func(rule string) bool // which rules to keep; nil: all
}

// Run sends every file of the tree through the checks, then asks each check about the whole. When ctx ends early the
// result holds what was seen so far, with an error.
func Run(ctx context.Context, tree *source.Tree, checks []Check, o Options) (finding.Result, []string, error) {
	start := o.Now()
	listing, err := tree.List(ctx)
	if err != nil {
		return finding.Result{}, nil, err
	}
	r := newRunner(tree, checks, o)
	files := r.files(ctx, &listing)
	if err := ctx.Err(); err == nil && !o.Partial {
		r.repo(ctx, &listing)
	}
	result := r.result(&listing, files)
	result.Stats.Elapsed = o.Now().Sub(start)
	return result, listing.Notes, ctx.Err()
}

type runner struct {
	tree     *source.Tree
	checks   []Check
	infos    []Info
	plan     *plan
	options  Options
	total    int
	done     atomic.Int64
	outcomes [][]checked // by file, then in order of checks
	whole    []Outcome   // of the Repo phase, by check
}

// A checked is the outcome of one check.
type checked struct {
	check int
	Outcome
}

func newRunner(tree *source.Tree, checks []Check, o Options) *runner {
	r := &runner{tree: tree, checks: checks, options: o}
	for _, c := range checks {
		r.infos = append(r.infos, c.Info())
	}
	r.plan = newPlan(r.infos)
	if r.options.Workers == 0 {
		r.options.Workers = runtime.GOMAXPROCS(0)
	}
	r.options.FileTime = cmp.Or(r.options.FileTime, time.Minute)
	return r
}

// A fileState is what became of one file.
type fileState struct {
	size   int64
	kind   string
	binary bool
	read   bool // false: deleted while we were looking, in the index only, or not reached before an interrupt
	gap    *finding.Gap
	hidden []string // secret values found in it; they go no further than result
}

// repo is the reduce phase.
func (r *runner) repo(ctx context.Context, listing *source.Listing) {
	read, done := r.rereader(listing)
	defer done()
	shared := Repo{Paths: make([]string, len(listing.Files)), Open: opener(read), Read: read}
	for i, e := range listing.Files {
		shared.Paths[i] = e.Path
	}
	facts := make([][]Fact, len(r.checks))
	for _, outcomes := range r.outcomes {
		for _, o := range outcomes {
			facts[o.check] = append(facts[o.check], o.Facts...)
		}
	}
	r.whole = make([]Outcome, len(r.checks))
	var wg sync.WaitGroup
	for c := range r.checks {
		wg.Go(func() {
			mine := shared
			mine.Facts = facts[c]
			r.whole[c] = r.guard("", "", source.Production, c, func() (Outcome, error) { return r.checks[c].Repo(ctx, mine) })
		})
	}
	wg.Wait()
	r.showWhole(shared.Open)
}

// opener reads a listed file again, each at most once.
func opener(read func(string) (*Unit, error)) func(string) (*Unit, error) {
	var mu sync.Mutex
	units := map[string]*Unit{}
	return func(name string) (*Unit, error) {
		mu.Lock()
		defer mu.Unlock()
		if u, ok := units[name]; ok {
			return u, nil
		}
		u, err := read(name)
		if err == nil {
			units[name] = u
		}
		return u, err
	}
}

// rereader reads a listed file again.
func (r *runner) rereader(listing *source.Listing) (read func(string) (*Unit, error), done func()) {
	var mu sync.Mutex
	reader := r.tree.NewReader()
	return func(name string) (*Unit, error) {
		i, ok := slices.BinarySearchFunc(listing.Files, name, func(e source.Entry, name string) int { return cmp.Compare(e.Path, name) })
		if !ok {
			return nil, fs.ErrNotExist
		}
		mu.Lock()
		defer mu.Unlock()
		raw, err := reader.Read(listing.Files[i])
		if err != nil {
			return nil, err
		}
		text, binary := decode(raw)
		if binary {
			return nil, source.ErrNotRegular
		}
		return NewUnit(name, "", bytes.Clone(text)), nil // the reader uses its buffer again
	}, reader.Close
}

// result joins all outcomes in an order that depends on the tree alone.
func (r *runner) result(listing *source.Listing, states []fileState) finding.Result {
	result := finding.Result{Examined: map[string]int{}}
	stats := &result.Stats
	stats.Languages = map[string]int{}
	stats.Ignored, stats.Links, stats.Special = listing.Excluded, listing.Links, listing.Special
	inLanguage := map[string][]string{} // files nobody reads
	for i, s := range states {
		switch {
		case s.gap != nil:
			result.Gaps = append(result.Gaps, *s.gap)
		case !s.read:
		case s.binary:
			stats.Binary++
		default:
			stats.Files++
			stats.Bytes += s.size
			if s.kind != "" {
				stats.Languages[s.kind]++
			}
			if name := listing.Files[i].Path; isUnread(s.kind) && source.RoleOf(name).Deployed() {
				inLanguage[s.kind] = append(inLanguage[s.kind], name)
			}
		}
	}
	for kind, names := range inLanguage {
		result.Gaps = append(result.Gaps, finding.Gap{
			Path: names[0], Kind: kind, Reason: finding.UnreadLanguage,
			Detail: fmt.Sprintf("%s code (files: %d) is searched for secrets only: no other check reads it yet", kind, len(names)),
		})
	}
	for _, p := range listing.Problems {
		result.Gaps = append(result.Gaps, finding.Gap{Path: p.Path, Kind: KindOf(p.Path), Reason: p.Reason, Detail: p.Detail, Minor: !source.RoleOf(p.Path).Deployed()})
	}
	settled := map[Place]bool{}
	for i := range r.whole {
		for _, p := range r.whole[i].Settles {
			settled[p] = true
		}
	}
	add := func(o *Outcome, settled map[Place]bool) {
		for _, f := range o.Findings {
			if !settled[Place{f.At.Path, f.Rule}] && (r.options.Only == nil || r.options.Only(f.Rule)) {
				result.Findings = append(result.Findings, f)
			}
		}
		result.Gaps = append(result.Gaps, o.Gaps...)
		result.Figures = append(result.Figures, o.Figures...)
		for rule, n := range o.Examined {
			result.Examined[rule] += n
		}
		result.Endpoints = append(result.Endpoints, o.Endpoints...)
		for _, kind := range o.Kinds {
			stats.Languages[kind]++
		}
	}
	for _, outcomes := range r.outcomes {
		for i := range outcomes {
			add(&outcomes[i].Outcome, settled)
		}
	}
	for i := range r.whole {
		add(&r.whole[i], nil)
	}
	var hidden []string
	for _, s := range states {
		hidden = append(hidden, s.hidden...)
	}
	hideEverywhere(&result, hidden)
	maps.DeleteFunc(result.Examined, func(_ string, n int) bool { return n == 0 })
	slices.SortStableFunc(result.Findings, finding.Compare)
	slices.SortStableFunc(result.Gaps, finding.Gap.Compare)
	return result
}
