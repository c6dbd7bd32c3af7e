package report

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
)

// JoinDocuments puts the body of one .docx document behind that of another,
// whose styles and pages it takes over.
func JoinDocuments(first, second []byte) ([]byte, error) { return joinDocuments(first, second, "") }

// JoinPages is JoinDocuments with a page break in between.
func JoinPages(first, second []byte) ([]byte, error) {
	return joinDocuments(first, second, `<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
}

const relationsName = "word/_rels/document.xml.rels"

var relationRE = regexp.MustCompile(`<Relationship [^>]*/>`)

func joinDocuments(first, second []byte, between string) ([]byte, error) {
	a, order, err := documentParts(first)
	if err != nil {
		return nil, err
	}
	b, _, err := documentParts(second)
	if err != nil {
		return nil, err
	}
	body, err := bodyOf(b[documentName])
	if err != nil {
		return nil, err
	}
	prefix := fmt.Sprintf("d%d", len(order))
	var relations strings.Builder
	for _, rel := range relationRE.FindAllString(b[relationsName], -1) {
		kind, id, target := attribute(rel, "Type"), attribute(rel, "Id"), attribute(rel, "Target")
		if !strings.HasSuffix(kind, "/image") && !strings.HasSuffix(kind, "/hyperlink") {
			continue
		}
		for _, name := range []string{"r:embed", "r:id", "r:link"} {
			body = strings.ReplaceAll(body, name+`="`+id+`"`, name+`="`+prefix+id+`"`)
		}
		moved := target
		if data, ok := b["word/"+target]; ok && strings.HasSuffix(kind, "/image") {
			moved = "media/" + prefix + path.Base(target)
			a["word/"+moved] = data
			order = append(order, "word/"+moved)
			a["[Content_Types].xml"] = withType(a["[Content_Types].xml"], strings.TrimPrefix(path.Ext(target), "."))
		}
		rel = strings.Replace(rel, `Id="`+id+`"`, `Id="`+prefix+id+`"`, 1)
		relations.WriteString(strings.Replace(rel, `Target="`+target+`"`, `Target="`+moved+`"`, 1))
	}
	a[relationsName] = strings.Replace(a[relationsName], "</Relationships>", relations.String()+"</Relationships>", 1)
	end := bodyEnd(a[documentName])
	if end < 0 {
		return nil, errors.New("the document to be appended to has no body")
	}
	a[documentName] = withSpaces(a[documentName][:end]+between+body+a[documentName][end:], b[documentName])
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range order {
		if err := writePart(z, name, a[name]); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return out.Bytes(), err
}

// documentParts returns the parts of a .docx document and their names in order.
func documentParts(data []byte) (parts map[string]string, order []string, err error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, nil, errors.New("not a .docx document")
	}
	parts = map[string]string{}
	for _, f := range r.File {
		if parts[f.Name], err = readPart(f); err != nil {
			return nil, nil, errors.New("not a .docx document")
		}
		order = append(order, f.Name)
	}
	if parts[documentName] == "" || parts[relationsName] == "" {
		return nil, nil, errors.New("not a .docx document")
	}
	return parts, order, nil
}

// bodyEnd is where text goes that is to be the last of a document.
func bodyEnd(doc string) int {
	end := strings.LastIndex(doc, "</w:body>")
	if i := strings.LastIndex(doc, "<w:sectPr"); i > 0 && !strings.Contains(doc[i:], "</w:pPr>") {
		end = i
	}
	return end
}

// bodyOf returns the body of a document without its last section.
func bodyOf(doc string) (string, error) {
	_, rest, ok := strings.Cut(doc, "<w:body>")
	end := bodyEnd(rest)
	if !ok || end < 0 {
		return "", errors.New("the document has no body")
	}
	return rest[:end], nil
}

func attribute(tag, name string) string {
	_, rest, _ := strings.Cut(tag, name+`="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func withType(types, ext string) string {
	if ext == "" || strings.Contains(types, `Extension="`+ext+`"`) || contentTypes[ext] == "" {
		return types
	}
	return strings.Replace(types, "<Override", `<Default Extension="`+ext+`" ContentType="`+contentTypes[ext]+`"/><Override`, 1)
}

var nameSpaceRE = regexp.MustCompile(`xmlns:\w+="[^"]*"`)

// withSpaces adds the name spaces of other that doc lacks.
func withSpaces(doc, other string) string {
	head, _, _ := strings.Cut(other, "<w:body>")
	missing := ""
	for _, ns := range nameSpaceRE.FindAllString(head, -1) {
		if name, _, _ := strings.Cut(ns, "="); !strings.Contains(doc[:max(strings.Index(doc, "<w:body>"), 0)], name+"=") {
			missing += " " + ns
		}
	}
	return strings.Replace(doc, "<w:document ", "<w:document"+missing+" ", 1)
}
