// Package graph draws figures. A Figure says what is to be seen: data, titles,
// axes, in the words that scripts use; it can be stored as JSON. Layout
// measures and places everything on a page, which makes a Scene of paths,
// fills and text; renderers write a Scene as SVG, PDF, EPS or pixels. The same
// figure gives the same bytes on every machine: fonts are embedded, and
// nothing depends on the clock, on maps or on fused arithmetic.
//
// The package knows no command and no dataset.
package graph
