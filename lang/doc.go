// Package lang turns the text of do-files into trees and back. It knows how
// lines, blocks, macros, command lines, variable lists, number lists,
// expressions and "syntax" declarations are written, and nothing of datasets,
// commands or results.
//
// A do-file is read in stages, because what a line means is known only when
// it runs:
//
//	Parse         text -> statements: logical lines and raw blocks
//	Expand        a line -> the line with its macros replaced
//	ParseCommand  an expanded line -> Command: name, raw body, clauses, options
//	ParseVarlist, ParseExpr, ParseNumlist: parts of a Command -> trees
//
// The grammars are participle's; the tokens come from hand-written lexers,
// since where a token ends depends on the part of the line it stands in. Each
// tree node knows its place in the expanded line, and Line.Place and
// Expanded.Origin lead from there to the file.
package lang
