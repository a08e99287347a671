package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// TestMarkup reads scripts and what markup shows as HTML, each where it stands.
func TestMarkup(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a.vue": {
			"<template>\n <p v-html=\"clean(text)\" :a=\"no(1)\">it's {{ no(2) }}</p><!-- <script>no(3)</script> -->\n</template>\n" +
				"<script setup lang=\"ts\">\nconst text = first<string>('</p>')\n</script>\n<style>a { b: url(no) }</style><script type=\"text/x-template\">no(4)</script>",
			[]string{`v-html="clean(text)"`, "clean(text)", "first<string>('</p>')"},
		},
		"b.svelte":     {"<script>let a = one()</script>\n{#if a > no(1)}{@html a}{/if}", []string{"one()", "@html a}"}},
		"c.astro":      {"---\nconst a = one();\n---\n<p set:html={a}>{no(2)}</p><script>two()</script>", []string{"one()", "set:html={a}", "two()"}},
		"d.vue":        {"<template><p v-html=\"a", nil},
		"e.svelte":     {"<script>one()", []string{"one()"}},
		"f.ejs":        {"<% no(1) %><p a=\"<%- b %>\"><%= no(2) %></p><script>one(<%- no(3) %>); {{#if}}</script>", []string{"%- b %", "one(<%- no(3) %>)"}},
		"g.handlebars": {"{{no}}{{{help me}}}<a b=\"{{{c}}}\"></a>", []string{"{{c}"}},
		"h.html":       {"<script src=x></script><SCRIPT>one()</script>", []string{"one()"}},
	} {
		f := syntax.Read(syntax.LanguageOf(name), []byte(c.text))
		if f.Language != syntax.LanguageOf(name).Code() || len(f.Errors) > 0 {
			t.Errorf("%s: language %v, errors %v", name, f.Language, f.Errors)
		}
		var got []string
		for _, call := range f.Calls {
			if got = append(got, c.text[call.Start:call.End]); f.Text[call.Start] == '_' && f.Resolve(f.CallExpr(&call).X) != syntax.Unescaped {
				t.Errorf("%s: %q resolves to %q", name, got[len(got)-1], f.Resolve(f.CallExpr(&call).X))
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func FuzzMarkup(f *testing.F) {
	fuzz(f, syntax.Vue, syntax.Svelte, syntax.Astro, syntax.EJS, syntax.Handlebars)
}
