package dependencies

import (
	"path"
	"strconv"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// A cycle is the support of a runtime: what is older than Oldest gets no more fixes. From the vendors' own calendars as
// of November 2026; a version is added when its day has passed, so the verdict depends on no clock.
type cycle struct {
	image  string
	oldest []int
}

var cycles = []cycle{
	{"node", []int{22}},
	{"python", []int{3, 11}},
	{"golang", []int{1, 25}},
	{"ruby", []int{3, 3}},
	{"php", []int{8, 2}},
	{"debian", []int{12}},
	{"ubuntu", []int{22}},
	{"alpine", []int{3, 20}},
	{"postgres", []int{14}},
	{"mysql", []int{8, 4}},
	{"mongo", []int{7}},
	{"elasticsearch", []int{8}},
	{"django", []int{5}},
}

// Releases of Node with an odd number are short-lived; of those only the newest is alive.
const newestOddNode = 25

// readRuntimes finds base images that get no more security fixes.
func readRuntimes(r *report, f *facts) bool {
	const id = "end-of-life-runtime"
	if f.manifest == nil || f.manifest.Ecosystem != "docker" {
		return false
	}
	for _, d := range f.manifest.Dependencies {
		if d.Source != "" {
			continue
		}
		version, ok := leadingVersion(d.Constraint)
		for _, c := range cycles {
			if !ok || path.Base(d.Name) != c.image || strings.Count(d.Name, "/") > 1 {
				continue
			}
			r.examined(id)
			if older(version, c.oldest) || c.image == "node" && version[0]%2 == 1 && version[0] < newestOddNode {
				r.say(id, finding.Fail, d.At, d.Name, d.Constraint)
			} else {
				r.say(id, finding.Pass, d.At, d.Name, d.Constraint)
			}
		}
	}
	return true
}

// leadingVersion reads the numbers at the start of a tag: 3.9-slim, v18.
func leadingVersion(tag string) (numbers []int, ok bool) {
	tag, _, _ = strings.Cut(tag, "@")
	tag, _, _ = strings.Cut(strings.TrimPrefix(tag, "v"), "-")
	for part := range strings.SplitSeq(tag, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			break
		}
		numbers = append(numbers, n)
	}
	return numbers, len(numbers) > 0
}

// older compares as far as both have numbers: `3` is not older than 3.11, for it means the newest 3.
func older(version, oldest []int) bool {
	for i := range min(len(version), len(oldest)) {
		if version[i] != oldest[i] {
			return version[i] < oldest[i]
		}
	}
	return false
}
