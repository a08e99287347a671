package endpoints

import (
	"slices"
	"strings"
)

// sensitive endpoints change something or show what isn't everyone's. Logins, health checks and the like are not.
func sensitive(ep *endpoint) bool {
	if ep.Class == classAuthn || excused(ep.Class) {
		return false
	}
	if openByNature(ep.Path) {
		return false
	}
	if ep.Class == classAdmin || slices.Contains([]string{"POST", "PUT", "PATCH", "DELETE", "ANY"}, ep.Method) {
		return true
	}
	for segment := range strings.SplitSeq(strings.ToLower(ep.Path), "/") {
		if slices.Contains([]string{"user", "users", "me", "account", "accounts", "profile", "profiles", "payment", "payments", "billing", "invoice", "invoices", "order", "orders", "customers", "customer", "export", "exports", "internal", "secrets", "private", "settings", "transactions"}, segment) {
			return true
		}
	}
	return false
}

// openByNature tells forms that strangers are meant to send.
func openByNature(p string) bool {
	last := strings.ToLower(p[strings.LastIndexByte(p, '/')+1:])
	return slices.Contains([]string{"contact", "contact-us", "newsletter", "subscribe", "unsubscribe", "callback", "search", "csp-report", "public"}, last)
}

// takesInput: FastAPI only, where the signature says it all.
func takesInput(ep *endpoint) bool {
	if ep.Framework != "fastapi" {
		return false
	}
	return strings.Contains(ep.Path, "{") || ep.Method == "POST" || ep.Method == "PUT" || ep.Method == "PATCH"
}

// declaredPublic tells whether the configuration says that an endpoint is meant to be open.
func declaredPublic(public []string, ep *endpoint) bool {
	for _, entry := range public {
		method, pattern, ok := strings.Cut(strings.TrimSpace(entry), " ")
		if !ok {
			method, pattern = "", entry
		}
		if method != "" && !strings.EqualFold(method, ep.Method) && method != "ANY" {
			continue
		}
		pattern = normalPath(normalExpress(strings.TrimSpace(pattern)))
		if base, star := strings.CutSuffix(pattern, "/*"); star && pathCovers(base, ep.Path) || pattern == ep.Path {
			return true
		}
	}
	return false
}
