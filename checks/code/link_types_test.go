package code_test

var crossingJava = map[string]crossed{
	"a field of another package": {
		`-- src/main/java/com/x/web/UserController.java --
package com.x.web;
import com.x.dao.UserDao;
class UserController {
  @Autowired private UserDao dao;
  @GetMapping("/u") String list(@RequestParam String name) { return dao.find(name); }
}
-- src/main/java/com/x/dao/UserDao.java --
package com.x.dao;
public class UserDao {
  public String find(String name) { return db.sink("select " + name); }
}
-- src/main/java/com/y/dao/UserDao.java --
package com.y.dao;
public class UserDao {
  public String find(String name) { return db.sink("select " + name); }
}`,
		[]string{
			"src/main/java/com/x/dao/UserDao.java:3 high <src/main/java/com/x/web/UserController.java:5> <src/main/java/com/x/web/UserController.java:5> <src/main/java/com/x/dao/UserDao.java:3>",
			"src/main/java/com/y/dao/UserDao.java:3 medium",
		},
	},
	"an interface with one implementation": {
		`-- a/UserController.java --
class UserController {
  private final Users users;
  UserController(Users users) { this.users = users; }
  @GetMapping("/u") String list(@RequestParam String name) { return users.find(name); }
}
-- a/Users.java --
interface Users { String find(String name); }
-- a/UsersImpl.java --
class UsersImpl implements Users {
  public String find(String name) { return db.sink("select " + name); }
}`,
		[]string{"a/UsersImpl.java:2 high <a/UserController.java:4> <a/UserController.java:4> <a/UsersImpl.java:2>"},
	},
	"another of several of the name": {
		`-- a/Web.java --
class Web {
  @GetMapping("/u") String list(@RequestParam String name) { return new Users().find(name); }
}
-- a/Users.java --
class Users {
  String find(String name) { return "x"; }
  String find(String name, int limit) { return db.sink("select " + name); }
}`,
		[]string{"a/Users.java:3 medium"},
	},
	"a static method of a class beside it": {
		`-- a/Web.java --
class Web {
  @GetMapping("/u") String list(@RequestParam String name) { return Users.find(name); }
}
-- a/Users.java --
class Users {
  static String find(String name) { return db.sink("select " + name); }
}`,
		[]string{"a/Users.java:2 high <a/Web.java:2> <a/Web.java:2> <a/Users.java:2>"},
	},
	"a number before the call": {
		`-- a/Web.java --
class Web {
  @GetMapping("/u") String list(@RequestParam String name) { return Users.find(Integer.parseInt(name)); }
}
-- a/Users.java --
class Users {
  static String find(Object name) { return db.sink("select " + name); }
}`,
		[]string{"a/Users.java:2 medium"},
	},
	"a helper that takes it out of the request": {
		`-- a/Web.java --
class Web {
  void doGet(HttpServletRequest request) { db.sink("select " + Names.of(request)); }
}
-- a/Names.java --
class Names {
  static String of(HttpServletRequest request) { return request.getParameter("name"); }
}`,
		[]string{"a/Web.java:2 high <a/Names.java:2> <a/Web.java:2> <a/Web.java:2>"},
	},
	"cleaned by a helper": {
		`-- a/Web.java --
class Web {
  void doGet(HttpServletRequest request) { db.sink("select " + Names.clean(request.getParameter("name"))); }
}
-- a/Names.java --
class Names {
  static String clean(String x) { return "" + Integer.parseInt(x); }
}`,
		nil,
	},
}

var crossingCSharp = map[string]crossed{
	"a service by its interface": {
		`-- Web/UsersController.cs --
namespace App.Web;
public class UsersController : Controller {
  private readonly IUsers _users;
  public UsersController(IUsers users) { _users = users; }
  [HttpGet] public IActionResult List([FromQuery] string name) { return Ok(_users.Find(name)); }
}
-- Data/Users.cs --
namespace App.Data;
public class Users : IUsers {
  public string Find(string name) { return db.sink("select " + name); }
}`,
		[]string{"Data/Users.cs:3 high <Web/UsersController.cs:5> <Web/UsersController.cs:5> <Data/Users.cs:3>"},
	},
	"a constant": {
		`-- Web/UsersController.cs --
namespace App.Web;
public class UsersController : Controller {
  [HttpGet] public IActionResult List([FromQuery] string name) { return Ok(Users.Find("x")); }
}
-- Data/Users.cs --
namespace App.Data;
public class Users {
  public static string Find(string name) { return db.sink("select " + name); }
}`,
		[]string{"Data/Users.cs:3 medium"},
	},
}

