package mata

import (
	"slices"
	"strconv"
	"strings"
)

// An assoc is an associative array. Keys are kept in the order of entry.
type assoc struct {
	kind   kind // of the keys
	dims   int
	keys   []value
	values map[string]value
	absent value // what is returned for keys that there are not
}

// assocFuncs are those of associative arrays.
var assocFuncs = map[string]builtin{
	"asarray_create": {0, 5, fnAssocCreate}, "asarray": {2, 3, fnAssoc}, "asarray_remove": {2, 2, fnAssocRemove},
	"asarray_contains": {2, 2, fnAssocContains}, "asarray_elements": {1, 1, fnAssocElements}, "asarray_keys": {1, 1, fnAssocKeys},
	"asarray_notfound": {1, 2, fnAssocNotFound},
}

// id is a key as the map has it.
func (v value) id() string {
	var b strings.Builder
	for k := range v.size() {
		if v.kind == text {
			b.WriteString(strconv.Quote(v.str[k]))
		} else {
			b.WriteString(strconv.FormatFloat(v.at(k), 'g', -1, 64))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func fnAssocCreate(c *call) (value, error) {
	kindName, err := c.strOr(0, "string")
	if err != nil {
		return value{}, err
	}
	dims, err := c.numOr(1, 1)
	if err != nil {
		return value{}, err
	}
	a := &assoc{kind: text, dims: int(dims), values: map[string]value{}, absent: blank(numeric, 0, 0)}
	switch kindName {
	case "string":
	case "real":
		a.kind = numeric
	default:
		return value{}, lacking("asarray_create(\"" + kindName + "\")")
	}
	return value{kind: table, rows: 1, cols: 1, assoc: a}, nil
}

// array returns argument 0, an array, and argument 1, a key of its kind.
func (c *call) array(withKey bool) (a *assoc, key value, err error) {
	v, err := c.val(0)
	if err != nil {
		return nil, key, err
	}
	if v.kind != table {
		return nil, key, c.failf(typeMismatch, "argument is no associative array")
	}
	if !withKey {
		return v.assoc, key, nil
	}
	if key, err = c.val(1); err != nil {
		return nil, key, err
	}
	if key.kind != v.assoc.kind || key.rows != 1 || key.cols != v.assoc.dims {
		return nil, key, c.fail(typeMismatch)
	}
	return v.assoc, key.copied(), nil
}

func fnAssoc(c *call) (value, error) {
	a, key, err := c.array(true)
	if err != nil {
		return value{}, err
	}
	id := key.id()
	old, there := a.values[id]
	if !c.has(2) {
		if !there {
			return a.absent, nil
		}
		return old, nil
	}
	v, err := c.val(2)
	if err != nil {
		return value{}, err
	}
	if !there {
		a.keys = append(a.keys, key)
	}
	a.values[id] = v.copied()
	return value{}, nil
}

func fnAssocRemove(c *call) (value, error) {
	a, key, err := c.array(true)
	if err != nil {
		return value{}, err
	}
	id := key.id()
	delete(a.values, id)
	a.keys = slices.DeleteFunc(a.keys, func(k value) bool { return k.id() == id })
	return value{}, nil
}

func fnAssocContains(c *call) (value, error) {
	a, key, err := c.array(true)
	if err != nil {
		return value{}, err
	}
	_, there := a.values[key.id()]
	return truth(there), nil
}

func fnAssocElements(c *call) (value, error) {
	a, _, err := c.array(false)
	if err != nil {
		return value{}, err
	}
	return number(float64(len(a.keys))), nil
}

func fnAssocKeys(c *call) (value, error) {
	a, _, err := c.array(false)
	if err != nil {
		return value{}, err
	}
	out := blank(a.kind, len(a.keys), a.dims)
	for i, k := range a.keys {
		for j := range a.dims {
			out.set(i*a.dims+j, k, j)
		}
	}
	return out, nil
}

func fnAssocNotFound(c *call) (value, error) {
	a, _, err := c.array(false)
	if err != nil || !c.has(1) {
		if err != nil {
			return value{}, err
		}
		return a.absent, nil
	}
	v, err := c.val(1)
	a.absent = v.copied()
	return value{}, err
}
