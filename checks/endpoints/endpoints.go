// Package endpoints proves where controls are missing: it finds every HTTP endpoint of the services in a repository
// and what stands before it, by following the code that registers routes and middleware.
package endpoints

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/seaworthy-dev/seaworthy/parse/manifest"
	"github.com/seaworthy-dev/seaworthy/parse/modules"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A Check finds endpoints and what covers them.
type Check struct {
	set    *rules.Set
	public []string
	data   func() ([]*framework, error)
}

// New makes the check. public lists endpoints that are meant to be open: "POST /login", "/docs/*".
func New(set *rules.Set, public []string) *Check {
	return &Check{set: set, public: public, data: sync.OnceValues(loadFrameworks)}
}

// The literals a file must hold to be read; see relevant.
const (
	hitExpress = iota
	hitFastAPI
	hitListen
	hitMedusa
	hitOthers // the first of others
)

// Info says that source code with a framework's name in it is wanted, and the manifests that name packages.
func (c *Check) Info() scan.Info {
	script := []string{"javascript", "typescript", "tsx"}
	info := scan.Info{
		ID:       "endpoints",
		Title:    "HTTP endpoints and what covers them",
		Literals: []string{"express", "fastapi", ".listen(", "medusa"},
		Needs: []scan.Need{
			{Kinds: script, Literals: []int{hitExpress, hitListen}},
			{Names: []string{"route.ts", "route.js"}, Literals: []int{hitMedusa}},
			{Kinds: []string{"python"}, Literals: []int{hitFastAPI}},
			{Names: []string{"package.json", "tsconfig.json", "tsconfig.base.json", "jsconfig.json"}},
		},
	}
	otherNeeds(&info)
	edgeNeeds(&info)
	return info
}

// An npmPackage is the name a package.json gives its folder.
type npmPackage struct{ name string }

// File copies what a file registers, exports and calls.
func (c *Check) File(_ context.Context, u *scan.Unit) (scan.Outcome, error) {
	switch base := path.Base(u.Path); {
	case base == "package.json":
		if m, ok := u.Manifest(); ok && m.Kind == manifest.Declares {
			return facts(npmPackage{strings.Clone(m.Name)}), nil
		}
		return scan.Outcome{}, nil
	case strings.HasSuffix(base, ".json"):
		root, _ := u.Document()
		if found := modules.Aliases(root, path.Dir(u.Path)); len(found) > 0 {
			return facts(found), nil
		}
		return scan.Outcome{}, nil
	}
	o := scan.Outcome{Facts: append(otherUses(u, hitOthers), edgeFacts(u, hitOthers+otherLiterals())...)}
	if !u.Role.Deployed() { // read when something imports it
		return o, nil
	}
	if hits(u, hitMedusa) {
		if f, ok := readRouteFile(u); ok {
			o.Facts = append(o.Facts, scan.Fact{Value: f})
			return o, nil
		}
	}
	if !relevant(u) {
		return o, nil
	}
	if m := readModule(u); m != nil {
		m.text = bytes.Clone(m.text) // the scan uses its buffer again
		o.Facts = append(o.Facts, scan.Fact{Value: m})
	}
	return o, nil
}

func hits(u *scan.Unit, literal int32) bool {
	return slices.ContainsFunc(u.Hits, func(h scan.Hit) bool { return h.Literal == literal })
}

func facts(v any) scan.Outcome { return scan.Outcome{Facts: []scan.Fact{{Value: v}}} }

// maxSource bounds what is read as a module: no hand writes more, and a bundle isn't where a service is made.
const maxSource = 1 << 20

// relevant tells whether a service may be made here: whether a package's name is imported or called, not only mentioned
// as in "DHL Express" or "expression". Other files are read when one that is relevant imports them.
func relevant(u *scan.Unit) bool {
	if u.Role == source.Vendored || len(u.Text) > maxSource {
		return false
	}
	for _, h := range u.Hits {
		at := int(h.Offset)
		switch h.Literal {
		case hitListen:
			return true
		case hitFastAPI:
			if before := u.Text[:at]; bytes.HasSuffix(before, []byte("from ")) || bytes.HasSuffix(before, []byte("import ")) || bytes.HasPrefix(u.Text[at:], []byte("FastAPI")) {
				return true
			}
		case hitExpress:
			rest := u.Text[at+len("express"):]
			quoted := at > 0 && strings.IndexByte("'\"`", u.Text[at-1]) >= 0
			if len(rest) > 0 && (strings.IndexByte("(.", rest[0]) >= 0 || quoted && strings.IndexByte("'\"`/-", rest[0]) >= 0) {
				return true
			}
		}
	}
	return false
}

// Repo runs what File copied, lays out each service, and answers each control for each endpoint.
func (c *Check) Repo(_ context.Context, r scan.Repo) (scan.Outcome, error) {
	frameworks, err := c.data()
	if err != nil {
		return scan.Outcome{}, err
	}
	model := build(frameworks, r)
	return c.report(model, r), nil
}
