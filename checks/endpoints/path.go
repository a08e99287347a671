package endpoints

import (
	"regexp"
	"slices"
	"strings"
)

var (
	expressParam = regexp.MustCompile(`:([A-Za-z_][A-Za-z0-9_]*)(\([^)]*\))?[?*+]?`)
	expressStar  = regexp.MustCompile(`\{?/?\*([A-Za-z_][A-Za-z0-9_]*)?\}?`)
	pythonParam  = regexp.MustCompile(`\{([A-Za-z_][A-Za-z0-9_]*):[^}]*\}`)
	slashes      = regexp.MustCompile(`/{2,}`)
)

// normalExpress writes an Express path in the one style of the model: `/users/:id` becomes `/users/{id}`, `*` stays.
func normalExpress(p string) string {
	p = expressStar.ReplaceAllStringFunc(p, func(s string) string {
		if strings.Contains(s, "/") {
			return "/*"
		}
		return "*"
	})
	return expressParam.ReplaceAllString(p, "{$1}")
}

// normalPath joins and tidies a whole path.
func normalPath(p string) string {
	p = pythonParam.ReplaceAllString(p, "{$1}")
	p = slashes.ReplaceAllString("/"+p, "/")
	if len(p) > 1 {
		p = strings.TrimSuffix(p, "/")
	}
	return p
}

// pathCovers tells whether middleware at a prefix runs for every request to a path: on a segment boundary, a
// parameter or `*` of the prefix standing for any segment.
func pathCovers(prefix, p string) bool {
	prefix = normalPath(prefix)
	if prefix == "/" || prefix == "/*" || prefix == "*" {
		return true
	}
	want := strings.Split(strings.Trim(prefix, "/"), "/")
	have := strings.Split(strings.Trim(p, "/"), "/")
	for i, w := range want {
		if w == "*" && i == len(want)-1 {
			return true
		}
		if i >= len(have) || !isParam(w) && !strings.EqualFold(w, have[i]) {
			return false
		}
	}
	return true
}

// pathMayCover tells whether it runs for some requests: a parameter of the path may take the prefix's word.
func pathMayCover(prefix, p string) bool {
	want := strings.Split(strings.Trim(normalPath(prefix), "/"), "/")
	have := strings.Split(strings.Trim(p, "/"), "/")
	for i, w := range want {
		if i >= len(have) {
			return false
		}
		if w == "*" || have[i] == "*" {
			return true
		}
		if !isParam(w) && !isParam(have[i]) && !strings.EqualFold(w, have[i]) {
			return false
		}
	}
	return true
}

func isParam(segment string) bool { return strings.HasPrefix(segment, "{") || segment == "*" }

// Classes of endpoint.
const (
	classAPI     = "api"
	classAuthn   = "authn"
	classAdmin   = "admin"
	classHealth  = "health"
	classStatic  = "static"
	classDocs    = "docs"
	classWebhook = "webhook"
)

var classWords = []struct {
	class string
	words []string
}{
	{classHealth, []string{"health", "healthz", "healthcheck", "health-check", "livez", "readyz", "liveness", "readiness", "ping", "status", "alive", "ready", "live", "_health", "heartbeat", "metrics", "version"}},
	{classWebhook, []string{"webhook", "webhooks", "hook", "hooks"}},
	{classDocs, []string{"docs", "api-docs", "swagger", "redoc", "openapi.json", "swagger.json", "api-doc", "documentation", "openapi"}},
	{classStatic, []string{"static", "public", "assets", "favicon.ico", "robots.txt", "images", "css", "js", "sitemap.xml", "uploads"}},
	{classAuthn, []string{"login", "log-in", "signin", "sign-in", "signup", "sign-up", "register", "registration", "token", "tokens", "access-token", "refresh", "refresh-token", "refresh-tokens", "reset", "reset-password", "forgot-password", "forgot", "forgotpassword", "resetpassword", "password-recovery", "recover", "verify", "verify-email", "verify-otp", "otp", "2fa", "mfa", "authenticate", "auth", "oauth", "session", "sessions", "password-reset", "logout", "signout"}},
	{classAdmin, []string{"admin", "admins", "internal", "superuser", "manage", "management", "_admin"}},
}

// classOf sorts an endpoint by the words of its path and the name of its handler. A login is one wherever it stands; the words of health, docs
// and static must be the path's last or first, so that /orders/{id}/status is no health check.
func classOf(method, p, handler string) string {
	if class := classOfPath(method, p); class != classAPI || !authnName(handler) {
		return class
	}
	return classAuthn
}

// authnName tells a login by the name of its handler: POST /users of a function `register`.
func authnName(name string) bool {
	word := strings.ToLower(strings.ReplaceAll(name, "_", ""))
	return slices.Contains([]string{"login", "register", "registeruser", "userregister", "signup", "signin", "authenticate", "logout", "loginuser", "refreshtoken", "forgotpassword", "resetpassword"}, word)
}

func classOfPath(method, p string) string {
	segments := strings.Split(strings.Trim(strings.ToLower(p), "/"), "/")
	var words []string
	for _, s := range segments {
		if !isParam(s) && s != "" {
			words = append(words, s)
		}
	}
	if len(words) == 0 {
		return classAPI
	}
	last := words[len(words)-1]
	for _, c := range classWords {
		switch c.class {
		case classHealth, classDocs:
			if (method == "GET" || method == "HEAD" || method == "ANY") && slices.Contains(c.words, last) && len(words) == len(segments) && len(words) <= 4 {
				return c.class
			}
		case classStatic:
			if (method == "GET" || method == "HEAD") && slices.Contains(c.words, words[0]) {
				return c.class
			}
		case classAuthn:
			if authnPath(c.words, words, segments) {
				return c.class
			}
		default:
			if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(c.words, w) }) {
				return c.class
			}
		}
	}
	return classAPI
}

// authnPath: the last fixed word says what is done; a parameter behind it (a reset token) changes nothing.
func authnPath(known, words, segments []string) bool {
	last := words[len(words)-1]
	if slices.Contains(known, last) {
		return len(segments)-len(words) <= 1
	}
	return slices.ContainsFunc([]string{"login", "signup", "signin", "reset-password", "forgot-password", "password-recovery"}, func(w string) bool { return strings.Contains(last, w) || slices.Contains(words, w) })
}

// excused classes need no limiter and no login unless someone says so; they are listed apart.
func excused(class string) bool {
	return class == classHealth || class == classStatic || class == classDocs || class == classWebhook
}
