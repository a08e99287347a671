package code_test

var crossingPython = map[string]crossed{
	"a parameter of a function": {
		`-- app/views.py --
from flask import request
from .users import find
@app.route("/u")
def users():
    return find(request.args["name"])
-- app/users.py --
def find(name):
    return db.sink("select " + name)`,
		[]string{"app/users.py:2 high <app/views.py:5> <app/views.py:5> <app/users.py:2>"},
	},
	"a keyword, an absolute import": {
		`-- app/views.py --
from flask import request
from app.services import users
@app.route("/u")
def list():
    return users.find(limit=5, name=request.args["name"])
-- app/services/__init__.py --
-- app/services/users.py --
def find(name, limit):
    db.sink(limit)
    return db.sink("select " + name)`,
		[]string{"app/services/users.py:2 medium", "app/services/users.py:3 high <app/views.py:5> <app/views.py:5> <app/services/users.py:3>"},
	},
	"a method of a field": {
		`-- views.py --
from flask import request
from services import Users
class View:
    def __init__(self):
        self.users = Users()
    def get(self):
        return self.users.find(request.args["name"])
-- services.py --
class Users:
    def find(self, name):
        return db.sink("select " + name)
class Posts:
    def find(self, name):
        return db.sink("select " + name)`,
		[]string{"services.py:3 high <views.py:7> <views.py:7> <services.py:3>", "services.py:6 medium"},
	},
	"what an object was made with": {
		`-- views.py --
from flask import request
from services import Users
def get():
    return Users(request.args["name"]).all()
-- services.py --
class Users:
    def __init__(self, name):
        self.name = name
    def all(self):
        return db.sink("select " + self.name)`,
		[]string{"services.py:5 high <views.py:4> <views.py:4> <services.py:5>"},
	},
	"passed on by a package": {
		`-- app/views.py --
from flask import request
from app.services import find
def get():
    return find(request.args["name"])
-- app/services/__init__.py --
from .users import find
-- app/services/users.py --
def find(name):
    return db.sink("select " + name)`,
		[]string{"app/services/users.py:2 high <app/views.py:4> <app/views.py:4> <app/services/users.py:2>"},
	},
	"an int before the call": {
		`-- app/views.py --
from flask import request
from .users import find
def users():
    return find(int(request.args["name"]))
-- app/users.py --
def find(name):
    return db.sink("select %s" % name)`,
		[]string{"app/users.py:2 medium"},
	},
	"a library of the same name": {
		`-- app/views.py --
from flask import request
from users import find
def get():
    return find(request.args["name"])
-- other/pkg/users.py --
def find(name):
    return db.sink("select " + name)`,
		[]string{"other/pkg/users.py:2 medium"},
	},
	"a helper that gives a constant": {
		`-- app/views.py --
from flask import request
from .columns import column
def get():
    return db.sink(column(request.args["name"]))
-- app/columns.py --
def column(name):
    if name == "a":
        return "a"
    return "b"`,
		nil,
	},
	"recursion": {
		`-- app/views.py --
from flask import request
from .users import find
def get():
    return find(request.args["name"], 3)
-- app/users.py --
def find(name, n):
    if n > 0:
        return find(name, n - 1)
    return db.sink("select " + name)`,
		[]string{"app/users.py:4 high <app/views.py:4> <app/views.py:4> <app/users.py:4>"},
	},
}
