package document

import "testing"

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]string{
		"a/values.yaml": "yaml", "Dockerfile": "dockerfile", "Dockerfile.dev": "dockerfile", "Dockerfile.dockerignore": "", "api.Dockerfile": "dockerfile",
		".env": "env", ".env.production": "env", "nginx/default.conf": "nginx", "default.conf.template": "nginx", "nginx.conf.template": "nginx",
		"my-nginx.conf": "nginx", "redis.conf": "", "main.tf": "terraform", "main.tf.json": "json", "uv.lock": "toml", "tsconfig.json": "json", "README.md": "",
	} {
		if got := FormatOf(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
