package endpoints

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// TestProxyHeaders: a proxy makes what the code leaves out unknown only where it sets a header that matters.
func TestProxyHeaders(t *testing.T) {
	set := load(t)
	for _, test := range []struct {
		name, conf string
		want       finding.Verdict
	}{
		{"a security header", "add_header Strict-Transport-Security max-age=600;", finding.Unproven},
		{"a header of another kind", "add_header Content-Type text/plain;", finding.Uncovered},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := examine(t, set, map[string]string{
				"app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/items')\ndef read(): ...\n",
				"nginx.conf":  "server {\n  " + test.conf + "\n  add_header X-Request-Id 1;\n}\n",
			}, nil)
			if len(o.Endpoints) != 1 {
				t.Fatalf("%d endpoints, want 1", len(o.Endpoints))
			}
			if diff := cmp.Diff(test.want, o.Endpoints[0].Controls[controlHeaders]); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}
