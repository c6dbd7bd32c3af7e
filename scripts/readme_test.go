package scripts

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
)

var fenced = regexp.MustCompile("(?s)```stata\n(.*?)```\n.*?```\n(.*?)```")

// TestReadme runs the example in README.md: its output must be what is shown.
func TestReadme(t *testing.T) {
	b, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	m := fenced.FindSubmatch(b)
	if m == nil {
		t.Fatal("README.md has no example with its output")
	}
	var log bytes.Buffer
	s := newSession(&log, t.TempDir())
	defer s.Close()
	if err := s.Exec(context.Background(), "example.do", string(m[1])); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), string(m[2])) {
		t.Errorf("README.md shows\n%s\nbut the example shows\n%s", m[2], log.String())
	}
}
