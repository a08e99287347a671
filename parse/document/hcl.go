package document

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// readHCL reads Terraform and its kin with the reference parser. A file it refuses is read again block by block, so that
// one unclosed block doesn't swallow the next.
func readHCL(text []byte) (*Node, []Problem) {
	root := &Node{Kind: Map, At: Range{0, len(text)}}
	r := &hclReader{text: text}
	if at := openHeredoc(text); at >= 0 { // the parser takes quadratic time over it
		r.problems = append(r.problems, malformed(at, "a heredoc isn't closed"))
		text = text[:at]
	}
	parts := []Range{{0, len(text)}}
	if at := hclTooDeep(text); at >= 0 || !r.parses(text) {
		parts = hclBlocks(text)
	}
	for _, part := range parts {
		root.Children = append(root.Children, r.part(part)...)
	}
	link(root)
	annotate(root, text, notation{hash: true, slash: true})
	return root, r.problems
}

type hclReader struct {
	text     []byte
	base     int // where the part in hand starts
	body     *hclsyntax.Body
	problems []Problem
}

// hclTooDeep is where a part nests deeper than the parser's stack allows, or -1: in brackets, in signs (!!!a), in
// conditions (a ? b : c ? d : e) or in template directives (%{ if a }%{ if b }).
func hclTooDeep(text []byte) int {
	if at := tooDeep(text, "([{", ")]}"); at >= 0 {
		return at
	}
	signs, questions := 0, 0
	for i, c := range text {
		switch {
		case c == '!' || c == '-':
			if signs++; signs > maxDepth && text[max(i-1, 0)] != '-' {
				return i
			}
		case c == '?', c == '%' && i+1 < len(text) && text[i+1] == '{':
			if questions++; questions > 5*maxDepth {
				return i
			}
		case c != ' ' && c != '\t' && c != '\n' && c != '\r':
			signs = 0
		}
	}
	return -1
}

func (r *hclReader) parses(text []byte) bool {
	body, diags := parseHCL(text)
	if diags.HasErrors() {
		return false
	}
	r.body = body
	return true
}

func parseHCL(text []byte) (body *hclsyntax.Body, diags hcl.Diagnostics) {
	defer func() {
		if p := recover(); p != nil {
			body, diags = nil, hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "the parser crashed"}}
		}
	}()
	file, diags := hclsyntax.ParseConfig(text, "", hcl.InitialPos)
	if file != nil {
		body, _ = file.Body.(*hclsyntax.Body)
	}
	return body, diags
}

// part reads one stretch of the file, with what the parser could make of it when it is broken.
func (r *hclReader) part(at Range) []*Node {
	r.base = at.Start
	if r.body == nil {
		text := r.text[at.Start:at.End]
		if deep := hclTooDeep(text); deep >= 0 {
			r.problems = append(r.problems, deepProblem(at.Start+deep))
			return nil
		}
		body, diags := parseHCL(text)
		for _, d := range diags {
			if d.Severity != hcl.DiagError {
				continue
			}
			offset := at.Start
			if d.Subject != nil {
				offset += min(d.Subject.Start.Byte, len(text))
			}
			r.problems = append(r.problems, malformed(offset, strings.ToLower(d.Summary[:1])+d.Summary[1:]))
			break
		}
		if body == nil {
			return nil
		}
		r.body = body
	}
	nodes := r.children(r.body, 0)
	r.body = nil
	return nodes
}

// A line that opens a block at the margin: resource "a" "b" {
var hclHeader = regexp.MustCompile(`^[A-Za-z_][\w-]*(\s+("[^"\n]*"|[A-Za-z_][\w-]*))*\s*\{`)

var hclHeredoc = regexp.MustCompile(`<<[-~]?\s*([A-Za-z_][\w-]*)\s*$`)

// openHeredoc is the start of the line whose heredoc is never closed, or -1.
func openHeredoc(text []byte) int {
	start, mark := -1, ""
	for i := 0; i < len(text); i = nextLine(text, lineEnd(text, i)) {
		line := text[i:lineEnd(text, i)]
		switch {
		case mark != "" && string(bytes.TrimSpace(line)) == mark:
			start, mark = -1, ""
		case mark == "" && bytes.Contains(line, []byte("<<")):
			if m := hclHeredoc.FindSubmatch(line); m != nil && !bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) {
				start, mark = i, string(m[1])
			}
		}
	}
	return start
}

// hclBlocks splits a file at the lines that open a block at the margin, outside heredocs.
func hclBlocks(text []byte) []Range {
	var parts []Range
	start, mark := 0, ""
	for i := 0; i < len(text); i = nextLine(text, lineEnd(text, i)) {
		line := text[i:lineEnd(text, i)]
		if mark != "" {
			if string(bytes.TrimSpace(line)) == mark {
				mark = ""
			}
			continue
		}
		if i > start && len(line) > 0 && line[0] > ' ' && hclHeader.Match(line) {
			parts = append(parts, Range{start, i})
			start = i
		}
		if bytes.Contains(line, []byte("<<")) {
			if m := hclHeredoc.FindSubmatch(line); m != nil {
				mark = string(m[1])
			}
		}
	}
	return append(parts, Range{start, len(text)})
}

func (r *hclReader) span(at hcl.Range) Range {
	end := min(r.base+at.End.Byte, len(r.text))
	return Range{min(r.base+at.Start.Byte, end), end}
}

func (r *hclReader) written(at hcl.Range) string {
	span := r.span(at)
	return string(r.text[span.Start:span.End])
}

