package text

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	utf "golang.org/x/text/encoding/unicode"

	"github.com/didot-lang/didot/interp"
)

const sample = "人工智能与大数据，㐀𠀀 € AI"

// Files are told apart by their bytes.
func TestDecode(t *testing.T) {
	gb, _ := simplifiedchinese.GB18030.NewEncoder().String(sample)
	wide, _ := utf.UTF16(utf.BigEndian, utf.UseBOM).NewEncoder().String(sample)
	long := strings.Repeat(sample, 20)
	gbLong, _ := simplifiedchinese.GB18030.NewEncoder().String(long)
	for _, c := range []struct{ in, want, how string }{
		{sample, sample, "UTF-8"},
		{"\ufeff" + sample, "\ufeff" + sample, "UTF-8"},
		{gb, sample, "GB18030"},
		{wide, sample, "UTF-16"},
		{"plain", "plain", "UTF-8"},
		{"", "", "UTF-8"},
		{long + "\xff", long + "\ufffd", "UTF-8"}, // one byte is broken
		{gbLong + "\xff", long + "\ufffd", "GB18030"},
	} {
		got, err := (&decoder{}).decode([]byte(c.in))
		if err != nil || string(got.text) != c.want || got.how != c.how {
			t.Errorf("%.20q: %.20q, %s, %v", c.in, got.text, got.how, err)
		}
	}
	for _, bad := range []string{"a\x00b", strings.Repeat("\x81\xff\xfe ", 40)} {
		if got, err := (&decoder{}).decode([]byte(bad)); err == nil {
			t.Errorf("%.20q: %.20q in %s", bad, got.text, got.how)
		}
	}
}

// The trie finds what a search without one finds.
func TestTrie(t *testing.T) {
	words := []string{"智能", "人工智能", "能", "a", "ab", "abc", "bcd", "智能制造业"}
	texts := []string{"", "人工智能", "智能制造", "智能制造业能", "abcabcdab", "工智", "人工人工智能智能能", "abab人工"}
	for _, s := range texts {
		hits := make([]int64, len(words))
		newTrie(words, false).count([]byte(s), true, hits)
		for w, word := range words {
			if want := countAll(s, word); hits[w] != want {
				t.Errorf("%s in %s, every one: %d, want %d", word, s, hits[w], want)
			}
		}
		hits = make([]int64, len(words))
		newTrie(words, false).count([]byte(s), false, hits)
		want := make([]int64, len(words))
		for i := 0; i < len(s); {
			best := -1
			for w, word := range words {
				if strings.HasPrefix(s[i:], word) && (best < 0 || len(word) > len(words[best])) {
					best = w
				}
			}
			if best < 0 {
				i++
				continue
			}
			want[best]++
			i += len(words[best])
		}
		for w, word := range words {
			if hits[w] != want[w] {
				t.Errorf("%s in %s, longest: %d, want %d", word, s, hits[w], want[w])
			}
		}
	}
}

func countAll(s, word string) (n int64) {
	for i := range len(s) {
		if strings.HasPrefix(s[i:], word) {
			n++
		}
	}
	return n
}

// A folder in several encodings, searched on all processors, gives the counts
// of each file.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gb := func(s string) string {
		out, _ := simplifiedchinese.GB18030.NewEncoder().String(s)
		return out
	}
	write("keywords.txt", gb("智能\r\n人工智能\r\n𠀀\r\n"))
	if err := os.Mkdir(filepath.Join(dir, "texts"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 600 { // more than a batch
		text := strings.Repeat("人工智能、智能。", i%7) + "\u3000𠀀"
		if i%2 == 0 {
			text = gb(text)
		}
		write("texts/"+string(rune('a'+i/100))+strings.Repeat("x", i%100)+".txt", text)
	}
	write("texts/binary.txt", "\x00\x01")
	var out bytes.Buffer
	s := interp.New(interp.Config{Commands: Commands, Out: &out, Files: interp.FileRules{Dir: dir}})
	defer s.Close()
	if err := s.Exec(context.Background(), "t.do", "textcount using texts, keywords(keywords.txt)"); err != nil {
		t.Fatal(err, out.String())
	}
	n, file := s.Frame().Column("n"), s.Frame().Column("file")
	for row := range s.Frame().N() {
		name := file.Text(row)
		if name == "binary.txt" {
			if !n.Missing(row) {
				t.Error("a file that is no text was counted")
			}
			continue
		}
		i := int(name[0]-'a')*100 + strings.Count(name, "x") - 1
		if want := float64(i%7*2 + 1); n.Num(row) != want {
			t.Errorf("%s: %g, want %g", name, n.Num(row), want)
		}
	}
	if got := s.R.Scalar("N_missing"); got != 1 {
		t.Errorf("r(N_missing) = %g", got)
	}
	if !strings.Contains(out.String(), "300 in GB18030, 300 in UTF-8") {
		t.Error(out.String())
	}
}

func BenchmarkCount(b *testing.B) {
	words := []string{"人工智能", "智能", "大数据", "数据挖掘", "云计算", "区块链", "机器学习", "数字化", "信息化", "互联网"}
	text := []byte(strings.Repeat("本公司在报告期内持续推进数字化转型，建设信息化平台，运用人工智能与大数据技术。", 10000))
	t := newTrie(words, false)
	hits := make([]int64, len(words))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		folded, _ := folding{}.fold(text)
		t.count(folded, false, hits)
	}
}
