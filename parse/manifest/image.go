package manifest

import (
	"strconv"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

func isDockerfile(name string) bool { return document.FormatOf(name) == "dockerfile" }

// readDockerfileImages lists the images a Dockerfile builds on or copies from. Its own stages are none.
func readDockerfileImages(_ string, text []byte) Manifest {
	root, problems := document.Read("dockerfile", text)
	m := Manifest{Ecosystem: "docker", Format: "Dockerfile", Problems: problems}
	stages, count := map[string]bool{}, 0
	add := func(value string, n *document.Node, scope Scope) {
		i, err := strconv.Atoi(value)
		if stages[strings.ToLower(value)] || err == nil && i >= 0 && i < count || value == "" {
			return
		}
		d := imageDependency(value)
		d.At, d.Scope = within(text, n.At, d.Constraint), scope
		m.Dependencies = append(m.Dependencies, d)
	}
	for s, stage := range root.Children {
		scope := Build
		if s == len(root.Children)-1 {
			scope = Runtime // only the last stage is what runs
		}
		if len(stage.Args) > 0 {
			add(stage.Args[0].Value, stage.Args[0], scope)
		}
		for _, instruction := range stage.Children {
			for _, flag := range instruction.Children {
				switch {
				case flag.Key == "--from" && (instruction.Key == "COPY" || instruction.Key == "ADD"):
					add(flag.Value, flag, scope)
				case flag.Key == "--mount" && instruction.Key == "RUN":
					for part := range strings.SplitSeq(flag.Value, ",") {
						if from, ok := strings.CutPrefix(part, "from="); ok {
							add(from, flag, Build)
						}
					}
				}
			}
		}
		if len(stage.Args) > 0 {
			count++
		}
		if len(stage.Args) > 1 {
			stages[strings.ToLower(stage.Args[1].Value)] = true
		}
	}
	return m
}

// imageDependency judges an image reference: registry/name:tag@digest.
func imageDependency(reference string) Dependency {
	d := Dependency{Name: reference}
	if reference == "scratch" {
		d.Source, d.Pinned = "builtin", Content
		return d
	}
	if strings.Contains(reference, "$") || strings.Contains(reference, "{{") {
		d.Pinned = Unknown
		return d
	}
	name, digest, hashed := strings.Cut(reference, "@")
	tag := ""
	if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexByte(name, '/') {
		name, tag = name[:i], name[i+1:]
	}
	d.Name, d.Constraint = strings.TrimPrefix(strings.TrimPrefix(name, "docker.io/"), "library/"), tag
	switch {
	case hashed && strings.Contains(digest, ":"):
		d.Integrity, d.Pinned = digest, Content
		if tag == "" {
			d.Constraint = digest
		}
	case exactTag.MatchString(tag), datedTag.MatchString(tag):
		d.Version, d.Pinned = tag, Exact
	case rangedTag.MatchString(tag):
		d.Pinned = Ranged
	}
	return d
}
