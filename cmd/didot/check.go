package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
)

// checkCmd is "didot check".
type checkCmd struct {
	Files []string `arg:"" name:"file" help:"The scripts; - is standard input."`
	JSON  bool     `name:"json" help:"Write what is found as JSON, an object a line."`
}

// Run implements the subcommand. It fails if anything is found.
func (c checkCmd) Run() error {
	var scripts []interp.Script
	for _, name := range c.Files {
		src, err := readScript(name)
		if err != nil {
			return err
		}
		scripts = append(scripts, interp.Script{Name: name, Text: src})
	}
	s := interp.New(interp.Config{Commands: commands.All, Known: commands.Known()})
	defer s.Close()
	found := s.Check(scripts...)
	out := bufio.NewWriter(os.Stdout)
	for _, f := range found {
		if !c.JSON {
			diagnose(out, s, f.Error)
		} else if err := writeFinding(out, f); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if len(found) > 0 {
		return errReported
	}
	return nil
}

// readScript reads a script, whose extension may be left out.
func readScript(name string) (string, error) {
	if name == "-" {
		b, err := io.ReadAll(os.Stdin)
		return string(b), err
	}
	b, err := os.ReadFile(scriptName(name))
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, errors.Unwrap(err))
	}
	return string(b), nil
}

// scriptName adds .do to a name without extension, unless that is a file.
func scriptName(name string) string {
	if _, err := os.Stat(name); err != nil && filepath.Ext(name) == "" {
		return name + ".do"
	}
	return name
}

// writeFinding writes a finding as a JSON object on a line of its own.
func writeFinding(w io.Writer, f interp.Finding) error {
	return json.NewEncoder(w).Encode(struct {
		File    string             `json:"file"`
		Line    int                `json:"line"`
		Col     int                `json:"col"` // 0 if unknown
		Kind    interp.FindingKind `json:"kind"`
		Code    int                `json:"code"` // with which the line would fail; 0 if it need not
		Message string             `json:"message"`
		Text    string             `json:"text"`
	}{f.Place.File, f.Place.Line, f.Place.Col, f.Kind, int(f.Code), f.Msg, f.Place.Expanded})
}
