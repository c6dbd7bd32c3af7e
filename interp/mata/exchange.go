package mata

// SetNumbers gives a variable the values of a matrix, stored by rows.
func (m *Machine) SetNumbers(name string, rows, cols int, x []float64) {
	m.globals[name] = &cell{v: numbers(rows, cols, x)}
}

// SetTexts is SetNumbers for strings.
func (m *Machine) SetTexts(name string, rows, cols int, s []string) {
	m.globals[name] = &cell{v: texts(rows, cols, s)}
}

// Defined reports whether there is a variable called name.
func (m *Machine) Defined(name string) bool { return m.globals[name] != nil }

// Matrix returns the values of a variable, by rows: numbers or strings, of
// which the other is nil. ok is false if there is none of either kind.
func (m *Machine) Matrix(name string) (rows, cols int, x []float64, s []string, ok bool) {
	if m.globals[name] == nil {
		return 0, 0, nil, nil, false
	}
	v, err := m.read(name)
	if err != nil || v.kind != numeric && v.kind != text {
		return 0, 0, nil, nil, false
	}
	return v.rows, v.cols, v.nums(), v.str, true
}
