package dependencies

import (
	"path"
	"slices"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// A bot is what a configuration of Dependabot says: which ecosystems it keeps up to date.
type bot struct {
	ecosystems []string
	at         document.Range
}

// renovateNames are the places of Renovate's configuration, which covers every ecosystem it finds.
var renovateNames = []string{"renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", ".renovaterc.json5"}

func readBot(r *report, f *facts) bool {
	base := path.Base(r.u.Path)
	if base != "dependabot.yml" && base != "dependabot.yaml" || path.Base(path.Dir(r.u.Path)) != ".github" {
		return false
	}
	f.bot = &bot{}
	root, problems := r.u.Document()
	r.gaps(problems)
	if root == nil {
		return true
	}
	for _, doc := range documents(root) {
		updates := entry(doc, "updates")
		if updates == nil {
			continue
		}
		f.bot.at = head(updates)
		for _, update := range updates.Children {
			f.bot.ecosystems = append(f.bot.ecosystems, value(update, "package-ecosystem"))
		}
	}
	return true
}

// botNames gives Dependabot's names for our ecosystems; either will do.
var botNames = map[string][]string{
	"npm": {"npm", "bun"}, "pypi": {"pip", "uv"}, "go": {"gomod"}, "docker": {"docker", "docker-compose"}, "github-actions": {"github-actions"},
}

func (b *bot) covers(ecosystem string) bool {
	for _, name := range botNames[ecosystem] {
		if slices.Contains(b.ecosystems, name) {
			return true
		}
	}
	return false
}
