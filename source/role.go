package source

import (
	"path"
	"strings"
)

// A Role is what a file is for, told from its path. Findings in files that aren't deployed are lowered.
type Role uint8

// The roles.
const (
	Production Role = iota
	Test
	Example
	Docs
	Generated
	Vendored
	Lock
)

// String gives the role's name.
func (r Role) String() string {
	return [...]string{"production", "test", "example", "docs", "generated", "vendored", "lock"}[r]
}

// Deployed tells whether files of this role run in production.
func (r Role) Deployed() bool { return r != Test && r != Example && r != Docs }

var roleOfFolder = map[string]Role{
	"test": Test, "tests": Test, "__tests__": Test, "__mocks__": Test, "spec": Test, "specs": Test, "testdata": Test, "testing": Test,
	"fixtures": Test, "__fixtures__": Test, "fixture": Test, "mocks": Test, "e2e": Test, "cypress": Test, "cassettes": Test, "snapshots": Test, "__snapshots__": Test,
	"integration-test": Test, "integrationtest": Test, "integtest": Test, "androidtest": Test, "testfixtures": Test, "integration-tests": Test, "integration_tests": Test, "test-utils": Test, "benchmarks": Test, "benchmark": Test,
	"example": Example, "examples": Example, "sample": Example, "samples": Example, "seed": Example, "seeds": Example, "seeders": Example, "demo": Example, "demos": Example, "playground": Example, "templates-examples": Example,
	"docs": Docs, "doc": Docs, "documentation": Docs,
	"dist": Generated, "build": Generated, "generated": Generated, "__generated__": Generated, ".next": Generated, "out": Generated,
	"node_modules": Vendored, ".yarn": Vendored, "vendor": Vendored, "third_party": Vendored, "thirdparty": Vendored, "site-packages": Vendored, "bower_components": Vendored,
}

// RoleOf tells a file's role from its path.
func RoleOf(name string) Role {
	lower := strings.ToLower(name)
	base := path.Base(lower)
	role := Production
	for dir := range strings.SplitSeq(path.Dir(lower), "/") {
		if strings.HasSuffix(dir, "-test-utils") || strings.HasSuffix(dir, "-tests") || strings.HasSuffix(dir, "-e2e") || testProject(dir) {
			dir = "tests"
		}
		if r, ok := roleOfFolder[dir]; ok && (role == Production || r == Vendored) {
			role = r
		}
	}
	if role == Production && strings.Contains(lower, "wwwroot/lib/") {
		role = Vendored // where ASP.NET's templates put jQuery and friends
	}
	if role != Production {
		return role
	}
	stem := strings.TrimSuffix(base, path.Ext(base))
	switch {
	case strings.HasSuffix(stem, ".test"), strings.HasSuffix(stem, "_testing"), strings.HasPrefix(base, ".env.test"), strings.HasPrefix(base, ".env.ci"), strings.HasSuffix(stem, ".spec"), strings.HasSuffix(stem, "_test"), strings.HasPrefix(stem, "test_"),
		stem == "conftest", strings.HasSuffix(lower, "test.java"), strings.HasSuffix(lower, "tests.java"), strings.HasSuffix(name, "Tests.cs"), strings.HasSuffix(name, "Test.cs"), strings.HasSuffix(name, "IT.java"), strings.HasSuffix(stem, ".cy"), strings.HasSuffix(stem, ".stories"), strings.HasSuffix(stem, ".mock"):
		return Test
	case strings.Contains(base, ".example"), strings.Contains(base, ".sample"), strings.Contains(base, ".template"), strings.HasSuffix(base, ".dist"):
		return Example
	case strings.HasSuffix(base, ".md"), strings.HasSuffix(base, ".mdx"), strings.HasSuffix(base, ".rst"), strings.HasSuffix(base, ".adoc"):
		return Docs
	case strings.HasSuffix(base, ".min.js"), strings.HasSuffix(base, ".min.css"), strings.HasSuffix(base, ".map"), strings.HasSuffix(base, ".pb.go"), strings.HasSuffix(base, ".designer.cs"), strings.HasSuffix(base, ".g.cs"):
		return Generated
	case base == "package-lock.json", base == "yarn.lock", base == "pnpm-lock.yaml", base == "poetry.lock", base == "uv.lock", base == "go.sum", base == "cargo.lock", base == "composer.lock", base == "gemfile.lock", base == "npm-shrinkwrap.json":
		return Lock
	}
	return role
}

// testProject tells whether a folder in small letters is a project of .NET that holds tests: Shop.UnitTests.
func testProject(dir string) bool {
	_, last, dotted := strings.Cut(dir, ".")
	return dotted && (strings.HasSuffix(last, "tests") || strings.HasSuffix(last, ".test") || last == "test" || strings.HasSuffix(last, "specs"))
}
