package interp

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats/kernel"
)

// FileRules say what a session may read and write. The zero value reads
// anywhere and writes under the working folder.
type FileRules struct {
	Dir        string   // the working folder; "" is that of the process
	Root       string   // if set, nothing outside it is read or written
	AllowWrite []string // folders that may be written to besides the working folder
	DataDirs   []string // where files named by a foreign path or address are looked for
	AllowNet   bool     // commands may use the network
	AllowShell bool     // commands may run programs
	Ledger     bool     // hash what is read and written, for Ledger()
}

// Files is the one door between a session and the file system.
type Files struct {
	rules  FileRules
	dir    string // working folder, absolute
	temp   string // the session's folder for temporary files, "" until needed
	temps  int
	outer  string // folder for temporary files of the session that this one was forked from, or ""
	writes int    // how often something outside of temp was to be written
	ledger []Access
}

// An Access is one file that was read or written.
type Access struct {
	Op     string `json:"op"` // "read" or "write"
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

func newFiles(r FileRules) *Files {
	dir := r.Dir
	if dir == "" {
		dir, _ = os.Getwd()
	}
	dir, _ = filepath.Abs(dir)
	f := &Files{rules: r, dir: dir}
	f.rules.AllowWrite = append([]string{dir}, r.AllowWrite...)
	return f
}

// Dir returns the working folder.
func (f *Files) Dir() string { return f.dir }

// Rules returns what the session may do.
func (f *Files) Rules() FileRules { return f.rules }

// Ledger returns the files read and written so far, in order.
func (f *Files) Ledger() []Access { return f.ledger }

// Env returns an environment variable.
func (f *Files) Env(name string) string { return os.Getenv(name) }

// Path returns the absolute path that a script's name for a file stands for.
// Backslashes count as slashes; ~ is the home folder.
func (f *Files) Path(name string) string {
	name = strings.ReplaceAll(name, "\\", "/")
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			name = home + "/" + rest
		}
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(f.dir, name)
	}
	return filepath.Clean(name)
}

