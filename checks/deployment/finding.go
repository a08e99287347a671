package deployment

import (
	"bytes"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/rules/selector"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// finding says of an object that it breaks the rule, keeps it, or can't be told.
func (r *compiled) finding(u *scan.Unit, o object, kind finding.Kind) finding.Finding {
	f := finding.Finding{
		Rule: r.ID, Kind: kind, Severity: r.Severity, Confidence: r.Confidence, Fix: r.Fix, Subject: o.name, At: r.place(u, o),
	}
	switch kind {
	case finding.Pass:
		f.Message, f.Fix = r.text(r.Good, o), ""
	case finding.Review:
		f.Message = "a variable or template decides this; broken, it would mean: " + r.text(r.Message, o)
		f.Severity, f.Confidence = min(f.Severity, finding.Low), finding.LowConfidence
	default:
		f.Message = r.text(r.Message, o)
		f.Severity = min(f.Severity, ceiling(u))
		for _, n := range o.others {
			f.Related = append(f.Related, finding.Related{Message: "here too", At: span(u, n)})
		}
	}
	if r.secret {
		f.Hide = hide(u, o)
	}
	return f
}

// text fills in the names of the object and of what was found.
func (r *compiled) text(message string, o object) string {
	value, key := "", ""
	at := o.at
	if at == nil && (o.subject.Kind == document.Scalar || len(o.subject.Children) == 0) {
		at = o.subject
	}
	if at != nil {
		value, key = short(at), at.Key
	}
	if r.secret {
		value = "…"
	}
	return strings.NewReplacer("$NAME", o.name, "$VALUE", value, "$KEY", key).Replace(message)
}

// asksSecret tells whether an assertion looks at secret values, which must not be shown.
func asksSecret(list []rules.Assertion) bool {
	for _, a := range list {
		if a.Secret || a.Weak || asksSecret(a.All) || asksSecret(a.Either) {
			return true
		}
	}
	return false
}

func hide(u *scan.Unit, o object) []finding.Range {
	var ranges []finding.Range
	for _, n := range append([]*document.Node{o.at}, o.others...) {
		if n == nil {
			continue
		}
		for _, leaf := range leaves(n) {
			ranges = append(ranges, secretIn(u.Text, leaf))
		}
	}
	return ranges
}

// secretIn is where a value stands: in an item like NAME=value only what follows the sign.
func secretIn(text []byte, leaf *document.Node) finding.Range {
	r := finding.Range{Start: leaf.At.Start, End: leaf.At.End}
	if leaf.Key == "" && r.Start >= 0 && r.Start < r.End && r.End <= len(text) {
		if i := bytes.IndexByte(text[r.Start:r.End], '='); i >= 0 {
			r.Start += i + 1
		}
	}
	return r
}

// leaves gives the scalars of a small subtree.
func leaves(n *document.Node) []*document.Node {
	if n.Kind == document.Scalar {
		return []*document.Node{n}
	}
	var list []*document.Node
	for _, c := range n.Children {
		if c.Kind == document.Scalar && c.Key != "name" && c.Key != "Name" {
			list = append(list, c)
		}
	}
	return list
}

// place points at what is bad, or at the head of the object that lacks something.
func (r *compiled) place(u *scan.Unit, o object) source.Span {
	switch {
	case o.at != nil && o.bad != selector.No && (o.at != o.subject || o.at.Kind == document.Scalar):
		return span(u, o.at)
	case o.owner != o.subject && o.subject.Key != "spec":
		return span(u, o.subject)
	}
	return span(u, o.owner)
}

// span covers the head of a node: its key and arguments, and its value when that stands on the same line.
func span(u *scan.Unit, n *document.Node) source.Span {
	start, end := n.At.Start, n.At.End
	if n.KeyAt.End > n.KeyAt.Start {
		start, end = n.KeyAt.Start, n.KeyAt.End
		if len(n.Args) > 0 {
			end = max(end, n.Args[len(n.Args)-1].At.End)
		}
		if n.Kind == document.Scalar {
			end = max(end, n.At.End)
		}
	} else if n.Kind != document.Scalar {
		if head := headline(n); head != nil {
			return span(u, head)
		}
	}
	return u.Span(start, firstLine(u.Text, start, end))
}

// headline is the entry of a keyless map that names it best.
func headline(n *document.Node) *document.Node {
	for _, key := range []string{"kind", "name", "uses", "run"} {
		if c := child(n, key); c != nil && c.Kind == document.Scalar && c.KeyAt.End > 0 {
			return c
		}
	}
	if len(n.Children) > 0 && n.Children[0].KeyAt.End > 0 {
		return n.Children[0]
	}
	return nil
}

func firstLine(text []byte, start, end int) int {
	start, end = min(max(start, 0), len(text)), min(max(end, 0), len(text))
	if end <= start {
		return start
	}
	if i := bytes.IndexByte(text[start:end], '\n'); i >= 0 {
		return start + i
	}
	return end
}

// short gives a value fit for a sentence.
func short(n *document.Node) string {
	text := n.Value
	if text == "" {
		var words []string
		for _, a := range n.Args {
			words = append(words, a.Value)
		}
		text = strings.Join(words, " ")
	}
	text, _, _ = strings.Cut(text, "\n")
	if r := []rune(text); len(r) > 60 {
		text = string(r[:60]) + "…"
	}
	return text
}
