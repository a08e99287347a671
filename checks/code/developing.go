package code

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// developing tells whether a place of JavaScript or TypeScript runs on a developer's machine only: within
// if (process.env.NODE_ENV === "development"), if (app.get("env") === "development") or if (isDev).
func (r *run) developing(token int) bool {
	if r.file.Language > syntax.TSX {
		return false
	}
	r.blocks()
	for b, n := r.blockAt(token), 0; b >= 0 && n < 50; b, n = r.blockList[b].parent, n+1 {
		switch r.blockList[b].kind {
		case "if", "elif":
			if r.asksForDevelopment(r.blockList[b].head) {
				return true
			}
		}
	}
	return false
}

// asksForDevelopment reads a condition: a comparison with the name of an environment, or a name that says it alone.
func (r *run) asksForDevelopment(head syntax.Range) bool {
	if head.End-head.Start > maxHead {
		return false
	}
	environment, sign := false, ""
	for k := head.Start; k < head.End; k++ {
		switch text := r.text(k); text {
		case "||":
			return false
		case "NODE_ENV", `"env"`, "'env'":
			environment = true
		case "===", "==", "!==", "!=":
			sign = text[:1]
		case "isDev", "isDevelopment", "__DEV__", "IS_DEV":
			if !r.is(k-1, "!") {
				return true
			}
		default:
			switch strings.Trim(text, "\"'`") {
			case "development", "dev", "local", "test":
				if environment && sign == "=" {
					return true
				}
			case "production":
				if environment && sign == "!" {
					return true
				}
			}
		}
	}
	return false
}
