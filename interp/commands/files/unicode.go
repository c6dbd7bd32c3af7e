package files

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// The commands that turn files of older versions into Unicode.
var (
	UnicodeEncoding = &interp.Command{
		Name: "unicode encoding", Brief: "choose the encoding that unicode translate takes files to have", Syntax: "plain anything",
		New: func() interp.Runner { return unicodeVerb(setEncoding) },
		Doc: `    unicode encoding set encoding
    unicode analyze filespec
    unicode translate filespec [, invalid transutf8 nodata]
    unicode restore filespec
    unicode erasebackups, badidea

encoding is gb18030, gbk, big5, shift_jis, euc-kr, latin1, windows-1252 and so
on. Texts (.do, .ado, .txt, .csv, ...) and datasets of versions before 14 in
the working folder are translated in place; what they were is kept in the
folder bak.stunicode. (use reads such datasets without translation, as UTF-8
or else windows-1252.)`,
	}
	UnicodeAnalyze = &interp.Command{
		Name: "unicode analyze", Brief: "tell which files are not in Unicode", Syntax: "plain anything",
		New: func() interp.Runner { return unicodeVerb(analyzeFiles) }, Doc: "See unicode encoding.",
	}
	UnicodeTranslate = &interp.Command{
		Name: "unicode translate", Brief: "turn files into Unicode", Syntax: "plain anything",
		New: func() interp.Runner { return &unicodeTranslate{} }, Doc: "See unicode encoding.",
	}
	UnicodeRetranslate = &interp.Command{
		Name: "unicode retranslate", Brief: "turn files into Unicode once more, from what they were first", Syntax: "plain anything",
		New: func() interp.Runner { return &unicodeTranslate{again: true} }, Doc: "See unicode encoding.",
	}
	UnicodeRestore = &interp.Command{
		Name: "unicode restore", Brief: "bring back files as they were before unicode translate", Syntax: "plain anything",
		New: func() interp.Runner { return &unicodeRestore{} }, Doc: "See unicode encoding.",
	}
	UnicodeErase = &interp.Command{
		Name: "unicode erasebackups", Brief: "erase what unicode translate has kept", Syntax: "",
		New: func() interp.Runner { return &unicodeErase{} }, Doc: "See unicode encoding.",
	}
)

// unicodeBackup is the folder of the files as they were.
const unicodeBackup = "bak.stunicode"

// unicodeTexts are the extensions of files that are translated as texts.
var unicodeTexts = []string{".do", ".ado", ".mata", ".txt", ".csv", ".hlp", ".sthlp", ".ihlp", ".smcl", ".dct", ".raw", ".log", ".class", ".dlg"}

type unicodeVerb func(c *interp.Call) error

func (f unicodeVerb) Run(c *interp.Call) error { return f(c) }

func unicodeEncoding(c *interp.Call) *string {
	return interp.State(c.Session, "unicode encoding", func() *string { return new(string) })
}

func setEncoding(c *interp.Call) error {
	words := interp.Tokens(c.Body.Text)
	if len(words) != 2 || words[0] != "set" {
		return rc.Syntax.At(c.Body.Pos, "unicode encoding %s: only unicode encoding set is supported", c.Body.Text)
	}
	if _, err := frame.TextDecoder(words[1]); err != nil {
		return err
	}
	*unicodeEncoding(c) = words[1]
	c.Printf("  (default encoding now %s)\n", words[1])
	return nil
}