func (r *hclReader) children(body *hclsyntax.Body, depth int) []*Node {
	if depth > maxDepth {
		return nil
	}
	nodes := make([]*Node, 0, len(body.Attributes)+len(body.Blocks))
	for _, a := range body.Attributes {
		n := r.expression(a.Expr, depth+1)
		n.Key, n.KeyAt = a.Name, r.span(a.NameRange)
		nodes = append(nodes, n)
	}
	for _, b := range body.Blocks {
		n := &Node{Kind: Map, Key: b.Type, KeyAt: r.span(b.TypeRange)}
		n.At = Range{n.KeyAt.Start, max(r.span(b.CloseBraceRange).End, r.span(b.OpenBraceRange).End)}
		for i, label := range b.Labels {
			n.Args = append(n.Args, &Node{Value: label, At: r.span(b.LabelRanges[i])})
		}
		if b.Body != nil {
			n.Children = r.children(b.Body, depth+1)
		}
		nodes = append(nodes, n)
	}
	slices.SortStableFunc(nodes, func(a, b *Node) int { return cmp.Compare(a.KeyAt.Start, b.KeyAt.Start) })
	return nodes
}

// expression turns a value to a node. What isn't written out stays an Expression, as written.
func (r *hclReader) expression(e hclsyntax.Expression, depth int) *Node {
	n := &Node{At: r.span(e.Range())}
	n.Value = string(r.text[n.At.Start:n.At.End])
	n.Type = Expression
	if depth > maxDepth {
		return n
	}
	switch e := e.(type) {
	case *hclsyntax.ParenthesesExpr:
		return r.expression(e.Expression, depth+1)
	case *hclsyntax.LiteralValueExpr:
		n.Type = hclType(e.Val)
	case *hclsyntax.UnaryOpExpr:
		if _, ok := e.Val.(*hclsyntax.LiteralValueExpr); ok && e.Op == hclsyntax.OpNegate {
			n.Type = Number
		}
	case *hclsyntax.TemplateExpr:
		r.template(n, e)
	case *hclsyntax.TemplateWrapExpr:
		n.Value = r.written(e.Wrapped.Range())
	case *hclsyntax.TupleConsExpr:
		n.Kind, n.Type, n.Value = List, Text, ""
		for _, item := range e.Exprs {
			n.Children = append(n.Children, r.expression(item, depth+1))
		}
	case *hclsyntax.ObjectConsExpr:
		n.Kind, n.Type, n.Value = Map, Text, ""
		for _, item := range e.Items {
			child := r.expression(item.ValueExpr, depth+1)
			child.Key, child.KeyAt = r.key(item.KeyExpr)
			n.Children = append(n.Children, child)
		}
	case *hclsyntax.FunctionCallExpr:
		r.call(n, e, depth)
	}
	return n
}

func hclType(v cty.Value) Type {
	switch {
	case v.IsNull():
		return Null
	case v.Type() == cty.Bool:
		return Bool
	case v.Type() == cty.Number:
		return Number
	}
	return Text
}

func (r *hclReader) key(e hclsyntax.Expression) (string, Range) {
	at := r.span(e.Range())
	if name := hcl.ExprAsKeyword(e); name != "" {
		return name, at
	}
	if k, ok := e.(*hclsyntax.ObjectConsKeyExpr); ok {
		e = k.Wrapped
	}
	if t, ok := e.(*hclsyntax.TemplateExpr); ok && t.IsStringLiteral() {
		if v, diags := t.Value(nil); !diags.HasErrors() {
			return v.AsString(), at
		}
	}
	return string(r.text[at.Start:at.End]), at
}

// template reads a string. A heredoc that holds JSON, as policies do, gets the JSON's children too.
func (r *hclReader) template(n *Node, e *hclsyntax.TemplateExpr) {
	literal, ok := hclLiteral(e)
	if ok {
		n.Value, n.Type = literal, Text
	} else if q := strings.TrimPrefix(n.Value, `"`); len(q) < len(n.Value) {
		n.Value = strings.TrimSuffix(q, `"`)
	}
	written := r.text[n.At.Start:n.At.End]
	if !bytes.HasPrefix(written, []byte("<<")) {
		return
	}
	start := nextLine(written, lineEnd(written, 0))
	end := bytes.LastIndexByte(bytes.TrimRight(written, " \t\r\n"), '\n') + 1
	if end <= start {
		return
	}
	body := bytes.TrimSpace(written[start:end])
	if len(body) == 0 || body[0] != '{' && body[0] != '[' {
		return
	}
	json := &jsonReader{text: r.text[:n.At.Start+end], at: n.At.Start + start}
	json.space()
	if root := json.value(0); len(json.problems) == 0 {
		n.Kind, n.Children = root.Kind, root.Children
	}
}

func hclLiteral(e *hclsyntax.TemplateExpr) (string, bool) {
	var b strings.Builder
	for _, part := range e.Parts {
		literal, ok := part.(*hclsyntax.LiteralValueExpr)
		if !ok || literal.Val.IsNull() || literal.Val.Type() != cty.String {
			return "", false
		}
		b.WriteString(literal.Val.AsString())
	}
	return b.String(), true
}

// call looks through functions that only change how a value is written.
func (r *hclReader) call(n *Node, e *hclsyntax.FunctionCallExpr, depth int) {
	if len(e.Args) != 1 {
		return
	}
	switch e.Name {
	case "jsonencode", "yamlencode", "toset", "tolist", "tomap":
		if arg := r.expression(e.Args[0], depth+1); arg.Kind != Scalar {
			n.Kind, n.Children = arg.Kind, arg.Children
		}
	}
}
