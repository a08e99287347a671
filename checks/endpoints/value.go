package endpoints

import "github.com/seaworthy-dev/seaworthy/source"

// A value is what an expression comes to, as far as the model cares.
type value struct {
	kind   valueKind
	text   string            // text: the string; external: its canonical name; method: the method's name; unknown: why
	at     source.Span       // where it was made, or the line that defeated us
	items  []*value          // list: its elements; external: the arguments it was called with last
	fields map[string]*value // object, instance, module; keyword arguments of an external
	open   bool              // list, object: there may be more than is seen
	module *module           // closure, class, module
	fn     int               // closure: the function; class: the class
	scope  *scope            // closure
	this   *value            // closure bound to an instance; method: the receiver
	node   *node             // app or router; method of one
	route  *routeChain
	wraps  []*value // decorators and wrappers around a closure, outermost last
}

type valueKind uint8

const (
	unknown valueKind = iota
	external
	text
	number
	boolean
	null
	list
	object
	closure
	classValue
	instance
	moduleValue
	nodeValue
	nodeMethod
	chain       // router.route("/x")
	composite   // either of items: a ? b : c, or a wrapper around functions
	keyword     // name=value in a call
	spread      // ...x that could not be looked into
	routeMarker // a FastAPI route decorator waiting for its function
)

func defeat(at source.Span, why string) *value { return &value{kind: unknown, text: why, at: at} }

func (v *value) isNode() bool { return v != nil && v.kind == nodeValue }

// constant gives a string that is known.
func (v *value) constant() (string, bool) {
	if v == nil || v.kind != text {
		return "", false
	}
	return v.text, true
}

// What a composite is.
const (
	eitherOne = "one of several, by a condition"
	maybeOne  = "there only under a condition"
)

// A scope binds names while a function runs.
type scope struct {
	names  map[string]*value
	outer  *scope
	module *module
	this   *value
	result *value
}

func (s *scope) lookup(name string) (*value, bool) {
	for ; s != nil; s = s.outer {
		if v, ok := s.names[name]; ok {
			return v, true
		}
	}
	return nil, false
}

// assign sets a name where it is bound already, else here.
func (s *scope) assign(name string, v *value) {
	for at := s; at != nil; at = at.outer {
		if _, ok := at.names[name]; ok {
			at.names[name] = v
			return
		}
	}
	s.names[name] = v
}

// A node is an app or a router: something routes and middleware are registered on.
type node struct {
	framework *framework
	app       bool
	at        source.Span
	module    *module
	name      string // of the variable or export it became
	prefix    string // FastAPI: APIRouter(prefix=)
	known     bool   // the prefix is
	needs     []*value
	entries   []*entry
	defeats   []defeatAt
	reached   bool // mounted, or an app
	listens   bool
}

// A defeatAt is a line past which the code can't be followed.
type defeatAt struct {
	why string
	at  source.Span
}

// An entry is one registration on a node, in order.
type entry struct {
	kind     entryKind
	methods  []string
	path     string
	known    bool     // the path is
	handlers []*value // use: one; route: all
	child    *node    // mount
	frozen   []*entry // mount that copies: what the child held then
	needs    []*value // dependencies given at this registration
	above    []*value // decorators written above the route's: they wrap what is no longer asked
	when     condition
	deferred int
	at       source.Span
}

type entryKind uint8

const (
	useEntry entryKind = iota
	routeEntry
	mountEntry
	appEntry // FastAPI middleware: order doesn't matter
)

// A condition says when a registration happens.
type condition uint8

const (
	always condition = iota
	inProduction
	sometimes
	elsewhere // only outside production
	never
)

// A routeChain is `router.route(path)` or `app.route(path)`: methods follow.
type routeChain struct {
	node  *node
	path  *value
	all   []*value // handlers of .all(): run before those that follow
	holds *entry
}
