package endpoints

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/scan"
)

func hitsOf(literals []string, text string) []scan.Hit {
	var hits []scan.Hit
	lower := strings.ToLower(text)
	for i, l := range literals {
		for from := 0; ; {
			at := strings.Index(lower[from:], l)
			if at < 0 {
				break
			}
			hits = append(hits, scan.Hit{Literal: int32(i), Offset: int32(from + at)})
			from += at + len(l)
		}
	}
	slices.SortFunc(hits, func(a, b scan.Hit) int { return int(a.Offset - b.Offset) })
	return hits
}

// TestModel checks what the model says of small services: one line an endpoint, method, path, then auth and rate limit.
func TestModel(t *testing.T) {
	set := load(t)
	for _, test := range models {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, e := range examine(t, set, unpack(test.files), nil).Endpoints {
				got = append(got, fmt.Sprintf("%s %s %s %s", e.Method, e.Path, e.Controls[controlAuth], e.Controls[controlRate]))
			}
			want := strings.Split(strings.TrimSpace(test.want), "\n")
			for i := range want {
				want[i] = strings.TrimSpace(want[i])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("endpoints (-want +got):\n%s", diff)
			}
		})
	}
}

var models = []struct{ name, files, want string }{
	{
		"mounts, chains and handler lists across files", `
-- src/index.ts --
import express from "express";
import rateLimit from "express-rate-limit";
import { api } from "./routes";
const app = express();
app.get("/early", (req, res) => res.send("x"));
app.use(rateLimit({ limit: 5 }));
app.use("/api/v1", api);
app.listen(1);
-- src/routes/index.ts --
import { Router } from "express";
import users from "./users";
export const api = Router();
api.use("/users", users);
-- src/routes/users.ts --
import { Router } from "express";
import { protect } from "../guard";
const router = Router();
router
  .route("/:id")
  .get(show)
  .put([protect, change], save);
router.all("/:id/avatar", protect, avatar);
export default router;
-- src/guard.ts --
export const protect = async (req, res, next) => {
  const token = req.headers.authorization;
  if (!token) {
    return res.status(401).json({});
  }
  next();
};
function change(req, res, next) { next(); }
`, `
GET /api/v1/users/{id} unknown covered
PUT /api/v1/users/{id} covered covered
ANY /api/v1/users/{id}/avatar covered covered
GET /early uncovered uncovered`,
	},
	{
		"function that registers routes on the app, and a router factory", `
-- app.js --
const express = require("express");
const app = express();
const limiter = require("express-rate-limit")({ max: 5 });
require("./posts")(app);
app.use("/tags", require("./tags")(limiter));
module.exports = app;
-- posts.js --
module.exports = (app) => {
  app.post("/posts", (req, res) => res.end());
};
-- tags.js --
const { Router } = require("express");
module.exports = function (limiter) {
  const r = Router();
  r.use(limiter);
  r.get("/", (req, res) => res.end());
  return r;
};
`, `
POST /posts uncovered uncovered
GET /tags uncovered covered`,
	},
	{
		"class that builds its app", `
-- app.ts --
import express, { Express } from "express";
import { PostController } from "./post";
class App {
  public app: Express;
  constructor(controllers) {
    this.app = express();
    this.middlewares();
    controllers.forEach((c) => this.app.use("/", c.router));
  }
  private middlewares() { this.app.use(express.json()); }
}
const app = new App([new PostController()]);
app.app.listen(3);
-- post.ts --
import { Router } from "express";
export class PostController {
  public router = Router();
  constructor() { this.routes(); }
  private routes() {
    this.router.get("/posts", this.all);
    this.router.delete("/posts/:id", this.drop);
  }
  private all = (req, res) => { res.send([]); };
  private drop = (req, res) => { res.send([]); };
}
`, `
GET /posts uncovered uncovered
DELETE /posts/{id} uncovered uncovered`,
	},
	{
		"what can't be followed is unknown, never uncovered", `
-- app.js --
const express = require("express");
const mystery = require("some-unknown-middleware");
const app = express();
app.get("/first", (req, res) => res.end());
app.use(mystery());
app.get("/second", (req, res) => res.end());
app.use(...extra);
app.listen(1);
`, `
GET /first unknown unknown
GET /second unknown unknown`,
	},
	{
		"loops over tables of routes", `
-- app.js --
const express = require("express");
const a = express.Router();
a.get("/x", (req, res) => res.end());
const b = express.Router();
b.get("/y", (req, res) => res.end());
const table = [{ path: "/a", router: a }, { path: "/b", router: b }];
const app = express();
table.forEach((r) => { app.use(r.path, r.router); });
for (const { path, router } of table) app.use("/again" + path, router);
app.listen(1);
`, `
GET /a/x uncovered uncovered
GET /again/a/x uncovered uncovered
GET /again/b/y uncovered uncovered
GET /b/y uncovered uncovered`,
	},
	{
		"optional and conditional", `
-- app.js --
const express = require("express");
const { expressjwt } = require("express-jwt");
const rateLimit = require("express-rate-limit");
const app = express();
if (process.env.NODE_ENV === "production") {
  app.use(rateLimit({ max: 5 }));
}
const maybeUser = (req, res, next) => {
  const token = req.headers.authorization;
  if (!token) return next();
  if (!check(token)) return res.status(401).end();
  next();
};
app.get("/a", expressjwt({ secret, algorithms: ["HS256"], credentialsRequired: false }), (req, res) => res.end());
app.get("/b", expressjwt({ secret, algorithms: ["HS256"] }), (req, res) => res.end());
app.get("/c", maybeUser, (req, res) => res.end());
app.listen(1);
`, `
GET /a optional conditional
GET /b covered conditional
GET /c optional conditional`,
	},
	{
		"a name alone proves nothing", `
-- app.js --
const express = require("express");
const app = express();
const rateLimiter = (req, res, next) => { count(req); next(); };
const authenticate = (req, res, next) => { req.user = find(req.headers.authorization); next(); };
app.get("/a", rateLimiter, authenticate, (req, res) => res.end());
app.listen(1);
`, `
GET /a unknown unknown`,
	},
	{
		"prefix on a segment boundary", `
-- app.js --
const express = require("express");
const limit = require("express-rate-limit")();
const app = express();
app.use("/user", limit);
app.get("/users", (req, res) => res.end());
app.get("/user/me", (req, res) => res.end());
app.listen(1);
`, `
GET /user/me uncovered covered
GET /users uncovered uncovered`,
	},
	{
		"FastAPI routers, dependencies and aliases across files", `
-- app/main.py --
from fastapi import FastAPI
from app.api.main import api_router
from app.config import settings
app = FastAPI(title="x")
app.include_router(api_router, prefix=settings.API)
-- app/config.py --
class Settings:
    API: str = "/api/v1"
settings = Settings()
-- app/api/__init__.py --
-- app/api/main.py --
from fastapi import APIRouter, Depends
from app.api.routes import items, login
from app.api.deps import get_admin
api_router = APIRouter()
api_router.include_router(login.router)
api_router.include_router(items.router, prefix="/items")
@api_router.api_route("/both", methods=["GET", "POST"], dependencies=[Depends(get_admin)])
def both(): ...
-- app/api/routes/__init__.py --
-- app/api/routes/items.py --
from fastapi import APIRouter
from app.api.deps import CurrentUser
router = APIRouter()
@router.get("/{id}")
def read(id: int, user: CurrentUser): ...
@router.delete("/{id}")
async def drop(id: int) -> None: ...
@router.get("/")
def every(): ...
-- app/api/routes/login.py --
from fastapi import APIRouter
router = APIRouter(tags=["login"])
@router.post("/login/token")
def login(): ...
-- app/api/deps.py --
from typing import Annotated
import jwt
from fastapi import Depends, HTTPException, status
from fastapi.security import OAuth2PasswordBearer
scheme = OAuth2PasswordBearer(tokenUrl="x")
TokenDep = Annotated[str, Depends(scheme)]
def get_current_user(token: TokenDep):
    try:
        data = jwt.decode(token, KEY, algorithms=["HS256"])
    except Exception:
        raise HTTPException(status_code=status.HTTP_403_FORBIDDEN, detail="bad credentials")
    return data
CurrentUser = Annotated[dict, Depends(get_current_user)]
def get_admin(current_user: CurrentUser):
    return current_user
`, `
GET /api/v1/both covered uncovered
POST /api/v1/both covered uncovered
GET /api/v1/items uncovered uncovered
DELETE /api/v1/items/{id} uncovered uncovered
GET /api/v1/items/{id} covered uncovered
POST /api/v1/login/token uncovered uncovered`,
	},
	{
		"FastAPI limits, late routes and optional schemes", `
-- main.py --
from fastapi import APIRouter, Depends, FastAPI, Security
from fastapi.security import HTTPBearer, OAuth2PasswordBearer
from fastapi_limiter.depends import RateLimiter
optional = OAuth2PasswordBearer(tokenUrl="t", auto_error=False)
bearer = HTTPBearer()
router = APIRouter(prefix="/r", dependencies=[Depends(RateLimiter(times=2, seconds=5))])
@router.get("/a")
def a(token=Depends(optional)): ...
@router.get("/b")
def b(token=Security(bearer)): ...
def make():
    app = FastAPI()
    app.include_router(router)
    app.add_api_route("/plain", a, methods=["PUT"])
    return app
app = make()
@router.get("/late")
def late(): ...
`, `
PUT /plain optional uncovered
GET /r/a optional covered
GET /r/b unknown covered`,
	},
	{
		"a proxy that limits makes uncovered unknown", `
-- app.js --
const express = require("express");
const app = express();
app.get("/a", (req, res) => res.end());
app.listen(1);
-- deploy/nginx.conf --
http { server { location / { limit_req zone=one; proxy_pass http://app; } } }
`, `
GET /a uncovered unknown`,
	},
	{
		"an app handed on in an object", `
-- app.ts --
import express from "express";
const start = async () => {
  const app = express();
  await require("./loaders").default({ app, name: "x" });
  app.listen(1);
};
start();
-- loaders.ts --
import routes from "./routes";
export default async ({ app, name = "y" }: { app: any }): Promise<void> => {
  app.use("/api", routes());
};
-- routes.ts --
import { Router } from "express";
const route = Router();
const user = (app: Router) => {
  app.use("/users", route);
  route.get("/me", (req, res) => res.end());
};
export default () => {
  const app = Router();
  user(app);
  return app;
};
`, `
GET /api/users/me uncovered uncovered`,
	},
	{
		"default limits without the middleware", `
-- main.py --
from fastapi import FastAPI
from slowapi import Limiter
limiter = Limiter(key_func=ip, default_limits=["10/minute"])
app = FastAPI()
app.state.limiter = limiter
@app.get("/a")
def a(): ...
`, `
GET /a uncovered inert`,
	},
	{
		"error handlers guard nothing", `
-- app.js --
const express = require("express");
const app = express();
app.use((err, req, res, next) => { if (err.user) return res.status(401).end(); res.status(429).end(); next(); });
app.get("/a", (req, res) => res.end());
app.listen(1);
`, `
GET /a uncovered uncovered`,
	},
	{
		"class-based views ask through the fields of their bases", `
-- main.py --
from fastapi import FastAPI
from views import router
app = FastAPI()
app.include_router(router)
-- base.py --
from fastapi import Depends, HTTPException
def get_user(token: str = ""):
    if not token:
        raise HTTPException(401)
class Base:
    user: dict = Depends(get_user)
-- views.py --
from fastapi import APIRouter
from base import Base
router = APIRouter(prefix="/notes")
@controller(router)
class Notes(Base):
    @router.post("")
    def add(self, text: str): ...
`, `
POST /notes covered uncovered`,
	},
	{
		"middleware function, default limits and the decorator above the route", `
-- main.py --
from fastapi import FastAPI, Request
from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
from starlette.responses import JSONResponse
limiter = Limiter(key_func=ip, default_limits=["10/minute"])
app = FastAPI()
app.add_middleware(SlowAPIMiddleware)
@app.middleware("http")
async def keys(request: Request, call_next):
    if request.headers.get("x-api-key") != KEY:
        return JSONResponse(status_code=401, content={})
    return await call_next(request)
@app.get("/a")
def a(): ...
`, `
GET /a covered covered`,
	},
}

