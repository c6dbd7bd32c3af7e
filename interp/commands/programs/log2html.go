package programs

import (
	"html"
	"path"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Log2html is the command "log2html".
var Log2html = &interp.Command{
	Name: "log2html", Brief: "make a web page of a log", Syntax: "plain anything", New: func() interp.Runner { return &log2html{} },
	Doc: `    log2html logfile [, replace erase title(text) input(color) result(color) bg(color) css(address) percentsize(#) linesize(#)]

The page is called as the log, with the extension .html. The syntax is that of
the community command of this name.`,
}

type log2html struct {
	Replace     bool   `opt:"replace" help:"overwrite the page"`
	Erase       bool   `opt:"erase" help:"erase the log"`
	Title       string `opt:"TItle(text)" help:"title of the page"`
	CSS         string `opt:"css(address)" help:"style sheet of the page"`
	Input       string `opt:"INPut(color)" help:"color of the commands"`
	Result      string `opt:"Result(color)" help:"color of the text"`
	Background  string `opt:"BG(color)" help:"color of the background"`
	PercentSize int    `opt:"PERcentsize(#)" help:"size of the text, in percent"`
	LineSize    int    `opt:"LInesize(#)" help:"for compatibility; lines keep the width they were written with"`
	Bold        bool   `opt:"BOLD" help:"commands in bold type"`
	Scheme      string `opt:"Scheme(name)" help:"without effect"`
}

func (o *log2html) Run(c *interp.Call) error {
	words := interp.Tokens(c.Body.Text)
	if len(words) != 1 {
		return rc.Syntax.At(c.Body.Pos, "the name of a log is wanted")
	}
	name := words[0]
	if path.Ext(name) == "" {
		name += ".smcl"
		if !c.Files().Exists(name) && c.Files().Exists(words[0]+".log") {
			name = words[0] + ".log"
		}
	}
	src, err := c.Files().Read(name)
	if err != nil {
		return err
	}
	page := strings.TrimSuffix(name, path.Ext(name)) + ".html"
	if err := c.Files().Write(page, o.Replace, []byte(o.page(string(src)))); err != nil {
		return err
	}
	if o.Erase {
		if err := c.Files().Remove(name); err != nil {
			return err
		}
	}
	c.Printf("(file %s written)\n", page)
	return nil
}

// page returns the log as a page.
func (o *log2html) page(log string) string {
	log = interp.Unsmcl(strings.TrimPrefix(text([]byte(log)), "{smcl}\n"))
	size := 100
	if o.PercentSize > 0 {
		size = o.PercentSize
	}
	color := func(c, otherwise string) string {
		if c == "" {
			c = otherwise
		}
		return html.EscapeString(c)
	}
	weight := "normal"
	if o.Bold {
		weight = "bold"
	}
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>" + html.EscapeString(o.Title) + "</title>\n")
	if o.CSS != "" {
		b.WriteString("<link rel=\"stylesheet\" href=\"" + html.EscapeString(o.CSS) + "\">\n")
	} else {
		b.WriteString("<style>\nbody { background: " + color(o.Background, "white") + "; color: " + color(o.Result, "black") +
			"; font-size: " + interp.FormatNumber(float64(size)) + "%; }\n.input { color: " + color(o.Input, "saddlebrown") +
			"; font-weight: " + weight + "; }\n</style>\n")
	}
	b.WriteString("</head>\n<body>\n")
	if o.Title != "" {
		b.WriteString("<h2>" + html.EscapeString(o.Title) + "</h2>\n")
	}
	b.WriteString("<pre>\n")
	for line := range strings.Lines(log) {
		line = html.EscapeString(strings.TrimSuffix(line, "\n"))
		if strings.HasPrefix(line, ". ") || strings.HasPrefix(line, "&gt; ") {
			line = "<span class=\"input\">" + line + "</span>"
		}
		b.WriteString(line + "\n")
	}
	b.WriteString("</pre>\n</body>\n</html>\n")
	return b.String()
}
