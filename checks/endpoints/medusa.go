package endpoints

import (
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A routeFile is a file whose path is its route: src/api/store/carts/[id]/route.ts of Medusa.
type routeFile struct {
	path    string
	methods []string
	lines   []int
	minor   bool
}

var routeVerbs = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

// readRouteFile gives the methods that a route file exports.
func readRouteFile(u *scan.Unit) (routeFile, bool) {
	_, tail, ok := strings.Cut("/"+path.Dir(u.Path)+"/", "/src/api/")
	if !ok {
		return routeFile{}, false
	}
	code := u.Syntax()
	if code == nil {
		return routeFile{}, false
	}
	f := routeFile{path: fileRoute(tail), minor: !u.Role.Deployed()}
	add := func(name string, start int) {
		if slices.Contains(routeVerbs, name) && !slices.Contains(f.methods, name) {
			f.methods = append(f.methods, strings.Clone(name))
			f.lines = append(f.lines, u.Span(start, start).Start.Line)
		}
	}
	for _, fn := range code.Functions {
		if fn.Outer < 0 && fn.Class < 0 {
			add(fn.Name, fn.Start)
		}
	}
	for _, a := range code.Assigns {
		if a.Function < 0 && a.Class < 0 && a.Target.End == a.Target.Start+1 {
			name := code.Tokens[a.Target.Start]
			add(string(u.Text[name.Start:name.End]), a.Start)
		}
	}
	return f, len(f.methods) > 0
}

// fileRoute turns folders into a path: [id] is a parameter, [...rest] all that follows, (group) is left out.
func fileRoute(dir string) string {
	var parts []string
	for _, p := range strings.Split(strings.Trim(dir, "/"), "/") {
		switch {
		case strings.HasPrefix(p, "[..."), strings.HasPrefix(p, "[[..."):
			p = "*"
		case strings.HasPrefix(p, "["):
			p = "{" + strings.Trim(p, "[]") + "}"
		case strings.HasPrefix(p, "(") && strings.HasSuffix(p, ")"):
			continue
		}
		parts = append(parts, p)
	}
	return normalPath(strings.Join(parts, "/"))
}

// fileEndpoints lists what route files serve. What guards them is registered by matchers in defineMiddlewares, and by
// the framework itself, which isn't examined yet: every control is unknown, and a gap says so.
func (m *machine) fileEndpoints(r scan.Repo) ([]finding.Endpoint, []finding.Gap) {
	var all []finding.Endpoint
	var gaps []finding.Gap
	for _, fact := range r.Facts {
		f, ok := fact.Value.(routeFile)
		if !ok || f.minor {
			continue
		}
		if len(gaps) == 0 {
			gaps = append(gaps, gapAt(source.Span{Path: fact.Path}, "Medusa registers middleware by defineMiddlewares, which isn't followed yet: what covers its file routes is unknown"))
		}
		for i, method := range f.methods {
			e := finding.Endpoint{Service: m.packageName(fact.Path), Method: method, Path: f.path, File: fact.Path, Line: f.lines[i], Framework: "medusa", Class: classOf(method, f.path, ""), Controls: map[string]finding.Verdict{}}
			for _, c := range controls {
				e.Controls[c] = finding.Unproven
			}
			all = append(all, e)
		}
	}
	return all, gaps
}
