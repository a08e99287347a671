package code_test

var crossingScript = map[string]crossed{
	"a parameter of a named export": {
		`-- routes.ts --
import { find } from "./users";
app.get("/u", (req, res) => res.json(find(req.query.name)));
-- users.ts --
export function find(name: string) {
  return db.sink("select " + name);
}`,
		[]string{"users.ts:2 high <routes.ts:2> <routes.ts:2> <users.ts:2>"},
	},
	"a constant from another file": {
		`-- routes.ts --
import { find } from "./users";
app.get("/u", (req, res) => res.json(find("ann")));
-- users.ts --
export function find(name: string) {
  return db.sink("select " + name);
}`,
		[]string{"users.ts:2 medium"},
	},
	"cleaned before the call": {
		`-- routes.ts --
import { find } from "./users";
import { escape } from "mysql";
app.get("/u", (req, res) => res.json(find(escape(req.query.name))));
-- users.ts --
export function find(name: string) {
  return db.sink("select " + name);
}`,
		[]string{"users.ts:2 medium"},
	},
	"checked in the function": {
		`-- routes.ts --
import { find } from "./users";
app.get("/u", (req, res) => res.json(find(req.query.name)));
-- users.ts --
export function find(name: string) {
  if (!ALLOWED.includes(name)) return [];
  return db.sink("select " + name);
}`,
		nil,
	},
	"a function of the same name in another module": {
		`-- routes.ts --
import { find } from "./posts";
app.get("/u", (req, res) => res.json(find(req.query.name)));
-- posts.ts --
export function find(name: string) { return []; }
-- users.ts --
export function find(name: string) {
  return db.sink("select " + name);
}`,
		[]string{"users.ts:2 medium"},
	},
	"an import that a parameter hides": {
		`-- routes.ts --
import { find } from "./users";
app.get("/u", (req, res) => res.json(list(req, (x) => x)));
function list(req, find) { return find(req.query.name); }
-- users.ts --
export function find(name: string) {
  return db.sink("select " + name);
}`,
		[]string{"users.ts:2 medium"},
	},
	"another parameter": {
		`-- routes.ts --
import { find } from "./users";
app.get("/u", (req, res) => res.json(find("id", req.query.name)));
-- users.ts --
export function find(column: string, name: string) {
  return db.sink("select " + column);
}`,
		[]string{"users.ts:2 medium"},
	},
	"files that call each other": {
		`-- a.ts --
import { b } from "./b";
export function a(x) { b(x); db.sink(x); }
-- b.ts --
import { a } from "./a";
export function b(req) { a(req); db.sink(req); }`,
		[]string{"a.ts:2 medium", "b.ts:2 medium"},
	},
	"a class that is made here": {
		`-- routes.ts --
import { Users } from "./users.service";
const users = new Users();
app.get("/u", (req, res) => res.json(users.find(req.query.name)));
-- users.service.ts --
export class Users {
  find(name: string) { return this.db.sink("select " + name); }
}`,
		[]string{"users.service.ts:2 high <routes.ts:3> <routes.ts:3> <users.service.ts:2>"},
	},
	"a class that is given": {
		`-- users.controller.ts --
import { Users } from "./users.service";
export class UsersController {
  constructor(private readonly users: Users) {}
  @Get() list(@Query("name") name: string) { return this.users.find(name); }
}
-- users.service.ts --
export class Users {
  find(name: string) { return this.db.sink("select " + name); }
}`,
		[]string{"users.service.ts:2 high <users.controller.ts:4> <users.controller.ts:4> <users.service.ts:2>"},
	},
	"CommonJS, an object of functions": {
		`-- routes.js --
const users = require("./lib/users");
app.get("/u", (req, res) => res.json(users.find(req.query.name)));
-- lib/users.js --
function find(name) {
  return db.sink("select " + name);
}
module.exports = { find };`,
		[]string{"lib/users.js:2 high <routes.js:2> <routes.js:2> <lib/users.js:2>"},
	},
	"CommonJS, exports one by one, destructured": {
		`-- routes.js --
const { find: look } = require("./lib");
app.get("/u", (req, res) => res.json(look(req.query.name)));
-- lib/index.js --
exports.find = (name) => db.sink("select " + name);`,
		[]string{"lib/index.js:1 high <routes.js:2> <routes.js:2> <lib/index.js:1>"},
	},
	"a default export": {
		`-- routes.js --
import look from "./find";
app.get("/u", (req, res) => res.json(look(req.query.name)));
-- find.js --
export default function find(name) {
  return db.sink("select " + name);
}`,
		[]string{"find.js:2 high <routes.js:2> <routes.js:2> <find.js:2>"},
	},
	"a namespace": {
		`-- routes.js --
import * as users from "./users.js";
app.get("/u", (req, res) => res.json(users.find(req.query.name)));
-- users.ts --
export const find = (name) => db.sink("select " + name);`,
		[]string{"users.ts:1 high <routes.js:2> <routes.js:2> <users.ts:1>"},
	},
	"passed on by an index": {
		`-- routes.ts --
import { find } from "./services";
app.get("/u", (req, res) => res.json(find(req.query.name)));
-- services/index.ts --
export * from "./posts";
export { find } from "./users";
-- services/posts.ts --
export const list = () => [];
-- services/users.ts --
export const find = (name) => db.sink("select " + name);`,
		[]string{"services/users.ts:1 high <routes.ts:2> <routes.ts:2> <services/users.ts:1>"},
	},
	"an alias of tsconfig.json": {
		`-- tsconfig.json --
{"compilerOptions": {"baseUrl": ".", "paths": {"@lib/*": ["src/lib/*"]}}}
-- src/routes.ts --
import { find } from "@lib/users";
app.get("/u", (req, res) => res.json(find(req.query.name)));
-- src/lib/users.ts --
export const find = (name) => db.sink("select " + name);`,
		[]string{"src/lib/users.ts:1 high <src/routes.ts:2> <src/routes.ts:2> <src/lib/users.ts:1>"},
	},
	"what a helper takes out of the request": {
		`-- other.ts --
import { nameIn } from "./more";
app.get("/u", (req, res) => db.sink(nameIn(req)));
-- more.ts --
export function nameIn(req) { return req.query.name; }`,
		[]string{"other.ts:2 high <more.ts:1> <other.ts:2>"},
	},
	"cleaned by a helper": {
		`-- routes.ts --
import { clean } from "./clean";
app.get("/u", (req, res) => db.sink(clean(req.query.name)));
-- clean.ts --
export const clean = (x) => Number(x);`,
		nil,
	},
	"passed through a helper": {
		`-- routes.ts --
import { nameFilter } from "./names";
app.get("/u", (req, res) => db.sink(nameFilter(req.query.name)));
-- names.ts --
export const nameFilter = (x) => "name = " + x;`,
		[]string{"routes.ts:2 high <routes.ts:2>"},
	},
	"looked up with it": {
		`-- routes.ts --
import { findUser } from "./users";
app.get("/u", (req, res) => db.sink(findUser(req.query.name)));
-- users.ts --
export const findUser = (name) => ({ name });`,
		nil,
	},
	"one of what a helper gives": {
		`-- routes.ts --
import { paging } from "./paging";
app.get("/u", (req, res) => {
  const { size, order } = paging(req.query);
  db.sink(size);
  db.sink(order);
});
-- paging.ts --
export const paging = (query) => ({ size: Number(query.size), order: query.order });`,
		[]string{"routes.ts:5 high <routes.ts:3> <routes.ts:3>"},
	},
}