func TestCircles(t *testing.T) {
	files := unpack(`
-- a.ts --
import express from "express";
import { b, c } from "./b";
export * from "./b";
export const app = express();
app.get("/a", b);
app.use(c);
-- b.ts --
import { express, app, c } from "./a";
export * from "./a";
export const b = (req, res) => res.end();
app.get("/b", b);
-- p.py --
from fastapi import FastAPI
from q import *
from q import nothing
app = FastAPI()
app.include_router(nothing)
-- q.py --
from p import *
`)
	if got := len(examine(t, load(t), files, nil).Endpoints); got == 0 {
		t.Error("no endpoint was found")
	}
}

func TestPublic(t *testing.T) {
	files := unpack(`
-- app.js --
const express = require("express");
const app = express();
app.post("/contact", (req, res) => res.end());
app.post("/forms/:id", (req, res) => res.end());
app.post("/orders", (req, res) => res.end());
app.listen(1);
`)
	var got []string
	for _, f := range examine(t, load(t), files, []string{"POST /contact", "/forms/*"}).Findings {
		if f.Rule == "auth-missing" {
			for _, r := range f.Related {
				got = append(got, r.Message)
			}
		}
	}
	if diff := cmp.Diff([]string{"POST /orders"}, got); diff != "" {
		t.Errorf("open endpoints (-want +got):\n%s", diff)
	}
}

