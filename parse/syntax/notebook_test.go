package syntax_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

const notebook = `{
 "cells": [
  {"cell_type": "markdown", "source": ["text(1)"]},
  {"cell_type": "code", "metadata": {"source": "no(1)"}, "outputs": [{"text": ["no(2)"]}],
   "source": [
    "%matplotlib inline\n",
    "!ls no(3)\n",
    "import os\n",
    "os.system(f\"caf\u00e9 {x}\")\n",
    "if x:\n",
    "\tsecond('\\n')"
   ]},
  {"source": "%%bash\nno(4)", "cell_type": "code"},
  {"source": "third(\n  1)", "cell_type": "code"}
 ],
 "metadata": {"kernelspec": {"language": "python"}}
}`

// TestNotebook reads code cells alone, and leads from each call back to the notebook.
func TestNotebook(t *testing.T) {
	f := syntax.Read(syntax.LanguageOf("a.ipynb"), []byte(notebook))
	if f.Language != syntax.Python || len(f.Errors) > 0 {
		t.Fatalf("language %v, errors %v", f.Language, f.Errors)
	}
	var got []string
	for _, c := range f.Calls {
		got = append(got, notebook[f.Offset(c.Start):f.Offset(c.End)])
	}
	want := []string{`os.system(f\"caf\u00e9 {x}\")`, `second('\\n')`, `third(\n  1)`}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestNotebookOfOthers reads nothing of other languages and no more than there is of broken ones.
func TestNotebookOfOthers(t *testing.T) {
	for name, text := range map[string]string{
		"R":          strings.Replace(notebook, `"python"`, `"R"`, 1),
		"no JSON":    "import os",
		"empty":      "",
		"other JSON": `{"cells": {"source": 1}, "metadata": []}`,
	} {
		if f := syntax.Read(syntax.Notebook, []byte(text)); len(f.Calls) > 0 || f.Offset(0) < 0 {
			t.Errorf("%s: calls %v", name, f.Calls)
		}
	}
	if f := syntax.Read(syntax.Notebook, []byte(notebook[:len(notebook)-50])); len(f.Calls) != 3 || len(f.Errors) == 0 {
		t.Errorf("cut off: calls %v, errors %v", f.Calls, f.Errors)
	}
}

func FuzzNotebook(f *testing.F) {
	f.Add([]byte(notebook))
	f.Fuzz(func(t *testing.T, text []byte) {
		file := exercise(syntax.Notebook, text)
		for _, token := range file.Tokens {
			if start, end := file.Offset(int(token.Start)), file.Offset(int(token.End)); start < 0 || end < start || end > len(text) {
				t.Fatalf("token at %d to %d of %d bytes", start, end, len(text))
			}
		}
	})
}
