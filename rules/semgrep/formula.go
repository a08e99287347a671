package semgrep

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seaworthy-dev/seaworthy/rules"
)

// known are the keys of a rule that say nothing of what it finds, or that are read elsewhere.
var known = map[string]bool{
	"id": true, "message": true, "languages": true, "severity": true, "metadata": true, "fix": true, "fix-regex": true, "paths": true, "mode": true,
	"options": true, "min-version": true, "max-version": true, "pattern-sources": true, "pattern-sinks": true, "pattern-sanitizers": true,
}

// leaves are the operators whose value is a text, or what stands in patterns under them.
var leaves = map[string]rules.Operator{
	"pattern": rules.OpPattern, "pattern-regex": rules.OpRegex, "pattern-not-regex": rules.OpNotRegex,
	"pattern-not": rules.OpNot, "pattern-inside": rules.OpInside, "pattern-not-inside": rules.OpNotInside,
}

// A reader counts the operators of one rule.
type reader struct{ count int }

func find(r *rules.Rule, n *yaml.Node) error {
	read := &reader{}
	var err error
	switch mode := word(n, "mode"); mode {
	case "", "search":
		r.Loaded.Formula, err = read.all(n, n, 0)
		return err
	case "taint":
		return read.taint(r, n)
	default:
		return trouble(field(n, "mode"), "mode: "+mode, "is not run: only search and taint are")
	}
}

// all reads every operator of a mapping: all of them must hold.
func (read *reader) all(n, at *yaml.Node, depth int) (*rules.Formula, error) {
	all := &rules.Formula{Operator: rules.OpAll, Line: at.Line}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if known[key.Value] {
			continue
		}
		f, err := read.operator(key, value, depth+1)
		if err != nil {
			return nil, err
		}
		all.List = append(all.List, f)
	}
	switch len(all.List) {
	case 0:
		return nil, trouble(at, "pattern", "is missing: say what to find with pattern, patterns, pattern-either or pattern-regex")
	case 1:
		if op := all.List[0].Operator; op == rules.OpAll || op == rules.OpEither || op == rules.OpPattern || op == rules.OpRegex {
			return all.List[0], nil
		}
	}
	return all, nil
}

func (read *reader) operator(key, value *yaml.Node, depth int) (*rules.Formula, error) {
	read.count++
	switch {
	case depth > maxDepth:
		return nil, trouble(key, key.Value, fmt.Sprintf("is nested more than %d deep", maxDepth))
	case read.count > maxOps:
		return nil, trouble(key, key.Value, fmt.Sprintf("is one of more than %d operators: split the rule", maxOps))
	case value.Kind == yaml.AliasNode:
		return nil, trouble(key, key.Value, "is a YAML alias: write it out")
	}
	f := &rules.Formula{Line: key.Line}
	if op, ok := leaves[key.Value]; ok {
		f.Operator = op
		if value.Kind != yaml.ScalarNode {
			if op == rules.OpPattern || op == rules.OpRegex || op == rules.OpNotRegex {
				return nil, trouble(key, key.Value, "must be a text")
			}
			inner, err := read.all(value, key, depth+1)
			f.List = []*rules.Formula{inner}
			return f, err
		}
		if strings.TrimSpace(value.Value) == "" {
			return nil, trouble(key, key.Value, "is empty")
		}
		f.Line = textLine(key, value)
		if op == rules.OpPattern || op == rules.OpRegex || op == rules.OpNotRegex {
			f.Text = value.Value
		} else {
			f.List = []*rules.Formula{{Operator: rules.OpPattern, Text: value.Value, Line: f.Line}}
		}
		return f, nil
	}
	switch key.Value {
	case "patterns", "pattern-either":
		f.Operator = rules.Operator(key.Value)
		return f, read.list(f, key, value, depth)
	case "focus-metavariable":
		return read.focus(f, key, value)
	case "metavariable-regex", "metavariable-comparison", "metavariable-pattern":
		return read.hole(f, key, value, depth)
	}
	return nil, trouble(key, key.Value, "is not read")
}

// textLine is where a text begins: behind the key, or on the next line for a block.
func textLine(key, value *yaml.Node) int {
	if value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return key.Line + 1
	}
	return value.Line
}

