package interp

import (
	"errors"
	"path"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// WithExt returns a name of a file with the extension ext, such as ".dta",
// unless it has one.
func WithExt(name, ext string) string {
	if path.Ext(strings.ReplaceAll(name, "\\", "/")) == "" {
		return name + ext
	}
	return name
}

// ReadData reads the dataset in a .dta file; the extension may be left out of
// its name. Errors name the file.
func (s *Session) ReadData(name string, opts frame.DTAOptions) (*frame.Frame, error) {
	name = WithExt(name, ".dta")
	file, err := s.files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	opts.Stop = s.Stop
	f, err := frame.ReadDTA(file, file.Size, opts)
	if err != nil {
		return nil, InFile(err, name)
	}
	f.Path = name
	return f, nil
}

// ReadDataHeader describes the dataset in a .dta file without reading its
// rows.
func (s *Session) ReadDataHeader(name string) (*frame.DTAHeader, error) {
	name = WithExt(name, ".dta")
	file, err := s.files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	h, err := frame.ReadDTAHeader(file, file.Size, "")
	return h, InFile(err, name)
}

// WriteData writes f as a .dta file with the stamp of the session's clock.
func (s *Session) WriteData(name string, replace bool, f *frame.Frame, opts frame.DTAWriteOptions) error {
	w, err := s.files.Create(name, replace)
	if err != nil {
		return err
	}
	defer w.Close()
	opts.Stamp, opts.Stop = s.Stamp(), s.Stop
	if err := frame.WriteDTA(w, f, opts); err != nil {
		return InFile(err, name)
	}
	return w.Commit()
}

// Stop returns r(1) once the user has interrupted the command.
func (s *Session) Stop() error {
	if s.ctx.Err() != nil {
		return rc.Break.Errorf("--Break--")
	}
	return nil
}

// InFile puts the name of a file in front of what is wrong with it.
func InFile(err error, name string) error {
	e, ok := errors.AsType[*rc.Error](err)
	if !ok || e.Code != rc.NotStata && e.Code != rc.EndOfFile && e.Code != rc.IO {
		return err
	}
	c := *e
	c.Msg = "file " + name + " " + e.Msg
	if e.Code != rc.NotStata {
		c.Msg = "file " + name + ": " + e.Msg
	}
	return &c
}

// MayReplace returns r(4) if the dataset in memory has changed since it was
// last saved, unless clear is given.
func (s *Session) MayReplace(clear bool) error {
	if f := s.Frame(); !clear && f.Changed && len(f.Columns()) > 0 {
		return rc.Changed.Errorf("no; dataset in memory has changed since last saved")
	}
	return nil
}

// MustBeEmpty returns r(4) if there are data in memory, unless clear is given.
func (s *Session) MustBeEmpty(clear bool) error {
	if !clear && len(s.Frame().Columns()) > 0 {
		return rc.Changed.Errorf("no; data in memory would be lost")
	}
	return nil
}
