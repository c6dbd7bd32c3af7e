package programs

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Unzipfile is the command "unzipfile".
var Unzipfile = &interp.Command{
	Name: "unzipfile", Brief: "unpack a .zip file into the working folder", Syntax: "plain anything", New: func() interp.Runner { return &unzipfile{} },
	Doc: "    unzipfile filename [, replace]",
}

type unzipfile struct {
	Replace bool `opt:"replace" help:"overwrite files"`
}

// maxUnzipped bounds the size of what a .zip file is unpacked to.
const maxUnzipped = 1 << 32

func (o *unzipfile) Run(c *interp.Call) error {
	name, err := fileArg(c)
	if err != nil {
		return err
	}
	src, err := c.Files().Read(interp.WithExt(name, ".zip"))
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return rc.NotOpened.At(c.Body.Pos, "file %s is no .zip file", name)
	}
	total := uint64(0)
	for _, f := range archive.File {
		clean := path.Clean(strings.ReplaceAll(f.Name, "\\", "/"))
		if path.IsAbs(clean) || clean == ".." || strings.HasPrefix(clean, "../") {
			return rc.ReadOnly.At(c.Body.Pos, "file %s in %s is outside the folder", f.Name, name)
		}
		if total += f.UncompressedSize64; total > maxUnzipped {
			return rc.SystemLimit.At(c.Body.Pos, "file %s is too large when unpacked", name)
		}
		if !f.FileInfo().IsDir() && !o.Replace && c.Files().Exists(clean) {
			return rc.FileExists.At(c.Body.Pos, "file %s already exists", clean)
		}
	}
	for _, f := range archive.File {
		if err := unpack(c, f); err != nil {
			return err
		}
	}
	c.Printf("\nsuccessfully unzipped %s to current directory\n", base(interp.WithExt(name, ".zip")))
	return nil
}

// unpack writes one file of an archive.
func unpack(c *interp.Call, f *zip.File) error {
	name := path.Clean(strings.ReplaceAll(f.Name, "\\", "/"))
	folder := path.Dir(name)
	if f.FileInfo().IsDir() {
		folder = name
	}
	if folder != "." && !c.Files().IsDir(folder) {
		if err := c.Files().Mkdir(folder, true); err != nil {
			return err
		}
	}
	if f.FileInfo().IsDir() {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxUnzipped))
	if err != nil {
		return rc.IO.Errorf("file %s: %v", f.Name, err)
	}
	c.Printf("    inflating: %s\n", name)
	return c.Files().Write(name, true, b)
}

// Zipfile is the command "zipfile".
var Zipfile = &interp.Command{
	Name: "zipfile", Brief: "pack files into a .zip file", Syntax: "plain anything", New: func() interp.Runner { return &zipfile{} },
	Doc: "    zipfile filename [filename ...], saving(name [, replace])\n\nThe names may hold wildcards.",
}

type zipfile struct {
	Saving string `opt:"saving(name)" help:"the .zip file; replace behind a comma overwrites it"`
}

func (o *zipfile) Run(c *interp.Call) error {
	target, opts, _ := strings.Cut(o.Saving, ",")
	target = strings.Trim(strings.TrimSpace(target), `"`)
	if target == "" {
		return rc.Syntax.Errorf("option saving() required")
	}
	if s := strings.TrimSpace(opts); s != "" && s != "replace" {
		return rc.Syntax.Errorf("option saving() incorrectly specified")
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, pattern := range interp.Tokens(c.Body.Text) {
		entries, err := c.Files().Entries(pattern)
		if err != nil {
			return err
		}
		folder, _ := path.Split(strings.ReplaceAll(pattern, "\\", "/"))
		for _, e := range entries {
			if e.Dir {
				continue
			}
			b, err := c.Files().Read(folder + e.Name)
			if err != nil {
				return err
			}
			f, err := w.Create(folder + e.Name)
			if err != nil {
				return err
			}
			f.Write(b)
			c.Printf("    compressing: %s\n", folder+e.Name)
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Files().Write(interp.WithExt(target, ".zip"), strings.TrimSpace(opts) == "replace", out.Bytes())
}

// Findfile is the command "findfile".
var Findfile = &interp.Command{
	Name: "findfile", Brief: "look for a file", Syntax: "plain anything", New: func() interp.Runner { return &findfile{} },
	Doc: "The working folder is looked at, then the folders of path(), then the data folders (didot run --data-dir).\n\nStored results: r(fn)",
}

type findfile struct {
	Path  string `opt:"PATH(text)" help:"folders to look at, separated by semicolons"`
	NoDes bool   `opt:"nodescend" help:"for compatibility; folders within folders are not looked at"`
	All   bool   `opt:"all" help:"all places, not just the first"`
}

func (o *findfile) Run(c *interp.Call) error {
	name, err := fileArg(c)
	if err != nil {
		return err
	}
	folders := append([]string{"."}, strings.Split(o.Path, ";")...)
	folders = append(folders, c.Files().Rules().DataDirs...)
	var found []string
	for _, folder := range folders {
		if folder = strings.Trim(strings.TrimSpace(folder), `"`); folder == "" {
			continue
		}
		if p := path.Join(folder, name); c.Files().Exists(p) {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return rc.NoFile.At(c.Body.Pos, "file %q not found", name)
	}
	if !o.All {
		found = found[:1]
	}
	c.ClearR()
	c.Macro("fn", strings.Join(found, " "))
	c.Print(strings.Join(found, "\n") + "\n")
	return nil
}
