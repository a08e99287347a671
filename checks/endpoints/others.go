package endpoints

import (
	"fmt"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// others are web frameworks whose routes aren't examined yet. Where one is used, endpoints are missing from the model,
// and that is said: silence would read like "no endpoints".
var others = []struct {
	title    string
	names    []string // patterns of file names
	literals []string
}{
	{"Django", []string{"*.py"}, []string{"from django.urls", "from django.conf.urls"}},
	{"Flask", []string{"*.py"}, []string{"from flask import", "import flask"}},
	{"Starlette", []string{"*.py"}, []string{"Starlette("}},
	{"aiohttp", []string{"*.py"}, []string{"aiohttp import web", "web.Application("}},
	{"Tornado", []string{"*.py"}, []string{"tornado.web"}},
	{"Sanic", []string{"*.py"}, []string{"from sanic import"}},
	{"Fastify", scriptNames, []string{`from "fastify"`, `from 'fastify'`, `require("fastify")`, `require('fastify')`}},
	{"NestJS", scriptNames, []string{"@nestjs/core"}},
	{"Koa", scriptNames, []string{"new Koa("}},
	{"Hono", scriptNames, []string{"new Hono(", "new Hono<"}},
	{"hapi", scriptNames, []string{"@hapi/hapi"}},
	{"Next.js", scriptNames, []string{"next/server", "NextApiRequest"}},
	{"tRPC", scriptNames, []string{"@trpc/server"}},
	{"node:http", scriptNames, []string{"http.createServer((", "http.createServer(async", "http.createServer(function"}},
	{"Go net/http", []string{"*.go"}, []string{"http.ListenAndServe", "http.HandleFunc(", "http.NewServeMux("}},
	{"Go web framework", []string{"*.go"}, []string{"gin-gonic/gin", "labstack/echo", "go-chi/chi", "gofiber/fiber", "gorilla/mux"}},
	{"Spring", []string{"*.java", "*.kt"}, []string{"@RestController", "org.springframework.web"}},
	{"ASP.NET", []string{"*.cs"}, []string{"Microsoft.AspNetCore", "WebApplication.CreateBuilder"}},
	{"Rails", []string{"routes.rb"}, []string{"routes.draw"}},
	{"Laravel", []string{"*.php"}, []string{"Route::get(", "Route::post("}},
}

var scriptNames = []string{"*.js", "*.mjs", "*.cjs", "*.ts", "*.mts", "*.cts"}

// otherUse is a file that uses the framework at an index of others.
type otherUse struct {
	index int
	minor bool
}

// otherNeeds adds the frameworks to what the check asks to see.
func otherNeeds(info *scan.Info) {
	for _, o := range others {
		need := scan.Need{Names: o.names}
		for _, l := range o.literals {
			need.Literals = append(need.Literals, len(info.Literals))
			info.Literals = append(info.Literals, l)
		}
		info.Needs = append(info.Needs, need)
	}
}

func otherLiterals() int {
	n := 0
	for _, o := range others {
		n += len(o.literals)
	}
	return n
}

// otherUses tells which of them a file uses, from the hits in it.
func otherUses(u *scan.Unit, first int) []scan.Fact {
	var facts []scan.Fact
	seen := map[int]bool{}
	for _, h := range u.Hits {
		at := int(h.Literal) - first
		for i, o := range others {
			if at >= 0 && at < len(o.literals) && !seen[i] {
				seen[i] = true
				facts = append(facts, scan.Fact{Value: otherUse{i, !u.Role.Deployed()}})
			}
			at -= len(o.literals)
		}
	}
	return facts
}

// otherGaps says once for each framework that its routes are missing.
func otherGaps(facts []scan.Fact) []finding.Gap {
	files := make([]int, len(others))
	gaps := make([]*finding.Gap, len(others))
	for _, f := range facts {
		use, ok := f.Value.(otherUse)
		if !ok {
			continue
		}
		files[use.index]++
		if g := gaps[use.index]; g == nil || g.Minor && !use.minor {
			gaps[use.index] = &finding.Gap{Path: f.Path, Check: "endpoints", Reason: finding.Unresolved, Minor: use.minor}
		}
	}
	var all []finding.Gap
	for i, g := range gaps {
		if g != nil {
			g.Detail = fmt.Sprintf("routes of %s aren't examined yet (%s)", others[i].title, counted(files[i], "file"))
			all = append(all, *g)
		}
	}
	return all
}