// unicodeFiles returns the files that a pattern stands for and that can be
// translated.
func unicodeFiles(c *interp.Call) ([]string, error) {
	pattern := fileName(c.Body)
	if pattern == "" {
		return nil, rc.Required.Errorf("filespec required")
	}
	if strings.ContainsAny(pattern, `/\`) {
		return nil, rc.Syntax.At(c.Body.Pos, "files must be in the working folder")
	}
	names, err := c.Files().List(".", pattern, false)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		ext := strings.ToLower(path.Ext(name))
		return ext != ".dta" && !slices.Contains(unicodeTexts, ext)
	})
	if len(names) == 0 {
		return nil, rc.NoFile.Errorf("no files found that can be translated: %s", pattern)
	}
	return names, nil
}

// needsUnicode tells whether a file is a text that is not UTF-8, or a dataset
// of an older version with other characters than those of ASCII.
func needsUnicode(c *interp.Call, name string, data []byte) (bool, error) {
	if !strings.HasSuffix(strings.ToLower(name), ".dta") {
		return !utf8.Valid(data), nil
	}
	for _, release := range []string{"118", "119"} {
		if bytes.HasPrefix(data, []byte("<stata_dta><header><release>"+release)) {
			return false, nil
		}
	}
	raw, err := c.ReadData(name, frame.DTAOptions{Encoding: "utf-8"})
	if err != nil {
		return false, err
	}
	return anyText(raw, func(s string) bool { return !utf8.ValidString(s) }), nil
}

// anyText reports whether a text of f, a value or a label, has a property.
func anyText(f *frame.Frame, has func(string) bool) bool {
	if has(f.Label) {
		return true
	}
	for _, col := range f.Columns() {
		if has(col.Name) || has(col.Label) || col.IsString() && slices.ContainsFunc(col.Texts(), has) {
			return true
		}
	}
	for _, name := range f.ValueLabels() {
		for _, e := range f.ValueLabel(name).Entries() {
			if has(e.Text) {
				return true
			}
		}
	}
	return false
}

func analyzeFiles(c *interp.Call) error {
	names, err := unicodeFiles(c)
	if err != nil {
		return err
	}
	n := 0
	for _, name := range names {
		data, err := c.Files().Read(name)
		if err != nil {
			return err
		}
		need, err := needsUnicode(c, name, data)
		if err != nil {
			return err
		}
		verdict := "does not need translation"
		if need {
			verdict = "needs translation"
			n++
		}
		c.Printf("  %s %s\n", name, verdict)
	}
	c.Printf("\n  %s file%s analyzed, %s to translate\n", c.Count(len(names)), plural(len(names)), c.Count(n))
	c.ClearR()
	c.Scalar("N_files", float64(len(names)))
	c.Scalar("N_needed", float64(n))
	return nil
}

type unicodeTranslate struct {
	Invalid   string `opt:"invalid(how)?" help:"what is not in the encoding becomes the replacement character"`
	TransUTF8 bool   `opt:"transutf8" help:"translate texts that look like UTF-8 too"`
	NoData    bool   `opt:"nodata" help:"only the labels of datasets; not supported"`
	again     bool
}

func (o *unicodeTranslate) Run(c *interp.Call) error {
	if o.NoData {
		return rc.Syntax.Errorf("option nodata not supported")
	}
	encoding := *unicodeEncoding(c)
	if encoding == "" {
		return rc.Syntax.Errorf("the encoding is not known; use unicode encoding set first")
	}
	names, err := unicodeFiles(c)
	if err != nil {
		return err
	}
	n := 0
	for _, name := range names {
		done, err := o.file(c, name, encoding)
		if err != nil {
			return err
		}
		if done {
			n++
		}
	}
	c.Printf("\n  %s file%s specified, %s translated\n", c.Count(len(names)), plural(len(names)), c.Count(n))
	c.ClearR()
	c.Scalar("N_files", float64(len(names)))
	c.Scalar("N_translated", float64(n))
	return nil
}

// file translates one file if need be.
func (o *unicodeTranslate) file(c *interp.Call, name, encoding string) (bool, error) {
	backup := unicodeBackup + "/" + name
	if o.again && c.Files().Exists(backup) {
		if err := c.Files().Copy(backup, name, true); err != nil {
			return false, err
		}
	}
	data, err := c.Files().Read(name)
	if err != nil {
		return false, err
	}
	need, err := needsUnicode(c, name, data)
	if err != nil {
		return false, err
	}
	if !need && !o.TransUTF8 {
		c.Printf("  %s does not need translation\n", name)
		return false, nil
	}
	if err := keepOriginal(c, name, data); err != nil {
		return false, err
	}
	if strings.HasSuffix(strings.ToLower(name), ".dta") {
		f, err := c.ReadData(name, frame.DTAOptions{Encoding: encoding})
		if err != nil {
			return false, err
		}
		err = c.WriteData(name, true, f, frame.DTAWriteOptions{})
		c.Printf("  %s translated\n", name)
		return err == nil, err
	}
	decode, err := frame.TextDecoder(encoding)
	if err != nil {
		return false, err
	}
	c.Printf("  %s translated\n", name)
	return true, c.Files().Write(name, true, []byte(decode(string(data))))
}

// keepOriginal puts a copy of a file into the folder of backups, unless there
// is one.
func keepOriginal(c *interp.Call, name string, data []byte) error {
	if !c.Files().IsDir(unicodeBackup) {
		if err := c.Files().Mkdir(unicodeBackup, false); err != nil {
			return err
		}
	}
	if backup := unicodeBackup + "/" + name; !c.Files().Exists(backup) {
		return c.Files().Write(backup, false, data)
	}
	return nil
}

type unicodeRestore struct {
	Replace bool `opt:"replace" help:"overwrite files that have changed since"`
}

func (o *unicodeRestore) Run(c *interp.Call) error {
	names, err := unicodeFiles(c)
	if err != nil {
		return err
	}
	for _, name := range names {
		if backup := unicodeBackup + "/" + name; c.Files().Exists(backup) {
			if err := c.Files().Copy(backup, name, true); err != nil {
				return err
			}
			c.Printf("  %s restored\n", name)
		}
	}
	return nil
}

type unicodeErase struct {
	BadIdea bool `opt:"badidea" help:"must be given"`
}

func (o *unicodeErase) Run(c *interp.Call) error {
	if !o.BadIdea {
		return rc.Syntax.Errorf("option badidea required")
	}
	if !c.Files().IsDir(unicodeBackup) {
		return nil
	}
	names, err := c.Files().List(unicodeBackup, "*", false)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := c.Files().Remove(unicodeBackup + "/" + name); err != nil {
			return err
		}
	}
	return c.Files().Remove(unicodeBackup)
}
