package syntax

// skipType gives the token after the type that starts at i, no further than end. Brackets are jumped over, so a type
// is passed in one go whatever it holds.
func (w *javascriptWalker) skipType(i, end int) int { return w.skipTypeWithin(i, end, len(w.f.Tokens)) }

// maxLookahead bounds the steps of a look at a type that will be read again when it turns out to be none.
const maxLookahead = 1000

func (w *javascriptWalker) skipTypeWithin(i, end, steps int) int {
	f := w.f
	wanted := true // an operand is wanted
	conditional := 0
	for ; i < end && steps > 0; steps-- {
		t := f.Tokens[i]
		if wanted {
			switch t.Kind {
			case Open:
				parameters := f.is(i, "(")
				i = f.after(i, end)
				wanted = parameters && f.is(i, "=>")
				if wanted {
					i++
				}
				continue
			case Ident, Keyword:
				wanted = w.typePrefix(i)
				i++
				continue
			case String, Number:
				wanted = false
				i++
				continue
			case Punct:
				switch {
				case f.is(i, "<") && int(t.Match) > i:
					i = int(t.Match) + 1
					continue
				case f.is(i, "|"), f.is(i, "&"), f.is(i, "-"), f.is(i, "..."):
					i++
					continue
				}
			}
			return i
		}
		switch {
		case f.is(i, "."):
			wanted = true
		case f.is(i, "|"), f.is(i, "&"):
			wanted = true
		case f.is(i, "<") && int(t.Match) > i:
			i = int(t.Match)
		case f.is(i, "[") && !f.breaksBefore(i):
			i = f.after(i, end) - 1
		case f.is(i, "(") && f.is(i-1, "import"):
			i = f.after(i, end) - 1
		case f.is(i, "extends"):
			wanted = true
			conditional++
		case f.is(i, "is") && t.Kind == Ident && !f.breaksBefore(i):
			wanted = true
		case f.is(i, "?") && conditional > 0:
			wanted = true
		case f.is(i, ":") && conditional > 0:
			conditional--
			wanted = true
		default:
			return i
		}
		i++
	}
	return min(i, end)
}

// typePrefix tells whether the word at i goes before a type rather than being one.
func (w *javascriptWalker) typePrefix(i int) bool {
	f := w.f
	switch f.word(i) {
	case "keyof", "typeof", "readonly", "infer", "unique", "asserts", "new", "abstract":
		k := f.kind(i + 1)
		if k == Open || k == Ident && !f.is(i+1, "is") || k == Keyword || k == String {
			return !f.breaksBefore(i+1) || f.is(i, "typeof") || f.is(i, "keyof")
		}
		return f.is(i, "new") && f.is(i+1, "<")
	}
	return false
}
