package credential

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNamed(t *testing.T) {
	for name, want := range map[string]bool{
		"DB_PASSWORD": true, "apiKey": true, "client-secret": true, "JWT_SECRET": true, "SECRET_KEY_BASE": true, "smtpPass": true, "password2": true,
		"stripe.secretKey": true, "AWS_SECRET_ACCESS_KEY": true, "secretValue": true,
		"passwordField": false, "token_url": false, "publicKey": false, "csrfToken": false, "primary_key": false, "bypass": false, "key": false,
		"SECRET_NAME": false, "maxTokens": false, "keyboard": false, "nextPageToken": false, "": false,
	} {
		if got := Named(name); got != want {
			t.Errorf("Named(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestOf(t *testing.T) {
	tests := []struct {
		name, value string
		want        bool
	}{
		{"password", "k9VxQ2mTz7Lp4w", true},
		{"API_KEY", "sk_live_" + "abc123", true},
		{"db_password", "Tr0ub4dor&3", true},
		{"SECRET_KEY", "django-insecure-k3v@0q", false},
		{"password", "password", false},
		{"password", "changethis", false},
		{"token", "token123", false},
		{"user_password", "Test1234!", false},
		{"PASSWORD", "${DB_PASSWORD}", false},
		{"password", "<your password>", false},
		{"token", "access_token", false},
		{"password", "Mot de passe", false},
		{"password", "Passwort", false},
		{"password", "Password is required", false},
		{"secret", "my-secret-name", false},
		{"api_key", "xxxxxxxxxxxx", false},
		{"api_key", "your-api-key-1", false},
		{"token", "/run/secrets/token1", false},
		{"token", "process.env.TOKEN1", false},
		{"token", "getToken(1)", false},
		{"color", "k9VxQ2mTz7Lp4w", false},
		{"", "9f8a7b6c5d4e3f2a1b0c", true},
		{"secret", "2024-01-02T03:04:05Z", false},
		{"token", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", false},
	}
	for _, tt := range tests {
		if got := Of(tt.name, tt.value); got != tt.want {
			t.Errorf("Of(%q, %q) = %v, want %v", tt.name, tt.value, got, tt.want)
		}
	}
}

func TestWords(t *testing.T) {
	for name, want := range map[string][]string{
		"dbPassword": {"db", "password"}, "DB_PASSWORD": {"db", "password"}, "APIKey": {"api", "key"}, "a.b-c": {"a", "b", "c"}, "": nil,
	} {
		if diff := cmp.Diff(want, Words(name)); diff != "" {
			t.Errorf("Words(%q): %s", name, diff)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("password", "a\xffé{{")
	f.Fuzz(func(t *testing.T, name, value string) {
		if Of(name, value) && name != "" && !Named(name) {
			t.Error("real for a name that speaks of no secret")
		}
	})
}
