package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/report"
)

// conforms holds a document against a schema.
func conforms(t *testing.T, schema, document []byte) {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("mem:///schema.json", parsed); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("mem:///schema.json")
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(instance); err != nil {
		t.Errorf("%v", err)
	}
}

func writeJSON(t *testing.T, c *checklist.Checklist, o report.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.JSON(&b, c, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestJSONConformsToItsPublishedSchema(t *testing.T) {
	schema, err := os.ReadFile("../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	c, set := sample(t)
	conforms(t, schema, writeJSON(t, c, options(set)))
	conforms(t, schema, writeJSON(t, hostile(), report.Options{}))
	conforms(t, schema, writeJSON(t, &checklist.Checklist{}, report.Options{}))
}

// TestSchemaIsClosed keeps the schema strict: a field that is written but not published is an error there.
func TestSchemaIsClosed(t *testing.T) {
	text, err := os.ReadFile("../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	var walk func(path string, node any)
	walk = func(path string, node any) {
		object, ok := node.(map[string]any)
		if !ok {
			return
		}
		if properties, ok := object["properties"].(map[string]any); ok {
			if !reflect.DeepEqual(object["additionalProperties"], false) {
				t.Errorf("%s allows properties it does not name", path)
			}
			for name := range properties {
				if name != strings.ToLower(name) || strings.Contains(name, "-") {
					t.Errorf("%s.%s is not snake_case", path, name)
				}
			}
		}
		for key, child := range object {
			walk(path+"/"+key, child)
		}
	}
	walk("", schema)
}

func TestJSONKnowsNoMachine(t *testing.T) {
	c, set := sample(t)
	o := options(set)
	first := writeJSON(t, c, o)
	c.Stats.Elapsed, o.Root, o.Width, o.Color, o.Verbose = 1, "/elsewhere", 200, true, true
	if diff := cmp.Diff(string(first), string(writeJSON(t, c, o))); diff != "" {
		t.Errorf("depends on time or terminal:\n%s", diff)
	}
}