func within(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func (f *Files) mayRead(path string) error {
	if f.rules.Root != "" && !within(path, f.rules.Root) && !f.isTemp(path) {
		return rc.NotOpened.Errorf("file %s is outside the folder that may be read", path)
	}
	return nil
}

func (f *Files) mayWrite(path string) error {
	if f.temp == "" || !within(path, f.temp) {
		f.writes++
	}
	if f.isTemp(path) {
		return nil
	}
	if f.rules.Root != "" && !within(path, f.rules.Root) {
		return rc.ReadOnly.Errorf("file %s is outside the folder that may be written to", path)
	}
	for _, dir := range f.rules.AllowWrite {
		if abs, err := filepath.Abs(dir); err == nil && within(path, abs) {
			return nil
		}
	}
	return rc.ReadOnly.Errorf("file %s may not be written; allow its folder with --allow-write", path)
}

func (f *Files) isTemp(path string) bool {
	return f.temp != "" && within(path, f.temp) || f.outer != "" && within(path, f.outer)
}

// fork returns a door for a fork of the session, with a folder of its own for
// temporary files.
func (f *Files) fork() *Files {
	c := *f
	c.temp, c.temps, c.ledger = "", 0, nil
	if f.temp != "" {
		c.outer = f.temp
	}
	return &c
}

// Exists reports whether name is a file or folder.
func (f *Files) Exists(name string) bool {
	_, err := os.Stat(f.Path(name))
	return err == nil
}

// IsDir reports whether name is a folder.
func (f *Files) IsDir(name string) bool {
	info, err := os.Stat(f.Path(name))
	return err == nil && info.IsDir()
}

// foreign reports whether a script names a file by an address or by an
// absolute path that is not one of this machine.
func (f *Files) foreign(name string) bool {
	slashed := strings.ReplaceAll(name, "\\", "/")
	if strings.Contains(slashed, "://") {
		return true
	}
	drive := len(slashed) > 2 && slashed[1] == ':' && slashed[2] == '/'
	return (drive || path.IsAbs(slashed)) && !f.Exists(name)
}

// Find returns the path of an existing file. A file named by an address or a
// foreign absolute path is looked for by its base name in the data folders,
// and moved tells where it was found. The error is r(601).
func (f *Files) Find(name string) (found string, moved bool, err error) {
	if f.Exists(name) && !strings.Contains(name, "://") {
		return f.Path(name), false, nil
	}
	base := path.Base(strings.ReplaceAll(name, "\\", "/"))
	if f.foreign(name) {
		for _, dir := range f.rules.DataDirs {
			if p := filepath.Join(f.Path(dir), base); f.Exists(p) {
				return p, true, nil
			}
		}
		if strings.Contains(name, "://") {
			return "", false, rc.NoFile.Errorf("file %s not found: didot does not use the network; put %s into a folder and name it with --data-dir", name, base)
		}
	}
	return "", false, rc.NoFile.Errorf("file %s not found", name)
}

// A File is a file opened for reading.
type File struct {
	*os.File
	Size int64
}

// Open opens a file for reading, finding it as Find does.
func (f *Files) Open(name string) (*File, error) {
	p, _, err := f.Find(name)
	if err != nil {
		return nil, err
	}
	if err := f.mayRead(p); err != nil {
		return nil, err
	}
	file, err := os.Open(p)
	if err != nil {
		return nil, fileError(err, name)
	}
	info, err := file.Stat()
	if err == nil && info.IsDir() {
		file.Close()
		return nil, rc.NotOpened.Errorf("file %s could not be opened: it is a folder", name)
	}
	if err != nil {
		file.Close()
		return nil, fileError(err, name)
	}
	if f.rules.Ledger {
		if err := f.record("read", p); err != nil {
			file.Close()
			return nil, err
		}
	}
	return &File{file, info.Size()}, nil
}

// Read returns the contents of a file, finding it as Find does.
func (f *Files) Read(name string) ([]byte, error) {
	file, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	b, err := file.all()
	return b, fileError(err, name)
}

// all reads the whole file, in parts on all processors if it is a regular
// one.
func (f *File) all() ([]byte, error) {
	const part = 8 << 20
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() || f.Size < part {
		return io.ReadAll(f)
	}
	b := make([]byte, f.Size)
	failed := make([]error, (len(b)+part-1)/part)
	err := kernel.Each(context.Background(), len(failed), func(i int) {
		_, failed[i] = f.ReadAt(b[i*part:min(len(b), (i+1)*part)], int64(i*part))
	})
	for _, e := range failed {
		if e == io.EOF { // the file has become shorter
			e = io.ErrUnexpectedEOF
		}
		err = cmp.Or(err, e)
	}
	return b, err
}

func (f *Files) record(op, p string) error {
	file, err := os.Open(p)
	if err != nil {
		return fileError(err, p)
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return fileError(err, p)
	}
	f.ledger = append(f.ledger, Access{op, p, hex.EncodeToString(h.Sum(nil))})
	return nil
}

// A Writer writes a file under a temporary name. Commit puts it in place of
// the old one in one step; without it the old file stays as it was.
type Writer struct {
	*os.File
	files *Files
	path  string
	hash  hash.Hash
	done  bool
}

// Write writes b.
func (w *Writer) Write(b []byte) (int, error) {
	if w.hash != nil {
		w.hash.Write(b)
	}
	return w.File.Write(b)
}

// Create begins to write a file. If it exists and replace is false the error
// is r(602).
func (f *Files) Create(name string, replace bool) (*Writer, error) {
	p := f.Path(name)
	if err := f.mayWrite(p); err != nil {
		return nil, err
	}
	if !replace && f.Exists(p) {
		return nil, rc.FileExists.Errorf("file %s already exists", name)
	}
	file, err := os.CreateTemp(filepath.Dir(p), ".didot-*")
	if err != nil {
		return nil, notOpened(err, name)
	}
	w := &Writer{File: file, files: f, path: p}
	if f.rules.Ledger && !f.isTemp(p) {
		w.hash = sha256.New()
	}
	return w, nil
}

// Commit puts the file in place.
func (w *Writer) Commit() error {
	w.done = true
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(w.path); err == nil {
		mode = info.Mode().Perm()
	}
	err := w.File.Chmod(mode)
	if err == nil {
		err = w.File.Sync()
	}
	err = errors.Join(err, w.File.Close())
	if err == nil {
		err = os.Rename(w.File.Name(), w.path)
	}
	if err != nil {
		os.Remove(w.File.Name())
		return fileError(err, w.path)
	}
	if w.hash != nil {
		w.files.ledger = append(w.files.ledger, Access{"write", w.path, hex.EncodeToString(w.hash.Sum(nil))})
	}
	return nil
}

// Close throws away what was written, unless it was committed.
func (w *Writer) Close() error {
	if w.done {
		return nil
	}
	w.done = true
	w.File.Close()
	return os.Remove(w.File.Name())
}

// Write writes a whole file in one step.
func (f *Files) Write(name string, replace bool, b []byte) error {
	w, err := f.Create(name, replace)
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err := w.Write(b); err != nil {
		return fileError(err, name)
	}
	return w.Commit()
}

// Append opens a file for appending, as logs and "file open" need; it is
// written in place. With replace an existing file is emptied first.
func (f *Files) Append(name string, replace bool) (*os.File, error) {
	p := f.Path(name)
	if err := f.mayWrite(p); err != nil {
		return nil, err
	}
	flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if replace {
		flags |= os.O_TRUNC
	}
	file, err := os.OpenFile(p, flags, 0o644)
	return file, notOpened(err, name)
}

// Remove erases a file.
func (f *Files) Remove(name string) error {
	p := f.Path(name)
	if err := f.mayWrite(p); err != nil {
		return err
	}
	return fileError(os.Remove(p), name)
}

// Mkdir makes a folder; r(693) if it exists.
func (f *Files) Mkdir(name string, parents bool) error {
	p := f.Path(name)
	if err := f.mayWrite(p); err != nil {
		return err
	}
	if f.Exists(p) {
		return rc.NoDirectory.Errorf("could not create directory %s: it exists", name)
	}
	if parents {
		return fileError(os.MkdirAll(p, 0o755), name)
	}
	if err := os.Mkdir(p, 0o755); err != nil {
		return rc.NoDirectory.Errorf("could not create directory %s", name)
	}
	return nil
}

// Chdir changes the working folder; r(170) if there is none of that name.
func (f *Files) Chdir(name string) error {
	p := f.Path(name)
	if !f.IsDir(p) {
		return rc.Code(170).Errorf("unable to change to %s", name)
	}
	if err := f.mayRead(p); err != nil {
		return err
	}
	f.dir = p
	return nil
}

// List returns the names in a folder that match pattern, sorted: of folders
// if dirs is true, otherwise of files.
func (f *Files) List(dir, pattern string, dirs bool) ([]string, error) {
	entries, err := os.ReadDir(f.Path(dir))
	if err != nil {
		return nil, fileError(err, dir)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() == dirs && globMatch(pattern, e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

func globMatch(pattern, name string) bool {
	ok, _ := path.Match(pattern, name)
	return ok
}

// TempDir returns the folder for temporary files, made on first use.
func (f *Files) TempDir() string {
	if f.temp == "" {
		dir, err := os.MkdirTemp("", "didot")
		if err != nil {
			dir = os.TempDir()
		}
		f.temp = dir
	}
	return f.temp
}

// TempFile returns the path of a temporary file that does not exist yet.
func (f *Files) TempFile() string {
	f.temps++
	return filepath.ToSlash(filepath.Join(f.TempDir(), fmt.Sprintf("didot.%06d", f.temps)))
}

func (f *Files) close() error {
	if f.temp == "" || f.temp == os.TempDir() {
		return nil
	}
	return os.RemoveAll(f.temp)
}

// notOpened is fileError for a file to be written: that its folder does not
// exist is r(603).
func notOpened(err error, name string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &rc.Error{Code: rc.NotOpened, Msg: "file " + name + " could not be opened", Err: err}
	}
	return fileError(err, name)
}

// fileError gives an error of the system its return code.
func fileError(err error, name string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return &rc.Error{Code: rc.NoFile, Msg: "file " + name + " not found", Err: err}
	case errors.Is(err, fs.ErrExist):
		return &rc.Error{Code: rc.FileExists, Msg: "file " + name + " already exists", Err: err}
	case errors.Is(err, fs.ErrPermission):
		return &rc.Error{Code: rc.ReadOnly, Msg: "file " + name + " could not be opened: permission denied", Err: err}
	}
	return &rc.Error{Code: rc.IO, Msg: "file " + name + ": " + err.Error(), Err: err}
}

// User returns the name of the user who runs the session, "" if unknown.
func (f *Files) User() string {
	for _, name := range []string{"USER", "USERNAME", "LOGNAME"} {
		if v := f.Env(name); v != "" {
			return v
		}
	}
	return ""
}

// Host returns the name of the machine, "" if unknown.
func (f *Files) Host() string {
	name, _ := os.Hostname()
	return name
}

// Shell runs a command line in the working folder with the shell of the
// operating system, if the session may run programs, and returns its output.
// That the program fails is no error, only that it could not be run.
func (f *Files) Shell(ctx context.Context, line string) (output string, err error) {
	if !f.rules.AllowShell {
		return "", rc.UserError.Errorf("running programs is not allowed")
	}
	shell, flag := "/bin/sh", "-c"
	if runtime.GOOS == "windows" {
		shell, flag = "cmd", "/c"
	}
	cmd := exec.CommandContext(ctx, shell, flag, line)
	cmd.Dir = f.dir
	out, err := cmd.CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); failed && ctx.Err() == nil {
		err = nil
	}
	if ctx.Err() != nil {
		return string(out), rc.Break.Errorf("--Break--")
	}
	return string(out), err
}

// Foreign reports whether a script names a file by an address or by an
// absolute path that is not one of this machine.
func (f *Files) Foreign(name string) bool { return f.foreign(name) }

// Copy copies a file, finding it as Find does.
func (f *Files) Copy(from, to string, replace bool) error {
	src, err := f.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	w, err := f.Create(to, replace)
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err := io.Copy(w, src); err != nil {
		return fileError(err, to)
	}
	return w.Commit()
}

// An Entry is a file or folder in a folder.
type Entry struct {
	Name string
	Dir  bool
	Size int64
	Time time.Time
}

// Entries returns what a folder holds, or what matches a pattern such as
// "data/*.dta", by name.
func (f *Files) Entries(pattern string) ([]Entry, error) {
	folder, match := ".", "*"
	switch {
	case pattern == "":
	case f.IsDir(pattern):
		folder = pattern
	default:
		folder, match = path.Split(strings.ReplaceAll(pattern, "\\", "/"))
		if folder == "" {
			folder = "."
		}
	}
	p := f.Path(folder)
	if err := f.mayRead(p); err != nil {
		return nil, err
	}
	list, err := os.ReadDir(p)
	if err != nil {
		return nil, fileError(err, folder)
	}
	var out []Entry
	for _, e := range list {
		info, err := e.Info()
		if err != nil || !globMatch(match, e.Name()) {
			continue
		}
		out = append(out, Entry{e.Name(), e.IsDir(), info.Size(), info.ModTime()})
	}
	if len(out) == 0 && pattern != "" && !f.IsDir(pattern) {
		return nil, rc.NoFile.Errorf("file %s not found", pattern)
	}
	return out, nil
}
