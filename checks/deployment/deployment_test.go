package deployment

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

func allRules(t *testing.T) *Check {
	t.Helper()
	set, err := rules.LoadFS(os.DirFS("../../rules"), "rules")
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(set.Of(ID))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// look gives what all rules say about one file, passes left out: "rule:line".
func look(t *testing.T, c *Check, name, text string) []string {
	t.Helper()
	out, err := c.File(t.Context(), scan.NewUnit(name, "", []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range out.Findings {
		if f.Kind != finding.Pass {
			got = append(got, fmt.Sprintf("%s:%d %s %s", f.Rule, f.At.Start.Line, f.Kind, f.Severity))
		}
	}
	slices.Sort(got)
	return got
}

func TestWholeFiles(t *testing.T) {
	c := allRules(t)
	for _, test := range []struct {
		name, file, text string
		want             []string
	}{
		{"translations are nobody's services", "locales/en.yaml", "services:\n  title: What we do\n  privileged: \"true\"\n", nil},
		{"a schema is not the object", "crd.yaml", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  containers:\n  - name: a\n    securityContext: {privileged: true}\n", nil},
		{"one object, many containers, one finding", "pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext: {runAsNonRoot: true}\n  containers:\n  - name: a\n    securityContext: {privileged: true}\n  - name: b\n    securityContext: {privileged: true}\n", []string{"privileged-container-kubernetes:8 fail high"}},
		{"what a chart's values decide is not a fact", "chart/templates/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  securityContext:\n    {{- toYaml .Values.pod | nindent 4 }}\n  containers:\n  - name: a\n    image: \"{{ .Values.image }}\"\n    securityContext:\n      privileged: {{ .Values.privileged }}\n", nil},
		{"a variable for encryption is for review", "main.tf", "resource \"aws_db_instance\" \"a\" {\n  storage_encrypted = var.encrypted\n}\n", []string{"unencrypted-storage-terraform:2 review low"}},
		{"a local can be told", "main.tf", "locals {\n  encrypted = false\n}\nresource \"aws_db_instance\" \"a\" {\n  storage_encrypted = local.encrypted\n}\n", []string{"unencrypted-storage-terraform:5 fail high"}},
		{"a sample in the documentation is a note", "docs/compose.yaml", "services:\n  a:\n    image: a:1.0.0\n    privileged: true\n", []string{"privileged-container-compose:4 fail note"}},
		{"a guide's nginx lines", "nginx.conf", "ssl_protocols TLSv1.3;\nssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;\nssl_prefer_server_ciphers on;\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, look(t, c, test.file, test.text)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSecretsAreHidden(t *testing.T) {
	const secret = "k9VxQ2mTz7Lp4w"
	text := "services:\n  a:\n    image: a:1.0.0\n    environment:\n      - DB_PASSWORD=" + secret + "\n"
	out, err := allRules(t).File(t.Context(), scan.NewUnit("compose.yaml", "", []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	hidden := false
	for _, f := range out.Findings {
		if strings.Contains(fmt.Sprint(f.Message, f.Fix, f.Subject, f.Related), secret) {
			t.Errorf("%s says the secret: %+v", f.Rule, f)
		}
		for _, h := range f.Hide {
			hidden = hidden || text[h.Start:h.End] == secret
		}
	}
	if !hidden {
		t.Error("no finding hides the secret's place")
	}
}

func TestBrokenFilesAreGaps(t *testing.T) {
	c := allRules(t)
	out, err := c.File(t.Context(), scan.NewUnit("deploy.yaml", "", []byte("apiVersion: v1\nkind: Pod\nspec:\n  - a\n bad: [\n")))
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Gaps) != 1 || out.Gaps[0].Check != ID {
		t.Errorf("gaps %+v, want one of this check", out.Gaps)
	}
}

// Every example, cut short anywhere, is judged without a panic.
func TestTruncatedExamples(t *testing.T) {
	set, err := rules.LoadFS(os.DirFS("../../rules"), "rules")
	if err != nil {
		t.Fatal(err)
	}
	c := allRules(t)
	for _, r := range set.Of(ID) {
		example, err := r.Example()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range example.Files {
			for end := 0; end < len(f.Text); end += 7 {
				if _, err := c.File(t.Context(), scan.NewUnit(f.Name, "", f.Text[:end])); err != nil {
					t.Fatalf("%s at %d: %v", f.Name, end, err)
				}
			}
		}
	}
}

func TestCeiling(t *testing.T) {
	for name, want := range map[string]finding.Severity{
		"compose.yml":                      finding.Critical,
		"docker/production/compose.yml":    finding.Critical,
		"docker/development/compose.yml":   finding.Low,
		"compose.override.yml":             finding.Low,
		"clusters/dev/deployment.yaml":     finding.Critical,
		".devcontainer/docker-compose.yml": finding.Note,
		"tests/compose.yml":                finding.Note,
	} {
		if got := ceiling(scan.NewUnit(name, "", nil)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
