package endpoints

// construct makes an instance and runs its constructor.
func (m *machine) construct(class *value, c *invocation) *value {
	self := &value{kind: instance, text: class.text, this: class, fields: map[string]*value{}, at: c.at}
	info := &class.module.classes[class.fn]
	if info.name == "" && len(info.methods) == 0 {
		return self
	}
	if made := m.extended(class, c, 0); made != nil {
		return made
	}
	m.initFields(class, self, 0)
	for _, name := range []string{"constructor", "__init__"} {
		if init := m.ofClass(class, self, name, c.at, 0); init.kind == closure {
			bound := *init
			bound.this = self
			m.callClosure(&bound, c)
		}
	}
	return self
}

// extended: an instance of a class that extends a framework's app or router is one.
func (m *machine) extended(class *value, c *invocation, depth int) *value {
	if class.kind != classValue || depth > 8 {
		return nil
	}
	for _, b := range class.module.classes[class.fn].bases {
		base := m.eval(b, class.scope)
		if base.kind == external {
			for _, w := range m.frameworks {
				if w.makes(base.text) {
					return m.newNode(w, base.text, c)
				}
			}
		}
		if base != class {
			if made := m.extended(base, c, depth+1); made != nil {
				return made
			}
		}
	}
	return nil
}

// initFields evaluates fields that hold a router, in order: `router = express.Router()`.
func (m *machine) initFields(class, self *value, depth int) {
	if class.kind != classValue || depth > 8 || m.depth > maxDepth {
		return
	}
	info := &class.module.classes[class.fn]
	for _, b := range info.bases {
		if base := m.eval(b, class.scope); base != class {
			m.initFields(base, self, depth+1)
		}
	}
	if class.module.python {
		return
	}
	inner := &scope{names: map[string]*value{}, outer: class.scope, module: class.module, this: self}
	m.depth++
	for i := range info.fields {
		if f := &info.fields[i]; f.target != nil && f.value != nil {
			setField(self, f.target.name, m.eval(f.value, inner))
		}
	}
	m.depth--
}
