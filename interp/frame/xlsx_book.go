package frame

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
)

// A Workbook is an .xlsx file opened for reading. Its parts are those of ISO/IEC
// 29500 (Office Open XML).
type Workbook struct {
	zip     *zip.Reader
	sheets  []xlsxSheet
	shared  []string
	dates   []bool // for each cell style, whether it shows a date or time
	base    float64
	loaded  bool
	maxPart int64
}

type xlsxSheet struct{ name, part string }

// OpenWorkbook opens the .xlsx file of the given size. A file of another kind
// is an r(610).
func OpenWorkbook(r io.ReaderAt, size int64) (*Workbook, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		var magic [4]byte
		if _, err := r.ReadAt(magic[:], 0); err == nil && string(magic[:]) == "\xd0\xcf\x11\xe0" {
			return nil, rc.NotStata.Errorf("is in the .xls format of before 2007, which is not supported; save it as .xlsx")
		}
		return nil, rc.NotStata.Errorf("is not an .xlsx workbook: %v", err)
	}
	// Deflate shrinks at most about 1000 times; a part that claims more lies.
	b := &Workbook{zip: z, base: excelEpoch, maxPart: 1100*size + 1<<20}
	return b, b.readSheets()
}

// excelEpoch is 1960-01-01 as a serial number of Excel; excelEpoch1904 the
// same in workbooks that count from 1904.
const (
	excelEpoch     = 21916
	excelEpoch1904 = 21916 - 1462
)

// Sheets returns the names of the worksheets in order.
func (b *Workbook) Sheets() []string {
	names := make([]string, len(b.sheets))
	for i, s := range b.sheets {
		names[i] = s.name
	}
	return names
}

// part returns the contents of a part; nil if there is none.
func (b *Workbook) part(name string) ([]byte, error) {
	i := slices.IndexFunc(b.zip.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, name) })
	if i < 0 {
		return nil, nil
	}
	f := b.zip.File[i]
	if f.UncompressedSize64 > uint64(b.maxPart) {
		return nil, rc.NotStata.Errorf("is not an .xlsx workbook: part %s claims %d bytes", name, f.UncompressedSize64)
	}
	r, err := f.Open()
	if err != nil {
		return nil, rc.NotStata.Errorf("is a damaged .xlsx workbook: part %s: %v", name, err)
	}
	defer r.Close()
	data := bytes.NewBuffer(make([]byte, 0, min(f.UncompressedSize64, 32*f.CompressedSize64)+512))
	if _, err := io.Copy(data, io.LimitReader(r, b.maxPart)); err != nil {
		return nil, rc.NotStata.Errorf("is a damaged .xlsx workbook: part %s: %v", name, err)
	}
	return data.Bytes(), nil
}

// readSheets reads the list of worksheets.
func (b *Workbook) readSheets() error {
	rels, err := b.part("xl/_rels/workbook.xml.rels")
	if err != nil {
		return err
	}
	target := map[string]string{}
	for x := (xmlScanner{b: rels}); x.next(); {
		if x.is("Relationship") {
			part := x.attr("Target")
			if !strings.HasPrefix(part, "/") {
				part = "/xl/" + part
			}
			target[x.attr("Id")] = path.Clean(part)[1:]
		}
	}
	book, err := b.part("xl/workbook.xml")
	if err != nil {
		return err
	}
	for x := (xmlScanner{b: book}); x.next(); {
		switch {
		case x.is("workbookPr") && isTrue(x.attr("date1904")):
			b.base = excelEpoch1904
		case x.is("sheet"):
			if part := target[x.attr("id")]; strings.Contains(part, "worksheets/") {
				b.sheets = append(b.sheets, xlsxSheet{x.attr("name"), part})
			}
		}
	}
	if len(b.sheets) == 0 {
		return rc.NotStata.Errorf("is not an .xlsx workbook: it has no worksheet")
	}
	return nil
}

func isTrue(s string) bool { return s == "1" || s == "true" }

// load reads the texts and styles that all worksheets share.
func (b *Workbook) load() error {
	if b.loaded {
		return nil
	}
	shared, err := b.part("xl/sharedStrings.xml")
	if err != nil {
		return err
	}
	for x := (xmlScanner{b: shared}); x.next(); {
		if x.is("si") {
			b.shared = append(b.shared, x.richText("si"))
		}
	}
	styles, err := b.part("xl/styles.xml")
	if err != nil {
		return err
	}
	b.readStyles(styles)
	b.loaded = true
	return nil
}

// richText returns the text in the element of the given name that has just
// been opened: that of all <t>, without phonetic guides.
func (x *xmlScanner) richText(name string) string {
	if x.shut {
		return ""
	}
	var out string
	phonetic := false
	for x.next() && !x.ends(name) {
		switch string(x.name) {
		case "rPh":
			phonetic = x.open && !x.shut
		case "t":
			if x.open && !phonetic {
				out += unescapeXML(x.text())
			}
		}
	}
	return out
}

// readStyles finds out which cell styles show dates.
func (b *Workbook) readStyles(styles []byte) {
	custom := map[int]string{}
	inCells := false
	for x := (xmlScanner{b: styles}); x.next(); {
		switch {
		case x.is("numFmt"):
			id, _ := strconv.Atoi(x.attr("numFmtId"))
			custom[id] = x.attr("formatCode")
		case string(x.name) == "cellXfs":
			inCells = x.open && !x.shut
		case inCells && x.is("xf"):
			id, _ := strconv.Atoi(x.attr("numFmtId"))
			code, ok := custom[id]
			b.dates = append(b.dates, ok && isDateCode(code) || !ok && builtinDate(id))
		}
	}
}

// builtinDate reports whether a built-in number format shows a date or time.
func builtinDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// isDateCode reports whether the code of a number format shows a date or time:
// it has a letter for a part of one outside quotes and brackets.
func isDateCode(code string) bool {
	if strings.EqualFold(code, "general") {
		return false
	}
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return false
			}
			i += end + 1
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return false
			}
			if inside := strings.ToLower(code[i+1 : i+end]); inside != "" && strings.Trim(inside, "hms") == "" {
				return true // elapsed time
			}
			i += end
		case '\\', '_', '*':
			i++
		case ';':
			return false // only the first section counts
		case 'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S':
			return true
		}
	}
	return false
}
