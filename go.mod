module github.com/didot-lang/didot

go 1.26.0
