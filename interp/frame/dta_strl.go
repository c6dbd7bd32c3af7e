package frame

import (
	"cmp"
	"encoding/binary"
	"slices"
	"unsafe"
)

// A strL of a tagged file stands once, in the section <strls>, under the
// variable and the observation where it first occurred. Rows refer to it.

// A gso is one strL that has been read.
type gso struct {
	key   uint64 // variable and observation, as refs have them
	owner int32  // the dictionary it is in: place of a variable
	code  uint32
}

// strLKey joins a variable and an observation into one number.
func (l *dtaLayout) strLKey(v, o uint64) uint64 { return v<<l.refBits | o }

// rowKey returns the key in a row, of which split bits are the observation:
// the variable comes first in the file.
func (d *dtaFile) rowKey(ref uint64, split int) uint64 {
	if ref == 0 {
		return 0
	}
	if d.order == binary.ByteOrder(binary.LittleEndian) {
		return d.layout.strLKey(ref&(1<<(64-split)-1), ref>>(64-split))
	}
	return d.layout.strLKey(ref>>split, ref&(1<<split-1))
}

// readStrLs replaces the references of strL variables by their strings.
func (d *dtaFile) readStrLs(stop func() error) error {
	owners := map[uint64]*dictionary{} // by variable, from 1
	for _, v := range d.chosen {
		if v.typ == StrL {
			owners[uint64(v.place+1)] = v.col.str.dict
		}
	}
	if len(owners) == 0 {
		return nil
	}
	d.at = d.rowsAt + int64(d.n)*int64(d.rowBytes)
	split := d.layout.refBits
	for _, v := range d.chosen {
		d.addForeign(owners, v, split)
	}
	strls, err := d.loadStrLs(owners, d.neededStrLs(split), stop)
	if err != nil {
		return err
	}
	err = d.resolveAll(strls, owners, split)
	if err != nil && d.layout.wide && d.resolveAll(strls, owners, looseSplit) == nil {
		return nil
	}
	return err
}

// addForeign adds a dictionary for each other variable whose strLs v uses.
func (d *dtaFile) addForeign(owners map[uint64]*dictionary, v *dtaVar, split int) {
	for _, ref := range v.refs {
		owner := d.rowKey(ref, split) >> d.layout.refBits
		if owner != 0 && owner <= uint64(len(d.vars)) && owners[owner] == nil {
			owners[owner] = newDictionary()
		}
	}
}

// neededStrLs returns the keys of the strLs that the chosen rows use, or nil
// when all rows are chosen.
func (d *dtaFile) neededStrLs(split int) map[uint64]bool {
	if d.hi-d.lo == d.n {
		return nil
	}
	need := map[uint64]bool{}
	for _, v := range d.chosen {
		for _, ref := range v.refs {
			need[d.rowKey(ref, split)] = true
			if d.layout.wide {
				need[d.rowKey(ref, looseSplit)] = true
			}
		}
	}
	return need
}

// looseSplit is how some writers of version 119 split references: as 118 does.
const looseSplit = 48

// loadStrLs reads the needed strLs of the given variables into their
// dictionaries and returns them in ascending order of their keys.
func (d *dtaFile) loadStrLs(owners map[uint64]*dictionary, need map[uint64]bool, stop func() error) ([]gso, error) {
	var strls []gso
	d.eachStrL(func(v, o uint64, raw bool, n int64) {
		dict, key := owners[v], d.layout.strLKey(v, o)
		if dict == nil || need != nil && !need[key] {
			d.skip(n)
			return
		}
		if stop != nil && len(strls)%1024 == 0 {
			if err := stop(); err != nil {
				d.fail(err)
				return
			}
		}
		b := d.take(n)
		if !raw && n > 0 && b != nil && b[n-1] == 0 {
			b = b[:n-1]
		}
		s := unsafe.String(unsafe.SliceData(b), len(b))
		if !raw && d.decode != nil {
			s = d.decode(s)
		}
		strls = append(strls, gso{key, int32(v), dict.code(s)})
	})
	byKey := func(a, b gso) int { return cmp.Compare(a.key, b.key) }
	if !slices.IsSortedFunc(strls, byKey) {
		slices.SortStableFunc(strls, byKey)
	}
	return strls, d.err
}

// eachStrL reads the section <strls>, at which the file must stand. It calls
// use for each strL: its variable and observation, whether it is binary, and
// its length, over which use must pass. A nil use passes over all.
func (d *dtaFile) eachStrL(use func(v, o uint64, raw bool, n int64)) {
	d.part = "data"
	d.at = d.rowsAt + int64(d.n)*int64(d.rowBytes)
	d.tag("</data>")
	d.section("strls", func() {
		for d.peek("GSO") {
			d.tag("GSO")
			at := d.at
			v, o := uint64(d.u32()), uint64(0)
			if d.layout.version == 117 {
				o = uint64(d.u32())
			} else {
				o = d.u64()
			}
			kind, n := d.u8(), d.u32()
			if d.err == nil && (kind != 129 && kind != 130 || o>>d.layout.refBits != 0 || v>>(64-d.layout.refBits) != 0) {
				d.bad(at, "strL (%d, %d) of kind %d", v, o, kind)
			}
			if use == nil {
				d.skip(n)
			} else {
				use(v, o, kind == 129, n)
			}
		}
	})
}

// resolveAll turns the references of all chosen strL variables into codes.
func (d *dtaFile) resolveAll(strls []gso, owners map[uint64]*dictionary, split int) error {
	for _, v := range d.chosen {
		if v.refs == nil {
			continue
		}
		codes, dict := v.col.str.codes, v.col.str.dict
		last, code := uint64(0), uint32(0)
		for i, ref := range v.refs {
			if ref != last {
				key := d.rowKey(ref, split)
				at, found := slices.BinarySearchFunc(strls, key, func(g gso, key uint64) int { return cmp.Compare(g.key, key) })
				switch {
				case ref == 0:
					code = 0
				case !found:
					row := int64(d.lo + i)
					d.part = "data"
					return d.strLMissing(d.rowsAt+row*int64(d.rowBytes)+int64(v.offset), key)
				case owners[uint64(strls[at].owner)] == dict:
					code = strls[at].code
				default:
					code = dict.code(owners[uint64(strls[at].owner)].value(strls[at].code))
				}
				last = ref
			}
			codes[i] = code
		}
	}
	for _, v := range d.chosen {
		v.refs = nil
	}
	return nil
}

// strLMissing reports a reference, at offset at, to a strL that does not exist.
func (d *dtaFile) strLMissing(at int64, key uint64) error {
	v, o := key>>d.layout.refBits, key&(1<<d.layout.refBits-1)
	c := dtaCursor{part: d.part}
	return c.bad(at, "there is no strL (%d, %d)", v, o)
}
