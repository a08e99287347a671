package code

import (
	"fmt"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seaworthy-dev/seaworthy/rules"
)

// A flowData is one file of rules/flow: where data comes from in a language, what passes it on and what cleans it.
type flowData struct {
	Languages []string            `yaml:"languages"`
	Objects   []string            `yaml:"objects"`  // what code calls the request
	Parts     []string            `yaml:"parts"`    // what of it a client sends
	Names     []string            `yaml:"names"`    // canonical names that hold what a client sends
	Calls     []string            `yaml:"calls"`    // functions and methods that give what a client sends
	Given     []string            `yaml:"given"`    // canonical names and calls that give what starts the program or feeds it: arguments, environment, input
	Whole     []string            `yaml:"whole"`    // parameters that are all a client's
	Marks     []string            `yaml:"marks"`    // decorators of parameters that hold what a client sends
	Handlers  []string            `yaml:"handlers"` // decorators of functions whose parameters do
	Stop      []string            `yaml:"stop"`     // calls whose result says nothing of what they were given
	Own       []string            `yaml:"own"`      // parts that are the request's own address: a path of this host
	Still     []string            `yaml:"still"`    // names that only the program's owner decides: __dirname
	Fixed     []string            `yaml:"fixed"`    // properties that a client can't put text into
	Server    []string            `yaml:"server"`   // properties of a request that the server put there itself; all others hold what a client sends
	Hints     []string            `yaml:"hints"`    // one of these texts stands in every file in which clients' values come in
	Clean     map[string][]string `yaml:"clean"`    // by kind of sink: calls that make a value harmless there

	objects, parts, names, calls, given, whole, marks, handlers, stop, fixed, own, still, server map[string]bool
	clean                                                                                        map[string]map[string]bool
}

// flows reads rules/flow, by language.
func flows() (map[string]*flowData, error) {
	all := map[string]*flowData{}
	fsys := rules.Flows()
	files, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		d := &flowData{}
		if err := yaml.Unmarshal(text, d); err != nil {
			return nil, fmt.Errorf("rules/flow/%s: %w", file, err)
		}
		d.prepare()
		for _, language := range d.Languages {
			all[language] = d
		}
	}
	return all, nil
}

func (d *flowData) prepare() {
	for _, list := range []struct {
		from []string
		into *map[string]bool
	}{
		{d.Objects, &d.objects},
		{d.Parts, &d.parts},
		{d.Names, &d.names},
		{d.Calls, &d.calls},
		{d.Given, &d.given},
		{d.Whole, &d.whole},
		{d.Marks, &d.marks},
		{d.Handlers, &d.handlers},
		{d.Stop, &d.stop},
		{d.Fixed, &d.fixed},
		{d.Own, &d.own},
		{d.Still, &d.still},
		{d.Server, &d.server},
	} {
		*list.into = setOf(list.from)
	}
	d.clean = map[string]map[string]bool{}
	for sink, list := range d.Clean {
		d.clean[sink] = setOf(list)
	}
}

func setOf(list []string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, s := range list {
		set[s] = true
	}
	return set
}

// requestType tells whether a type, whatever package it comes from, is that of a request.
func (d *flowData) requestType(name string) bool {
	name = name[strings.LastIndexByte(name, '.')+1:]
	return name != "" && (d.objects[name] || strings.HasSuffix(name, "Request"))
}

// request tells a canonical name that holds what a client sent, like ?req.query.id or flask.request.args, from others.
func (d *flowData) request(name string) bool {
	name = strings.ReplaceAll(strings.TrimPrefix(name, "?"), "()", "")
	if name == "" {
		return false
	}
	if d.names[name] {
		return true
	}
	parts := strings.Split(name, ".")
	for i := range parts[:len(parts)-1] {
		base, part := parts[i], parts[i+1]
		if d.names[strings.Join(parts[:i+1], ".")] {
			return true
		}
		if (d.objects[base] || strings.HasSuffix(base, "Request")) && d.parts[part] && (i == 0 || !d.parts[parts[i-1]]) {
			return true
		}
		if d.parts[base] && i > 0 && d.fixed[part] {
			return false
		}
	}
	return false
}
