package report

// ColorFor decides whether text may be colored, from the environment and whether the output is a terminal. NO_COLOR
// (https://no-color.org) wins over all; then forcing, then CLICOLOR=0 and dumb terminals, then the terminal itself.
func ColorFor(env func(string) string, isTTY bool) bool {
	switch {
	case env("NO_COLOR") != "":
		return false
	case env("FORCE_COLOR") != "":
		return env("FORCE_COLOR") != "0" && env("FORCE_COLOR") != "false"
	case env("CLICOLOR_FORCE") != "" && env("CLICOLOR_FORCE") != "0":
		return true
	case env("CLICOLOR") == "0", env("TERM") == "dumb":
		return false
	}
	return isTTY
}
