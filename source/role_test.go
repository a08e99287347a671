package source_test

import (
	"testing"

	"github.com/seaworthy-dev/seaworthy/source"
)

func TestRoleOf(t *testing.T) {
	for name, want := range map[string]source.Role{
		"Shop.UnitTests/CartFacts.cs":           source.Test,
		"src/Shop.Tests.Common/Host.cs":         source.Production,
		"Cart/CartTests.cs":                     source.Test,
		"Data/Init.Designer.cs":                 source.Generated,
		"src/api.ts":                            source.Production,
		"latest/contest.py":                     source.Production,
		"src/testing-library.ts":                source.Production,
		"src/__tests__/api.ts":                  source.Test,
		"src/api.spec.ts":                       source.Test,
		"app/test_api.py":                       source.Test,
		"packages/shop-test-utils/src/index.ts": source.Test,
		"node_modules/x/test/y.js":              source.Vendored,
		"vendor/github.com/x/y.go":              source.Vendored,
		".yarn/releases/yarn-4.cjs":             source.Vendored,
		"web/wwwroot/lib/jquery/jquery.js":      source.Vendored,
		"examples/app.py":                       source.Example,
		".env.test":                             source.Test,
		"netbox/configuration_testing.py":       source.Test,
		"prisma/seed/users.ts":                  source.Example,
		".env.example":                          source.Example,
		"docs/setup.md":                         source.Docs,
		"README.md":                             source.Docs,
		"public/app.min.js":                     source.Generated,
		"services/web/package-lock.json":        source.Lock,
	} {
		if got := source.RoleOf(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
