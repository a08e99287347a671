package rules

// A Loaded is what a rule read from a Semgrep file finds; such a rule has no Match or Tree.
type Loaded struct {
	Formula    *Formula // what it finds; with Sources set: where what comes from there does harm
	Sources    []*Formula
	Sanitizers []*Formula
	NotPaths   string // RE2 on the paths it leaves out
	Line       int    // where it begins in its file
}

// A Formula is one operator of Semgrep's, with what stands under it.
type Formula struct {
	Operator Operator
	Text     string // code with holes, an RE2, or a comparison
	Hole     string // the metavariable it speaks of, without $
	List     []*Formula
	Line     int
}

// An Operator says how a formula's parts combine, in Semgrep's words.
type Operator string

// The operators that are read.
const (
	OpPattern    Operator = "pattern"
	OpRegex      Operator = "pattern-regex"
	OpAll        Operator = "patterns"
	OpEither     Operator = "pattern-either"
	OpNot        Operator = "pattern-not"
	OpInside     Operator = "pattern-inside"
	OpNotInside  Operator = "pattern-not-inside"
	OpNotRegex   Operator = "pattern-not-regex"
	OpFocus      Operator = "focus-metavariable"
	OpHoleRegex  Operator = "metavariable-regex"
	OpHoleMatch  Operator = "metavariable-pattern"
	OpComparison Operator = "metavariable-comparison"
)

// A Skipped is a rule of somebody else's, or a file of them, that can't be run: what of it, where, and why.
type Skipped struct {
	File     string
	Line     int
	Rule     string // "" for a whole file
	Operator string // what isn't read: "mode: join", "pattern"
	Reason   string
}
