package endpoints

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
)

const developerRoutes = `
-- main.py --
from fastapi import APIRouter, Depends, FastAPI, HTTPException
from settings import settings
import private
def get_current_user(token: str):
    if not token:
        raise HTTPException(status_code=401)
app = FastAPI()
@app.delete("/users/{id}", dependencies=[Depends(get_current_user)])
def remove(id: int): ...
if settings.ENVIRONMENT == "local":
    app.include_router(private.router)
-- private.py --
from fastapi import APIRouter
router = APIRouter()
@router.post("/private/users")
def create(name: str): ...
`

// TestOutsideProduction: an endpoint that only developers have is counted apart, so that figure and verdict agree.
func TestOutsideProduction(t *testing.T) {
	o := examine(t, load(t), unpack(developerRoutes), nil)
	figure := func(control string) string {
		for _, f := range o.Figures {
			if f.Control == control {
				return f.Text
			}
		}
		return ""
	}
	got := []string{figure("auth-sensitive-endpoints"), figure("rate-limit-endpoints"), figure("defense-in-depth"), fmt.Sprint(o.Examined["auth-missing"])}
	got = append(got, told(o, "auth-missing")...)
	got = append(got, told(o, "rate-limit-missing")...)
	want := []string{
		"authentication required: 1 of 1 sensitive endpoint (1 only outside production)",
		"rate limited: 0 of 1 endpoint (1 only outside production)",
		"behind both authentication and a rate limit: 0 of 1 sensitive endpoint",
		"1",
		"private.py:3 note: `POST /private/users` answers anyone, outside production",
		"main.py:7 medium: nothing in this repository limits how often the endpoint of `app` may be called",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func told(o scan.Outcome, rule string) []string {
	var lines []string
	for _, f := range o.Findings {
		if f.Rule == rule && f.Kind != finding.Pass {
			lines = append(lines, fmt.Sprintf("%s:%d %s: %s", f.At.Path, f.At.Start.Line, f.Severity, f.Message))
		}
	}
	return lines
}

// TestFixes: each service is told the fix of its own framework, and every fix belongs to a rule.
func TestFixes(t *testing.T) {
	set := load(t)
	frameworks, err := loadFrameworks()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range frameworks {
		for id, fix := range f.Fixes {
			rule, ok := set.Rule(id)
			if !ok || fix == "" {
				t.Errorf("%s: a fix for the rule %q, which isn't there", f.ID, id)
			} else if !slices.ContainsFunc(f.Languages, func(l string) bool { return slices.Contains(rule.Languages, l) }) {
				t.Errorf("%s: a fix for %q, which speaks of other languages", f.ID, id)
			}
		}
	}
	o := examine(t, set, unpack(`
-- web/app.js --
const express = require("express");
const app = express();
app.post("/orders", (req, res) => res.send("x"));
app.listen(1);
-- api/main.py --
from fastapi import FastAPI
app = FastAPI()
@app.post("/orders")
def order(n: int): ...
`), nil)
	var asked int
	for _, f := range o.Findings {
		for _, w := range frameworks {
			if fix, ok := w.Fixes[f.Rule]; ok && f.Kind == finding.Fail && slices.Contains(w.Languages, scan.KindOf(f.At.Path)) {
				asked++
				if f.Fix != fix {
					t.Errorf("%s at %s: fix %q, want %q", f.Rule, f.At.Path, f.Fix, fix)
				}
			}
		}
	}
	if asked != 6 {
		t.Errorf("%d findings have a fix of their framework, want 6", asked)
	}
}
