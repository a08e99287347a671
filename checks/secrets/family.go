package secrets

import (
	"slices"
	"strings"
)

// familyOf gives the rule of ours that a gitleaks rule belongs to.
func familyOf(id string) string {
	switch {
	case id == "private-key" || id == "pkcs12-file":
		return privateKey
	case slices.Contains(imprecise, id):
		return genericSecret
	}
	return hardcodedSecret
}

// imprecise are gitleaks rules that go by randomness or context, not by an issuer's format.
var imprecise = []string{
	"generic-api-key", "curl-auth-header", "curl-auth-user", "hashicorp-tf-password", "kubernetes-secret-yaml", "jwt", "jwt-base64", "nuget-config-password",
	"sidekiq-sensitive-url", "finicity-client-secret", "looker-client-id", "adobe-client-id", "facebook-secret",
}

// critical tells whether a secret of this kind moves money or opens a whole account by itself.
func critical(id, secret string) bool {
	switch id {
	case "stripe-access-token":
		return strings.Contains(secret, "_live_") || strings.Contains(secret, "_prod_")
	case "aws-access-token", "square-access-token", "flutterwave-secret-key", "azure-ad-client-secret", "alibaba-secret-key", "digitalocean-pat", "digitalocean-access-token",
		"github-pat", "github-fine-grained-pat", "gitlab-pat", "plaid-secret-key", "shopify-access-token", "shopify-private-app-access-token", "vault-service-token",
		"hashicorp-tf-api-token", "age-secret-key", "1password-secret-key", "1password-service-account-token", "heroku-api-key", "databricks-api-token":
		return true
	}
	return false
}

// properNames are words of rule ids that aren't written in lower case.
var properNames = map[string]string{
	"aws": "AWS", "gcp": "Google Cloud", "api": "API", "github": "GitHub", "gitlab": "GitLab", "openai": "OpenAI", "jwt": "JSON web", "url": "URL", "pat": "personal access token",
	"ad": "AD", "id": "id", "tf": "Terraform", "npm": "npm", "pypi": "PyPI", "digitalocean": "DigitalOcean", "sendgrid": "SendGrid", "launchdarkly": "LaunchDarkly",
	"access": "access", "token": "token", "key": "key", "secret": "secret", "client": "client", "private": "private", "public": "public", "service": "service", "account": "account",
	"webhook": "webhook", "password": "password", "user": "user", "bot": "bot", "app": "app", "legacy": "legacy", "refresh": "refresh", "personal": "personal", "oauth": "OAuth",
	"auth": "auth", "fine": "fine", "grained": "grained", "file": "file", "deploy": "deploy", "runner": "runner", "session": "session", "cookie": "cookie", "of": "of",
	"generic": "generic", "yaml": "YAML", "config": "config", "upload": "upload", "header": "header", "base64": "in base64", "workspace": "workspace", "integration": "integration",
	"pkcs12": "PKCS #12 key", "shared": "shared", "admin": "admin", "long": "long", "short": "short", "lived": "lived", "sensitive": "sensitive", "test": "test", "pub": "public",
}

var kinds = map[string]string{
	"generic-api-key":        "what looks like a key or password",
	"private-key":            "a private key",
	"pkcs12-file":            "a PKCS #12 key store",
	"jwt":                    "a signed JSON web token",
	"jwt-base64":             "a signed JSON web token in base64",
	"curl-auth-header":       "a credential in a curl header",
	"curl-auth-user":         "a user and password for curl",
	"kubernetes-secret-yaml": "the value of a Kubernetes Secret",
	"hashicorp-tf-password":  "a password in Terraform",
}

// kindOf names what a rule finds, with its article: "a Stripe access token".
func kindOf(r *rule) string {
	if kind, ok := kinds[r.id]; ok {
		return kind
	}
	words := strings.FieldsFunc(r.id, func(c rune) bool { return c == '-' || c == '_' || c == ' ' })
	if len(words) == 0 {
		return "a secret"
	}
	for i, w := range words {
		if proper, ok := properNames[w]; ok {
			words[i] = proper
		} else if w[0] < 0x80 {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	article := "a "
	if strings.ContainsRune("AEIOaeio", rune(words[0][0])) {
		article = "an "
	}
	return article + strings.Join(words, " ")
}
