package interp

import (
	"path"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// An adoPath is where commands are looked for that Didot lacks and the script
// does not define: folders with files such as NAME.ado. Folders of the
// installation go by code words.
type adoPath struct {
	dirs []string
	sys  map[string]string
}

// sysdirNames are the code words in the order in which they are listed.
var sysdirNames = []string{"STATA", "BASE", "SITE", "PLUS", "PERSONAL", "OLDPLACE"}

func newAdoPath() adoPath {
	return adoPath{
		dirs: []string{"BASE", "SITE", ".", "PERSONAL", "PLUS", "OLDPLACE"},
		sys:  map[string]string{"PLUS": "ado/plus/", "PERSONAL": "ado/personal/", "OLDPLACE": "ado/"},
	}
}

// AdoPath returns the folders of ado-files in the order in which they are
// looked at, code words among them.
func (s *Session) AdoPath() []string { return slices.Clone(s.ado.dirs) }

// SetAdoPath changes the folders of ado-files.
func (s *Session) SetAdoPath(dirs []string) { s.ado.dirs = dirs }

// Sysdirs returns the code words of the folders of the installation.
func (s *Session) Sysdirs() []string { return sysdirNames }

// Sysdir returns the folder behind a code word, "" for none.
func (s *Session) Sysdir(word string) string { return s.ado.sys[strings.ToUpper(word)] }

// SetSysdir changes the folder behind a code word.
func (s *Session) SetSysdir(word, dir string) error {
	word = strings.ToUpper(word)
	if !slices.Contains(sysdirNames, word) {
		return rc.Syntax.Errorf("%s: invalid code word of a folder", word)
	}
	if dir != "" && !strings.HasSuffix(dir, "/") {
		dir += "/"
	}
	s.ado.sys[word] = dir
	return nil
}

// AdoFile returns the file that defines the command called name, or "".
func (s *Session) AdoFile(name string) string {
	if !lang.IsName(name) {
		return ""
	}
	for _, dir := range s.ado.dirs {
		if slices.Contains(sysdirNames, dir) {
			if dir = s.ado.sys[dir]; dir == "" {
				continue
			}
		}
		for _, file := range []string{path.Join(dir, name+".ado"), path.Join(dir, name[:1], name+".ado")} {
			if s.files.Exists(file) {
				return file
			}
		}
	}
	return ""
}

// loadAdo reads the programs of an ado-file. The one called name becomes known
// to the session, the others only to the programs of the file.
func (s *Session) loadAdo(name, file string) (*Program, error) {
	src, err := s.files.Read(file)
	if err != nil {
		return nil, err
	}
	outer := s.programs
	s.programs = map[string]*Program{}
	loaded := s.programs
	defer func() { s.programs = outer }()
	if err := s.enter(nil, map[string]string{}); err != nil {
		return nil, err
	}
	depth, before := s.level.depth, s.SetQuiet(true)
	err = s.loadStatements(lang.Parse(file, strings.ReplaceAll(string(src), "\r\n", "\n")))
	s.SetQuiet(before)
	if s.level.depth == depth {
		s.leave()
	}
	if err != nil {
		return nil, err
	}
	main := loaded[name]
	if main == nil {
		return nil, rc.Unrecognized.Errorf("command %s is unrecognized: %s does not define it", name, file)
	}
	for _, p := range loaded {
		p.siblings, p.fromAdo = loaded, true
	}
	outer[name] = main
	return main, nil
}

// loadStatements runs what an ado-file has besides Mata code, whose functions
// are missed only where they are called.
func (s *Session) loadStatements(stmts []*lang.Stmt) error {
	for _, st := range stmts {
		if st.Block == lang.Mata || st.Word == "mata" || st.Text == "" && st.Err == nil {
			continue
		}
		switch err := s.statement(st); {
		case err == errExit:
			return nil
		case err != nil:
			return err
		}
	}
	return nil
}

// DiscardAdo forgets the programs that came from ado-files.
func (s *Session) DiscardAdo() {
	for name, p := range s.programs {
		if p.fromAdo {
			delete(s.programs, name)
		}
	}
}
