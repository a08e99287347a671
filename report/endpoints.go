package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// EndpointFormat finds a way to write a list of endpoints: text, json or markdown.
func EndpointFormat(name string) (func(io.Writer, []finding.Endpoint) error, error) {
	switch name {
	case "text":
		return endpointsText, nil
	case "json":
		return endpointsJSON, nil
	case "markdown":
		return endpointsMarkdown, nil
	}
	return nil, fmt.Errorf("unknown format %q: use text, json or markdown", name)
}

// controlColumns are the controls an endpoint is judged by, in the order they are shown.
var controlColumns = []string{"auth", "ratelimit", "validation", "cors", "headers", "csrf", "logging"}

func endpointsJSON(w io.Writer, list []finding.Endpoint) error {
	if list == nil {
		list = []finding.Endpoint{}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(list)
}

func endpointsText(w io.Writer, list []finding.Endpoint) error {
	width := 0
	for _, e := range list {
		width = max(width, len(visible(e.Path)))
	}
	width = min(width, 44)
	service := ""
	for _, e := range list {
		if e.Service != service {
			service = e.Service
			if _, err := fmt.Fprintf(w, "\n%s (%s)\n", visible(service), e.Framework); err != nil {
				return err
			}
		}
		missing := []string{}
		for _, c := range controlColumns {
			if v := e.Controls[c]; v != finding.Covered && v != "" && v != finding.Unproven {
				missing = append(missing, c+" "+string(v))
			}
		}
		if _, err := fmt.Fprintf(w, "  %-7s %-*s %-7s %s:%d\n", e.Method, width, visible(e.Path), e.Class, visible(e.File), e.Line); err != nil {
			return err
		}
		if len(missing) > 0 {
			if _, err := fmt.Fprintf(w, "          %s\n", strings.Join(missing, ", ")); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintf(w, "\n%d endpoints\n", len(list))
	return err
}

func endpointsMarkdown(w io.Writer, list []finding.Endpoint) error {
	header := slices.Concat([]string{"service", "method", "path", "place", "class"}, controlColumns)
	if _, err := fmt.Fprintf(w, "| %s |\n|%s\n", strings.Join(header, " | "), strings.Repeat(" --- |", len(header))); err != nil {
		return err
	}
	for _, e := range list {
		row := []string{e.Service, e.Method, e.Path, fmt.Sprintf("%s:%d", e.File, e.Line), e.Class}
		for _, c := range controlColumns {
			row = append(row, string(e.Controls[c]))
		}
		for i := range row {
			row[i] = cellText.Replace(visible(row[i]))
		}
		if _, err := fmt.Fprintf(w, "| %s |\n", strings.Join(row, " | ")); err != nil {
			return err
		}
	}
	return nil
}

// cellText keeps a value inside its table cell.
var cellText = strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;", "`", "\\`")

// EndpointGaps writes the places that kept the list of endpoints from being whole.
func EndpointGaps(w io.Writer, gaps []finding.Gap) error {
	for _, g := range gaps {
		if g.Check != "endpoints" || g.Minor {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s:%d: %s\n", visible(g.Path), g.Line, visible(g.Detail)); err != nil {
			return err
		}
	}
	return nil
}
