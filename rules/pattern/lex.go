package pattern

import (
	"fmt"
	"strings"
)

type token struct {
	kind  tokenKind
	text  string
	start int
}

type tokenKind uint8

const (
	endToken tokenKind = iota
	nameToken
	holeToken
	dotsToken
	numberToken
	stringToken
	punctToken
	foreignToken // a template
)

var twoBytes = []string{"===", "!==", "==", "!=", "<=", ">=", "&&", "||", "??", "**"}

func lex(text string) ([]token, error) {
	var tokens []token
	for i := 0; i < len(text); {
		start := i
		c := text[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
			continue
		case strings.HasPrefix(text[i:], "..."):
			i += 3
			tokens = append(tokens, token{dotsToken, "...", start})
		case c == '$' && i+1 < len(text) && text[i+1] >= 'A' && text[i+1] <= 'Z':
			i++
			for i < len(text) && (wordByte(text[i]) && text[i] != '$') {
				i++
			}
			tokens = append(tokens, token{holeToken, text[start+1 : i], start})
		case c == '"' || c == '\'':
			value, end, err := quoted(text, i)
			if err != nil {
				return nil, err
			}
			i = end
			tokens = append(tokens, token{stringToken, value, start})
		case c >= '0' && c <= '9':
			for i < len(text) && (wordByte(text[i]) || text[i] == '.' && !strings.HasPrefix(text[i:], "...")) {
				i++
			}
			tokens = append(tokens, token{numberToken, strings.ReplaceAll(text[start:i], "_", ""), start})
		case wordByte(c) || c == '@' && scoped(text[i:]):
			i = name(text, i)
			tokens = append(tokens, token{nameToken, text[start:i], start})
		default:
			op := string(c)
			for _, two := range twoBytes {
				if strings.HasPrefix(text[i:], two) {
					op = two
					break
				}
			}
			i += len(op)
			tokens = append(tokens, token{punctToken, op, start})
		}
	}
	return append(tokens, token{endToken, "", len(text)}), nil
}

// scoped tells an npm scope (@fastify/cors) from a decorator (@app.get).
func scoped(text string) bool {
	i := 1
	for i < len(text) && (wordByte(text[i]) || text[i] == '-') {
		i++
	}
	return i > 1 && i < len(text) && text[i] == '/'
}

// name reads an identifier. Module names may hold hyphens and slashes (aws-cdk-lib/aws-s3), so an operator between
// names needs a space before it.
func name(text string, i int) int {
	if text[i] == '@' {
		i++
	}
	for i < len(text) {
		switch c := text[i]; {
		case wordByte(c):
		case (c == '-' || c == '/') && i+1 < len(text) && wordByte(text[i+1]):
		case (c == '?' || c == '!') && i+1 < len(text) && text[i+1] == '(': // of Ruby
			return i + 1
		default:
			return i
		}
		i++
	}
	return i
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

func quoted(text string, start int) (value string, end int, err error) {
	var b strings.Builder
	for i := start + 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == text[start]:
			return b.String(), i + 1, nil
		case c == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", 0, fmt.Errorf("pattern `%s`: the string at column %d does not end", text, start+1)
}