func (read *reader) list(f *rules.Formula, key, value *yaml.Node, depth int) error {
	if value.Kind != yaml.SequenceNode || len(value.Content) == 0 {
		return trouble(key, key.Value, "must be a list of patterns")
	}
	for _, item := range value.Content {
		if item.Kind != yaml.MappingNode {
			return trouble(item, key.Value, "must be a list of operators: begin the line with `- pattern:`")
		}
		inner, err := read.all(item, item, depth+1)
		if err != nil {
			return err
		}
		if inner.Operator == rules.OpAll && len(inner.List) == 1 {
			inner = inner.List[0]
		}
		f.List = append(f.List, inner)
	}
	return nil
}

func (read *reader) focus(f *rules.Formula, key, value *yaml.Node) (*rules.Formula, error) {
	f.Operator = rules.OpFocus
	if value.Kind != yaml.ScalarNode {
		return nil, trouble(key, key.Value, "with several metavariables is not read")
	}
	f.Hole = strings.TrimPrefix(value.Value, "$")
	return f, nil
}

// hole reads the operators that say something of what one metavariable stands for.
func (read *reader) hole(f *rules.Formula, key, value *yaml.Node, depth int) (*rules.Formula, error) {
	f.Operator, f.Hole = rules.Operator(key.Value), strings.TrimPrefix(word(value, "metavariable"), "$")
	if f.Hole == "" && f.Operator != rules.OpComparison {
		return nil, trouble(key, key.Value, "needs metavariable: the name of one")
	}
	switch f.Operator {
	case rules.OpHoleRegex:
		f.Text = word(value, "regex")
	case rules.OpComparison:
		f.Text = word(value, "comparison")
		if word(value, "base") != "" || word(value, "strip") != "" {
			return nil, trouble(key, key.Value, "with base or strip is not read")
		}
	default:
		rest := &yaml.Node{Kind: yaml.MappingNode, Line: value.Line}
		for i := 0; i+1 < len(value.Content); i += 2 {
			switch value.Content[i].Value {
			case "metavariable":
			case "language", "type", "types":
				return nil, trouble(value.Content[i], key.Value+" with "+value.Content[i].Value, "is not read")
			default:
				rest.Content = append(rest.Content, value.Content[i], value.Content[i+1])
			}
		}
		inner, err := read.all(rest, key, depth+1)
		f.List = []*rules.Formula{inner}
		return f, err
	}
	if f.Text == "" {
		return nil, trouble(key, key.Value, "says nothing of "+f.Hole)
	}
	return f, nil
}

// taint reads a rule of sources and sinks.
func (read *reader) taint(r *rules.Rule, n *yaml.Node) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i]; !known[key.Value] {
			return trouble(key, key.Value, "is not read in taint mode")
		}
	}
	var err error
	if r.Loaded.Sources, err = read.places(n, "pattern-sources"); err != nil {
		return err
	}
	if r.Loaded.Sanitizers, err = read.places(n, "pattern-sanitizers"); err != nil {
		return err
	}
	sinks, err := read.places(n, "pattern-sinks")
	if err != nil {
		return err
	}
	if len(sinks) == 0 || len(r.Loaded.Sources) == 0 {
		return trouble(n, "mode: taint", "needs pattern-sources and pattern-sinks")
	}
	r.Loaded.Formula = &rules.Formula{Operator: rules.OpEither, List: sinks, Line: n.Line}
	return nil
}

// places reads a list of sources, sinks or sanitizers.
func (read *reader) places(n *yaml.Node, name string) ([]*rules.Formula, error) {
	list := field(n, name)
	if list == nil {
		return nil, nil
	}
	if list.Kind != yaml.SequenceNode {
		return nil, trouble(list, name, "must be a list")
	}
	var all []*rules.Formula
	for _, item := range list.Content {
		rest := &yaml.Node{Kind: yaml.MappingNode, Line: item.Line}
		for i := 0; i+1 < len(item.Content); i += 2 {
			switch key := item.Content[i]; key.Value {
			case "exact":
			case "by-side-effect", "label", "requires", "control", "at-exit", "not-conflicting":
				if item.Content[i+1].Value != "false" && key.Value != "not-conflicting" {
					return nil, trouble(key, name+" with "+key.Value, "is not read")
				}
			default:
				rest.Content = append(rest.Content, key, item.Content[i+1])
			}
		}
		f, err := read.all(rest, item, 1)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}
