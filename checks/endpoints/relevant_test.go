package endpoints

import (
	"testing"

	"github.com/seaworthy-dev/seaworthy/scan"
)

// TestRelevant: only files in which a service may be made are copied for the second phase.
func TestRelevant(t *testing.T) {
	check := New(load(t), nil)
	for _, test := range []struct {
		name, file, text string
		want             bool
	}{
		{"an import", "src/app.ts", `import express from "express"`, true},
		{"an import of a part", "src/app.ts", `import { Request } from 'express/lib/request'`, true},
		{"a promise router", "src/app.js", `const Router = require("express-promise-router")`, true},
		{"a call", "src/app.js", `const app = express()`, true},
		{"a member", "src/app.js", `const r = express.Router()`, true},
		{"a start", "src/start.js", `require("./app").listen(80)`, true},
		{"a word of prose", "src/ship.ts", `const name = "DHL Express Shipping" // expression`, false},
		{"a link", "src/session.ts", `// see https://example.com/express/session`, false},
		{"a test", "test/app.test.js", `const app = require("express")()`, false},
		{"somebody else's copy", "vendor/app.js", `const app = require("express")()`, false},
		{"fastapi", "app/main.py", `from fastapi import FastAPI`, true},
		{"fastapi as a module", "app/main.py", `import fastapi`, true},
		{"fastapi in prose", "app/notes.py", `NOTE = "works with fastapi too"`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			u := scan.NewUnit(test.file, "", []byte(test.text))
			u.Hits = hitsOf(check.Info().Literals, test.text)
			o, err := check.File(t.Context(), u)
			if err != nil {
				t.Fatal(err)
			}
			got := false
			for _, f := range o.Facts {
				_, ok := f.Value.(*module)
				got = got || ok
			}
			if got != test.want {
				t.Errorf("copied: %t, want %t", got, test.want)
			}
		})
	}
}
