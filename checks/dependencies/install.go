package dependencies

import (
	"regexp"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// loose finds commands that install what is newest instead of what the lockfile says. They are matched against the
// words of one command, without the arguments that name packages.
var loose = []struct {
	command *regexp.Regexp
	unless  *regexp.Regexp
	better  string
}{
	{regexp.MustCompile(`(^|[\s(])npm\s+(install|i)((\s+-\S+)*)\s*$`), regexp.MustCompile(`\s(-g|--global|--package-lock-only)\b`), "npm ci"},
	{regexp.MustCompile(`(^|[\s(])yarn(\s+install)?((\s+--\S+)*)\s*$`), regexp.MustCompile(`--(frozen-lockfile|immutable)\b`), "yarn install --immutable"},
	{regexp.MustCompile(`(^|[\s(])bun\s+(install|i)((\s+--\S+)*)\s*$`), regexp.MustCompile(`--frozen-lockfile`), "bun install --frozen-lockfile"},
	{regexp.MustCompile(`(^|[\s(])uv\s+sync((\s+\S+)*)\s*$`), regexp.MustCompile(`--(locked|frozen)\b`), "uv sync --locked"},
	{regexp.MustCompile(`(^|[\s(])pipenv\s+install((\s+--\S+)*)\s*$`), regexp.MustCompile(`--deploy\b`), "pipenv sync"},
}

var separators = regexp.MustCompile(`&&|\|\||[;|\n]`)

// readInstalls looks at the commands of Dockerfiles and workflows. One file is one finding.
func readInstalls(r *report, _ *facts) bool {
	root, _ := r.u.Document()
	if root == nil {
		return false
	}
	var commands []*document.Node
	switch {
	case r.u.Kind == "dockerfile":
		for _, stage := range root.Children {
			for _, instruction := range stage.Children {
				if instruction.Key == "RUN" {
					commands = append(commands, instruction)
				}
			}
		}
	case inWorkflows(r.u.Path):
		for _, s := range stepsOf(root) {
			if run := entry(s.node, "run"); run != nil {
				commands = append(commands, run)
			}
		}
	}
	r.installs(commands)
	return false
}

func (r *report) installs(commands []*document.Node) {
	const id = "install-without-lockfile"
	var first *finding.Finding
	passes := 0
	for _, n := range commands {
		better, frozen := r.install(n.Value)
		if better == "" {
			continue
		}
		r.examined(id)
		switch {
		case frozen:
			if passes++; passes <= maxPasses && first == nil {
				r.say(id, finding.Pass, head(n), better, "")
			}
		case first == nil:
			first = r.say(id, finding.Fail, head(n), better, "")
		case len(first.Related) < maxRelated:
			r.related(first, []document.Range{head(n)}, "here too")
		}
	}
}

// install names the frozen form of an install command, and tells whether it is that already. Yarn freezes by itself in
// CI, since version 2.
func (r *report) install(text string) (better string, frozen bool) {
	for _, command := range separators.Split(text, -1) {
		if strings.Contains(command, "yarn") && inWorkflows(r.u.Path) {
			continue
		}
		for _, l := range loose {
			if l.command.MatchString(command) {
				return l.better, l.unless.MatchString(command)
			}
		}
	}
	return "", false
}

func head(n *document.Node) document.Range {
	if n.KeyAt.End > n.KeyAt.Start {
		return document.Range{Start: n.KeyAt.Start, End: n.KeyAt.End}
	}
	return n.At
}

func entry(n *document.Node, key string) *document.Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Key == key {
			return c
		}
	}
	return nil
}

func value(n *document.Node, key string) string {
	if c := entry(n, key); c != nil {
		return c.Value
	}
	return ""
}