var crossingGo = map[string]crossed{
	"a function of the same package": {
		`-- go.mod --
module example.com/app
-- web/handler.go --
package web
func list(w http.ResponseWriter, r *http.Request) { find(r.FormValue("name")) }
-- web/users.go --
package web
func find(name string) { db.sink("select " + name) }
-- other/users.go --
package other
func find(name string) { db.sink("select " + name) }`,
		[]string{"other/users.go:2 medium", "web/users.go:2 high <web/handler.go:2> <web/handler.go:2> <web/users.go:2>"},
	},
	"a method of a store in another package": {
		`-- go.mod --
module example.com/app
-- web/handler.go --
package web
import (
	"net/http"
	"example.com/app/store"
)
type server struct { users *store.Users }
func (s *server) list(w http.ResponseWriter, r *http.Request) { s.users.Find(r.Context(), r.FormValue("name")) }
-- store/users.go --
package store
type Users struct{}
func (u *Users) Find(ctx context.Context, name string) { db.sink("select " + name) }`,
		[]string{"store/users.go:3 high <web/handler.go:7> <web/handler.go:7> <store/users.go:3>"},
	},
	"an exported function, and one that gives a number": {
		`-- go.mod --
module example.com/app
-- web/handler.go --
package web
import (
	"net/http"
	"example.com/app/store"
)
func list(w http.ResponseWriter, r *http.Request) {
	store.Find(r.FormValue("name"))
	db.sink(store.Count(r.FormValue("name")))
}
-- store/users.go --
package store
func Find(name string) { db.sink("select " + name) }
func Count(name string) int { n, _ := strconv.Atoi(name); return n }`,
		[]string{"store/users.go:2 high <web/handler.go:7> <web/handler.go:7> <store/users.go:2>"},
	},
	"a method of a type beside it": {
		`-- go.mod --
module example.com/app
-- handler.go --
package main
import "net/http"
type server struct { users *Users }
func (s *server) list(w http.ResponseWriter, r *http.Request) { s.users.Find(r.FormValue("name")) }
-- users.go --
package main
type Users struct{}
func (u *Users) Find(name string) { db.sink("select " + name) }`,
		[]string{"users.go:3 high <handler.go:4> <handler.go:4> <users.go:3>"},
	},
}

var crossingPHP = map[string]crossed{
	"a method of an imported class": {
		`-- app/Http/UserController.php --
<?php
namespace App\Http;
use App\Services\UserService;
class UserController {
  public function __construct(private UserService $users) {}
  public function list() { return $this->users->find($_GET['name']); }
}
-- app/Services/UserService.php --
<?php
namespace App\Services;
class UserService {
  public function find($name) { return $this->db->sink("select " . $name); }
}`,
		[]string{"app/Services/UserService.php:4 high <app/Http/UserController.php:6> <app/Http/UserController.php:6> <app/Services/UserService.php:4>"},
	},
	"a function of an included file": {
		`-- index.php --
<?php
require 'db.php';
echo find_user($_GET['name']);
-- db.php --
<?php
function find_user($name) { global $db; return $db->sink("select " . $name); }`,
		[]string{"db.php:2 high <index.php:3> <index.php:3> <db.php:2>"},
	},
	"cast before the call": {
		`-- index.php --
<?php
require 'db.php';
echo find_user((int) $_GET['name']);
-- db.php --
<?php
function find_user($name) { global $db; return $db->sink("select " . $name); }`,
		[]string{"db.php:2 medium"},
	},
	"of two classes of the name, the imported one": {
		`-- app/UserController.php --
<?php
namespace App;
use App\Services\Users;
class UserController {
  public function list() { return Users::find($_GET['name']); }
}
-- app/Services/Users.php --
<?php
namespace App\Services;
class Users { public static function find($name) { return self::$db->sink("select " . $name); } }
-- app/Admin/Users.php --
<?php
namespace App\Admin;
class Users { public static function find($name) { return self::$db->sink("select " . $name); } }`,
		[]string{"app/Admin/Users.php:3 medium", "app/Services/Users.php:3 high <app/UserController.php:5> <app/UserController.php:5> <app/Services/Users.php:3>"},
	},
}

var crossingRuby = map[string]crossed{
	"a class method": {
		`-- app/controllers/users_controller.rb --
class UsersController < ApplicationController
  def index
    UserSearch.find(params[:name])
  end
end
-- app/services/user_search.rb --
class UserSearch
  def self.find(name)
    db.sink("select #{name}")
  end
end
-- app/services/post_search.rb --
class PostSearch
  def self.find(name)
    db.sink("select #{name}")
  end
end`,
		[]string{"app/services/post_search.rb:3 medium", "app/services/user_search.rb:3 high <app/controllers/users_controller.rb:3> <app/controllers/users_controller.rb:3> <app/services/user_search.rb:3>"},
	},
	"a method of an object made here": {
		`-- app/controllers/users_controller.rb --
class UsersController < ApplicationController
  def index
    UserSearch.new.find(params[:name])
  end
end
-- app/services/user_search.rb --
class UserSearch
  def find(name)
    db.sink("select #{name}")
  end
end`,
		[]string{"app/services/user_search.rb:3 high <app/controllers/users_controller.rb:3> <app/controllers/users_controller.rb:3> <app/services/user_search.rb:3>"},
	},
	"a number": {
		`-- app/controllers/users_controller.rb --
class UsersController < ApplicationController
  def index
    UserSearch.new.find(params[:name].to_i)
  end
end
-- app/services/user_search.rb --
class UserSearch
  def find(name)
    db.sink("select #{name}")
  end
end`,
		[]string{"app/services/user_search.rb:3 medium"},
	},
	"a module that is included": {
		`-- app/models/filter.rb --
class Filter
  include Intervals
  def initialize(interval)
    length = interval_of(interval)
    db.sink(length[:unit])
    db.sink(length[:text])
  end
end
-- app/controllers/filters_controller.rb --
class FiltersController < ApplicationController
  def index
    Filter.new(params[:interval]).all
  end
end
-- lib/intervals.rb --
module Intervals
  UNITS = { "d" => "days" }
  def interval_of(text)
    { text: text, unit: UNITS[text] }
  end
end`,
		[]string{"app/models/filter.rb:6 high <app/controllers/filters_controller.rb:3> <app/controllers/filters_controller.rb:3> <app/models/filter.rb:4>"},
	},
}
