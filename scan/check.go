package scan

import (
	"context"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// A Check is the Go code behind a family of rules. File is the map: one file, called from many goroutines, no state.
// Repo is the reduce: called once, after every file, over the facts this check returned, in path order.
type Check interface {
	Info() Info
	File(ctx context.Context, u *Unit) (Outcome, error)
	Repo(ctx context.Context, r Repo) (Outcome, error)
}

// Info says what a check is and which files it must see. It is constant.
type Info struct {
	ID    string
	Title string
	// Needs lists what makes a file interesting; one that holds is enough, and there are at most 60. No needs: Repo alone
	// is called.
	Needs []Need
	// Literals are the strings a Need may ask for and Unit.Hits speaks of by index. ASCII letters match in either case.
	Literals []string
	// Once says that only whether a literal occurs matters: Unit.Hits gives its first place alone.
	Once bool
}

// A Need holds for a file when its kind or name is wanted and, if Literals are named, one of them occurs in it.
type Need struct {
	Kinds    []string // languages and formats as KindOf names them: "typescript", "dockerfile"
	Names    []string // base names, or path.Match patterns of them: "package.json", "requirements*.txt"
	Any      bool     // every text file
	Literals []int    // indexes into Info.Literals; none: no hit needed
	Also     []int    // further ones whose hits are wanted in such a file; those that no need names are wanted in all
}

// An Outcome is what a check has to say about one file, or in Repo about the whole.
type Outcome struct {
	Findings  []finding.Finding
	Facts     []Fact
	Gaps      []finding.Gap
	Examined  map[string]int // rule id: subjects examined
	Figures   []finding.Figure
	Endpoints []finding.Endpoint
	Settles   []Place  // of Repo: where its findings stand in place of those that File gave
	Kinds     []string // what the file turned out to describe, where its name doesn't tell: "kubernetes", "workflow"
}

// A Place is all that one rule found in one file.
type Place struct{ Path, Rule string }

// A Fact is something a check wants to know again in Repo. It must not hold on to the Unit or its views: the text
// they point into is gone when File returns. Strings made of it are copies and are fine.
type Fact struct {
	Path  string // filled in by scan
	Value any
}

// A Repo is what Repo is called with.
type Repo struct {
	Facts []Fact   // of this check, in path order; those of one file in the order File returned them
	Paths []string // every file of the tree, sorted, read or not: to ask whether a lockfile exists
	// Open gives a Unit for a file already scanned, to place a finding in it or read more. Nil, error when it can't be read.
	Open func(path string) (*Unit, error)
	// Read gives a Unit that is not kept, for checks that read many files and hold on to little of each.
	Read func(path string) (*Unit, error)
}
