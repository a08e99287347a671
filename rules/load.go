package rules

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Load gives the rules that ship with seaworthy. They are laid out in builtin.go when seaworthy is built: reading 250 YAML
// files took 20 ms of every start. Nobody may change what it gives.
func Load() (*Set, error) { return &builtin, nil }

// LoadFS reads a folder laid out as rules/ is: controls/, profiles/, and a folder for each check. Every broken file is
// an error that names it and the line.
func LoadFS(fsys fs.FS, name string) (*Set, error) {
	set := &Set{}
	files, err := fs.Glob(fsys, "*/*.yaml")
	if err != nil {
		return nil, err
	}
	var broken []error
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		if err := set.add(path.Join(name, file), text); err != nil {
			broken = append(broken, fmt.Errorf("%s: %w", path.Join(name, file), err))
		}
	}
	slices.SortFunc(set.Rules, func(a, b Rule) int { return compare(a.ID, b.ID) })
	slices.SortFunc(set.Controls, func(a, b Control) int { return compare(a.ID, b.ID) })
	slices.SortFunc(set.Profiles, func(a, b Profile) int { return compare(a.ID, b.ID) })
	return set, errors.Join(broken...)
}

func (s *Set) add(file string, text []byte) error {
	folder := path.Base(path.Dir(file))
	id := strings.TrimSuffix(path.Base(file), ".yaml")
	switch folder {
	case "frameworks", "flow":
		return nil // read by the checks that know their shape
	case "controls":
		c := Control{File: file}
		if err := decode(text, &c); err != nil {
			return err
		}
		s.Controls = append(s.Controls, c)
		return sameName(c.ID, id)
	case "profiles":
		p := Profile{File: file}
		if err := decode(text, &p); err != nil {
			return err
		}
		s.Profiles = append(s.Profiles, p)
		return sameName(p.ID, id)
	default:
		r := Rule{File: file, Check: folder}
		if err := decode(text, &r); err != nil {
			return err
		}
		s.Rules = append(s.Rules, r)
		return sameName(r.ID, id)
	}
}

// Read reads one code rule of ours that stands outside rules/.
func Read(file string, text []byte) (Rule, error) {
	r := Rule{File: file, Check: "code"}
	return r, decode(text, &r)
}

func decode(text []byte, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

func sameName(id, file string) error {
	if id != file {
		return fmt.Errorf("line 1: id %q must be the file's name %q", id, file)
	}
	return nil
}
