package modules_test

import (
	"testing"

	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/parse/modules"
)

func TestFind(t *testing.T) {
	f := modules.New([]string{
		"a/src/routes.ts", "a/src/users.service.ts", "a/src/lib/index.ts", "packages/core/src/index.ts",
		"app/views.py", "app/users.py", "app/services/__init__.py", "src/tools.py",
	})
	root, _ := document.Read("json", []byte(`{"compilerOptions": {"baseUrl": "src", "paths": {"@lib/*": ["lib/*"]}}}`))
	f.Alias(modules.Aliases(root, "a")...)
	f.Package("@acme/core", "packages/core")
	for _, tt := range []struct{ from, name, want string }{
		{"a/src/routes.ts", "./users.service", "a/src/users.service.ts"},
		{"a/src/routes.ts", "./users.service.js", "a/src/users.service.ts"},
		{"a/src/routes.ts", "./lib", "a/src/lib/index.ts"},
		{"a/src/routes.ts", "@lib/", "a/src/lib/index.ts"},
		{"a/src/routes.ts", "@/lib", "a/src/lib/index.ts"},
		{"a/src/routes.ts", "@acme/core", "packages/core/src/index.ts"},
		{"a/src/routes.ts", "express", ""},
		{"a/src/routes.ts", "../users.service", ""},
	} {
		if got := f.Script(tt.from, tt.name); got != tt.want {
			t.Errorf("%s in %s is %q, want %q", tt.name, tt.from, got, tt.want)
		}
	}
	for _, tt := range []struct{ from, name, want string }{
		{"app/views.py", ".users", "app/users.py"},
		{"app/views.py", "app.users", "app/users.py"},
		{"app/services/__init__.py", "..users", "app/users.py"},
		{"app/views.py", "app.services", "app/services/__init__.py"},
		{"app/views.py", "tools", "src/tools.py"},
		{"app/views.py", "os.path", ""},
	} {
		if got := f.Python(tt.from, tt.name); got != tt.want {
			t.Errorf("%s in %s is %q, want %q", tt.name, tt.from, got, tt.want)
		}
	}
}