// TestGrowth: code that grows without end is given up, and then nothing is called uncovered.
func TestGrowth(t *testing.T) {
	var b strings.Builder
	b.WriteString("import express from 'express';\nconst app = express();\nlet s = 'aaaaaaaa', l = [1, 2, 3];\n")
	for range 200 {
		b.WriteString("s = s + s; l = [...l, ...l]; l = l.concat(l);\n")
	}
	b.WriteString("for (const a of l) for (const b of l) for (const c of l) for (const d of l) { f(a) }\n")
	b.WriteString("l.forEach(() => l.forEach(() => l.forEach(() => {})));\n")
	b.WriteString("const r = (n) => { r(n); r(n); r(n); };\nr(1);\napp.get('/x', (req, res) => res.end());\n")
	start := time.Now()
	o := examine(t, load(t), map[string]string{"app.ts": b.String()}, nil)
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("took %v", d)
	}
	for _, e := range o.Endpoints {
		if e.Controls[controlRate] == "covered" {
			t.Errorf("%s %s is covered by nothing", e.Method, e.Path)
		}
	}
}

// FuzzModel feeds broken code through the whole check: anything but a panic or a hang will do.
func FuzzModel(f *testing.F) {
	set := load(f)
	for _, m := range models {
		for name, text := range unpack(m.files) {
			f.Add(name, text)
		}
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		if strings.HasSuffix(name, ".py") {
			name = "main.py"
		} else {
			name = "app.ts"
		}
		start := time.Now()
		examine(t, set, map[string]string{name: text}, nil)
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("took %v", d)
		}
	})
}

// TestTruncated cuts every small service at every byte.
func TestTruncated(t *testing.T) {
	set := load(t)
	check := New(set, nil)
	frameworks, err := check.data()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range models {
		for name, text := range unpack(m.files) {
			for cut := 0; cut < len(text); cut += 3 {
				if mod := readModule(scan.NewUnit(name, "", []byte(text[:cut]))); mod != nil {
					build(frameworks, scan.Repo{Paths: []string{name}, Facts: []scan.Fact{{Path: name, Value: mod}}, Read: func(string) (*scan.Unit, error) { return nil, fs.ErrNotExist }})
				}
			}
		}
	}
}
