package scan

import (
	"path"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// unreadLanguages names programming languages that no check reads yet, by file ending. They are counted and listed: code that
// nobody looked at must not make an item pass.
var unreadLanguages = map[string]string{
	".kt": "kotlin", ".kts": "kotlin", ".scala": "scala", ".groovy": "groovy",
	".fs": "fsharp", ".vb": "vb", ".rs": "rust", ".swift": "swift", ".dart": "dart", ".ex": "elixir", ".exs": "elixir", ".erl": "erlang", ".clj": "clojure",
	".c": "c", ".cc": "cpp", ".cpp": "cpp", ".cxx": "cpp", ".m": "objective-c", ".hs": "haskell", ".lua": "lua", ".pl": "perl", ".r": "r", ".jl": "julia",
	".coffee": "coffeescript", ".sol": "solidity", ".zig": "zig",
}

// KindOf names the language or format of a file from its name; "" when it is neither code nor configuration we know.
func KindOf(name string) string {
	if language := syntax.LanguageOf(name); language != syntax.None {
		return language.String()
	}
	if format := document.FormatOf(name); format != "" {
		return format
	}
	return unreadLanguages[strings.ToLower(path.Ext(name))]
}

// IsCode tells whether a kind is a programming language, read or not.
func IsCode(kind string) bool { return syntax.Named(kind) != syntax.None || isUnread(kind) }

func isUnread(kind string) bool {
	for _, name := range unreadLanguages {
		if name == kind {
			return true
		}
	}
	return false
}
