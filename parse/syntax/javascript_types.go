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

func (w *javascriptWalker) typeAlias(i int) int {
	end := w.top().end
	i += 2
	if w.f.is(i, "<") && w.f.Tokens[i].Match > 0 {
		i = int(w.f.Tokens[i].Match) + 1
	}
	if w.f.is(i, "=") {
		i = w.skipType(i+1, end)
	}
	w.top().chain = -1
	w.endStatement(i)
	return i
}

func (w *javascriptWalker) interfaceBody(i int) int {
	end := w.top().end
	for i++; i < end; i++ {
		if t := w.f.Tokens[i]; t.Kind == Open {
			next := w.f.after(i, end)
			if w.f.Text[t.Start] == '{' {
				w.top().statement = true
				w.top().chain = -1
				return next
			}
			i = next - 1
		} else if w.f.is(i, ";") {
			break
		} else if w.f.is(i, "<") && int(t.Match) > i {
			i = int(t.Match)
		}
	}
	w.endStatement(i)
	return i
}

// matchAngles pairs the < and > of type arguments in one pass: what can't stand in a type ends the pairs open around it.
func matchAngles(f *File, start, end int) {
	type level struct {
		angles      int // candidates below this level
		conditional bool
	}
	var angles []int32
	levels := []level{{}}
	for i := start; i < end; i++ {
		t := &f.Tokens[i]
		top := &levels[len(levels)-1]
		switch t.Kind {
		case Open:
			levels = append(levels, level{angles: len(angles)})
		case Close:
			angles = angles[:top.angles]
			if len(levels) > 1 {
				levels = levels[:len(levels)-1]
			}
		case Keyword:
			switch f.Text[t.Start] {
			case 'i', 'e', 'n', 't', 'v', 'f': // in, import; extends, else; new, null; typeof, this, true; void; false
				if f.is(i, "extends") {
					top.conditional = true
				}
				if f.is(i, "if") || f.is(i, "instanceof") || f.is(i, "for") || f.is(i, "else") {
					angles = angles[:top.angles]
				}
			default:
				if !f.is(i, "const") && !f.is(i, "default") {
					angles = angles[:top.angles]
				}
			}
		case Punct:
			if t.End == t.Start {
				angles = angles[:top.angles]
				continue
			}
			c := f.Text[t.Start]
			if t.End-t.Start == 1 {
				switch c {
				case '<':
					angles = append(angles, int32(i))
					continue
				case '>':
					if n := len(angles); n > top.angles {
						partner := angles[n-1]
						t.Match, f.Tokens[partner].Match = partner, int32(i)
						angles = angles[:n-1]
					}
					continue
				case '.', ',', '|', '&', '=', '-':
					continue
				case '?', ':':
					if top.conditional {
						continue
					}
				}
			} else if f.is(i, "=>") || f.is(i, "...") {
				continue
			}
			top.conditional = false
			angles = angles[:top.angles]
		case Regex:
			angles = angles[:top.angles]
		}
	}
}
