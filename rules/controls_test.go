package rules_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/rules"
)

// controls are the questions seaworthy promises to answer. A name that was released stays: profiles, suppressions and
// attestations of users hold on to it.
var controls = strings.Fields(`
	access-logs api-keys audit-log-integrity auth-sensitive-endpoints brute-force ci-security-scanning
	compliance-controls cors-restricted defense-in-depth dependency-vulns encryption-at-rest encryption-rest-transit
	error-handling file-upload gdpr-dsr incident-response input-validation jwt key-management least-privilege
	log-redaction mfa network-security no-secrets-in-vcs output-encoding parameterized-queries password-hashing
	password-policy pii-handling pin-dependencies rate-limit-endpoints rbac secret-rotation secrets-in-manager
	secure-by-default security-contacts security-headers security-logging security-monitoring session-management
	task-annual-pentest task-annual-training task-monthly-deps task-quarterly-assessment task-weekly-log-review
	threat-detection tls-everywhere validate-client-and-server zero-trust`)

func load(t *testing.T) *rules.Set {
	t.Helper()
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestControlsAreAllThere(t *testing.T) {
	var got []string
	for _, c := range load(t).Controls {
		got = append(got, c.ID)
	}
	if diff := cmp.Diff(controls, got); diff != "" {
		t.Errorf("controls (-want +got):\n%s", diff)
	}
}

var (
	cadence    = regexp.MustCompile(`^([1-9]\d*d|continuous)$`)
	references = map[string]*regexp.Regexp{
		"cwe":      regexp.MustCompile(`^CWE-\d+$`),
		"asvs5":    regexp.MustCompile(`^V\d+\.\d+\.\d+$`),
		"owasp":    regexp.MustCompile(`^(A\d\d:2025|API\d+:2023)$`),
		"soc2":     regexp.MustCompile(`^(CC|A|C|P|PI)\d+\.\d+$`),
		"iso27001": regexp.MustCompile(`^A\.\d+\.\d+$`),
		"gdpr":     regexp.MustCompile(`^Art\.\d+$`),
		"pci":      regexp.MustCompile(`^\d+(\.\d+){1,3}$`),
	}
)

func TestControlsAreComplete(t *testing.T) {
	set := load(t)
	for _, c := range set.Controls {
		for _, where := range c.Applies {
			if !slices.Contains([]string{"endpoints", "logins", "secrets", "deployment"}, where) {
				t.Errorf("%s: applies names %q", c.File, where)
			}
		}
		t.Run(c.ID, func(t *testing.T) {
			for field, text := range map[string]string{"title": c.Title, "looks": c.Looks, "why": c.Why, "person": c.Person} {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s is empty", field)
				}
			}
			if !cadence.MatchString(c.Cadence) {
				t.Errorf("cadence %q: want 90d or continuous", c.Cadence)
			}
			if len(c.References) == 0 {
				t.Error("no references")
			}
			for key, ids := range c.References {
				for _, id := range ids {
					if shape := references[key]; shape == nil || !shape.MatchString(id) {
						t.Errorf("reference %s: %q is no id of that catalogue", key, id)
					}
				}
			}
			for _, child := range c.Children {
				other, ok := set.Control(child)
				if !ok {
					t.Errorf("child %q does not exist", child)
				} else if len(other.Children) > 0 {
					t.Errorf("child %q is a roll-up itself", child)
				}
			}
		})
	}
}

func TestProfilesNameWhatExists(t *testing.T) {
	set := load(t)
	for _, p := range set.Profiles {
		t.Run(p.ID, func(t *testing.T) {
			if p.Title == "" || p.Summary == "" || len(p.Items) == 0 {
				t.Error("title, summary and items must not be empty")
			}
			if sorted := slices.Sorted(slices.Values(p.Items)); len(slices.Compact(sorted)) != len(p.Items) {
				t.Error("an item stands twice")
			}
			for _, id := range p.Items {
				if _, ok := set.Control(id); !ok {
					t.Errorf("item %q does not exist", id)
				}
			}
			for _, id := range p.Off {
				if _, ok := set.Rule(id); !ok {
					t.Errorf("off: rule %q does not exist", id)
				}
			}
			for _, c := range p.Conflicts {
				if !slices.Contains(p.Items, c.Control) {
					t.Errorf("conflict about %q, which is no item", c.Control)
				}
				if c.Guide == "" || c.Standard == "" || c.Decision == "" {
					t.Errorf("conflict about %s: guide, standard and decision must be said", c.Control)
				}
			}
		})
	}
}

func TestFullProfileHoldsEveryControl(t *testing.T) {
	full, ok := load(t).Profile("full")
	if !ok {
		t.Fatal("no profile full")
	}
	if diff := cmp.Diff(controls, slices.Sorted(slices.Values(full.Items))); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestRulesNameControlsThatExist(t *testing.T) {
	set := load(t)
	for _, r := range set.Rules {
		for _, id := range r.Controls {
			if _, ok := set.Control(id); !ok {
				t.Errorf("%s: control %q does not exist", r.File, id)
			}
		}
	}
}

// TestSupersedingRules: the stronger rule takes the weaker one's place under every control.
func TestSupersedingRules(t *testing.T) {
	set := load(t)
	for _, rule := range set.Rules {
		for _, id := range rule.Supersedes {
			weaker, ok := set.Rule(id)
			if !ok {
				t.Errorf("%s: supersedes %q, which does not exist", rule.File, id)
				continue
			}
			for _, control := range weaker.Controls {
				if !slices.Contains(rule.Controls, control) {
					t.Errorf("%s: supersedes %s and must name its control %s", rule.File, id, control)
				}
			}
		}
	}
}
