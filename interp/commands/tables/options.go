package tables

import (
	"github.com/didot-lang/didot/lang"
)

// estoutOptions are the options that estout and esttab have in common.
type estoutOptions struct {
	Cells      optional  `opt:"Cells(elements)" help:"what to show for each coefficient: names of statistics, each with suboptions star fmt() label() par() vacant() keep() drop() pattern() pvalue() abs transpose; those in quotes stand side by side, & joins them in one cell"`
	Level      float64   `opt:"level(#)" help:"confidence level, in percent; default 95"`
	EForm      optional  `opt:"eform(pattern)?" help:"show exponentiated coefficients"`
	NoEForm    bool      `opt:"noeform" help:"show coefficients as they are; the default"`
	Transform  lang.Text `opt:"TRansform(functions)" help:"transformations of coefficients, as in transform(exp(@) exp(@)): function and derivative of @"`
	Dropped    optional  `opt:"dropped(text)?" help:"show (dropped), or text, for coefficients that are zero without variance"`
	NoDropped  bool      `opt:"nodropped" help:"show zeros; the default"`
	Keep       lang.Text `opt:"Keep(coefficients)" help:"coefficients to show; ,relax lets names be missing"`
	Drop       lang.Text `opt:"Drop(coefficients)" help:"coefficients not to show; ,relax lets names be missing"`
	Order      lang.Text `opt:"Order(coefficients)" help:"coefficients to show first"`
	Omitted    bool      `opt:"OMITted" help:"show omitted coefficients; the default"`
	NoOmitted  bool      `opt:"noOMITted" help:"do not show omitted coefficients"`
	BaseLevels bool      `opt:"BASElevels" help:"show base levels; the default"`
	NoBase     bool      `opt:"noBASElevels" help:"do not show base levels"`
	Indicate   lang.Text `opt:"Indicate(groups)" help:"rows that tell whether coefficients are in a model, as in indicate(Year effects = *.year, labels(Yes No))"`
	Rename     lang.Text `opt:"REName(old-new)" help:"new names of coefficients, given before models are matched"`
	Equations  optional  `opt:"EQuations(places)" help:"which equations of the models match, as in equations(main=1)"`
	Unstack    bool      `opt:"UNStack" help:"put equations side by side"`
	NoUnstack  bool      `opt:"noUNStack" help:"put equations one below the other; the default"`

	Stats      lang.Text `opt:"Stats(names)" help:"scalars and texts in e() to show beneath the coefficients, with suboptions fmt() labels() star() layout() pchar(); aic, bic, rank and p are computed"`
	StarLevels lang.Text `opt:"STARLevels(symbol-level)" help:"marks of significance, as in starlevels(* .1 ** .05)"`
	StarDrop   lang.Text `opt:"STARDrop(coefficients)" help:"coefficients without marks"`
	StarKeep   lang.Text `opt:"STARKeep(coefficients)" help:"coefficients with marks"`
	Detach     bool      `opt:"STARDetach" help:"marks in a column of their own"`

	VarWidth   *float64  `opt:"VARwidth(#)" help:"width of the first column"`
	ModelWidth []float64 `opt:"MODELwidth(numlist)" help:"widths of the other columns"`
	Begin      rawText   `opt:"BEGin(text)" help:"what each row begins with"`
	Delimiter  rawText   `opt:"DELimiter(text)" help:"what stands between columns; _tab is a tab"`
	End        rawText   `opt:"end(text)" help:"what each row ends with"`
	InCell     rawText   `opt:"INCELLdelimiter(text)" help:"what stands between statistics that share a cell"`
	DMarker    rawText   `opt:"DMarker(text)" help:"the decimal point"`
	MSign      rawText   `opt:"MSign(text)" help:"the minus sign"`
	LZ         bool      `opt:"lz" help:"a zero in front of the decimal point; the default"`
	NoLZ       bool      `opt:"nolz" help:"no zero in front of the decimal point of fixed formats"`
	ExtraCols  []float64 `opt:"EXTRAcols(numlist)" help:"put empty columns at these places"`
	Substitute lang.Text `opt:"SUBstitute(from-to)" help:"texts to be replaced at the end"`

	Label       bool      `opt:"Label" help:"show labels instead of names"`
	NoLabel     bool      `opt:"noLabel" help:"show names; the default"`
	Abbreviate  bool      `opt:"ABbrev" help:"shorten labels to the width of their column"`
	NoAbbrev    bool      `opt:"noABbrev" help:"do not shorten labels"`
	Wrap        bool      `opt:"wrap" help:"break long labels where several statistics leave room"`
	NoWrap      bool      `opt:"nowrap" help:"do not break labels; the default"`
	Interaction rawText   `opt:"INTERACTion(text)" help:"what stands between the labels of an interaction; default \" # \""`
	Title       rawText   `opt:"TItle(text)" help:"title of the table"`
	Note        rawText   `opt:"note(text)" help:"a note beneath the table"`
	Legend      bool      `opt:"LEgend" help:"say what the marks of significance mean"`
	NoLegend    bool      `opt:"noLEgend" help:"do not say what the marks of significance mean"`
	Prehead     lines     `opt:"PREHead(texts)" help:"lines above the heading, in place of the format's own; @M @E @span @width @hline @title @note @starlegend stand for what they say"`
	Posthead    lines     `opt:"POSTHead(texts)" help:"lines below the heading"`
	Prefoot     lines     `opt:"PREFoot(texts)" help:"lines above the foot"`
	Postfoot    lines     `opt:"POSTFoot(texts)" help:"lines below the foot"`
	HLineChar   rawText   `opt:"HLinechar(text)" help:"what @hline is made of"`
	VarLabels   optional  `opt:"VARLabels(name-label)" help:"labels of coefficients, with suboptions blist() elist() begin() end() prefix() suffix() none"`
	RefCat      lang.Text `opt:"REFcat(name-label)" help:"rows above coefficients that name their reference category, with suboptions label() nolabel below"`
	LabCol2     optional  `opt:"LABCOL2(labels)" help:"a second column of labels, with suboptions title() width()"`
	MLabels     optional  `opt:"MLabels(labels)?" help:"labels of the models, with suboptions depvars titles numbers none prefix() suffix() begin() end() span erepeat() lhs()"`
	ColLabels   optional  `opt:"COLLabels(labels)?" help:"labels of the columns of each model, with suboptions as mlabels()"`
	EqLabels    optional  `opt:"EQLabels(labels)?" help:"labels of the equations, with suboptions merge none prefix() suffix() begin() end() lhs()"`
	MGroups     optional  `opt:"MGRoups(labels)" help:"labels of groups of models, with suboptions pattern() span prefix() suffix() erepeat() lhs()"`
	Numbers     optional  `opt:"NUMbers(left-right)?" help:"number the models"`
	NoNumbers   bool      `opt:"noNUMbers" help:"do not number the models"`

	ReplaceFile bool   `opt:"Replace" help:"overwrite the file"`
	AppendFile  bool   `opt:"Append" help:"add to the end of the file"`
	Type        bool   `opt:"TYpe" help:"show the table on the screen too"`
	NoType      bool   `opt:"noTYpe" help:"do not show the table on the screen"`
	ShowTabs    bool   `opt:"showtabs" help:"show tabs as <T> on the screen"`
	TopFile     string `opt:"TOPfile(filename)" help:"a file to put above the table"`
	BottomFile  string `opt:"BOTtomfile(filename)" help:"a file to put below the table"`
	Style       string `opt:"STYle(style)" help:"format of the table: smcl, fixed, tab, tex, html, csv, md"`
}

// esttabOptions are the options that esttab has besides estout's.
type esttabOptions struct {
	B    optional  `opt:"b(fmt)?" help:"format of point estimates; default a3"`
	SE   optional  `opt:"se(fmt)?" help:"show standard errors instead of t statistics"`
	T    optional  `opt:"t(fmt)?" help:"show t statistics; the default"`
	Z    optional  `opt:"z(fmt)?" help:"show t statistics, called z statistics"`
	P    optional  `opt:"p(fmt)?" help:"show p-values instead of t statistics"`
	CI   optional  `opt:"ci(fmt)?" help:"show confidence intervals instead of t statistics"`
	Beta optional  `opt:"beta(fmt)?" help:"show standardized coefficients instead of point estimates"`
	Main lang.Text `opt:"main(name-fmt)" help:"statistic in e() shown instead of point estimates"`
	Aux  lang.Text `opt:"aux(name-fmt)" help:"statistic in e() shown instead of t statistics"`
	NoT  bool      `opt:"not" help:"show point estimates only"`
	Abs  bool      `opt:"abs" help:"show absolute t statistics"`

	Constant   bool     `opt:"CONstant" help:"show the constant; the default unless beta or eform is given"`
	NoConstant bool     `opt:"noCONstant" help:"do not show the constant"`
	Star       optional `opt:"star(symbol-level)?" help:"marks of significance: star(* .1 ** .05 *** .01)"`
	NoStar     bool     `opt:"nostar" help:"show no marks of significance"`
	StarAux    bool     `opt:"staraux" help:"put the marks on the second statistic"`

	R2      optional  `opt:"r2(fmt)?" help:"show the R-squared"`
	AR2     optional  `opt:"ar2(fmt)?" help:"show the adjusted R-squared"`
	PR2     optional  `opt:"pr2(fmt)?" help:"show the pseudo R-squared"`
	AIC     optional  `opt:"aic(fmt)?" help:"show Akaike's information criterion"`
	BIC     optional  `opt:"bic(fmt)?" help:"show Schwarz's information criterion"`
	Scalars lang.Text `opt:"SCAlars(names)" help:"further scalars in e(), each with a label in quotes"`
	SFmt    []string  `opt:"sfmt(formats)" help:"formats of scalars()"`
	Obs     bool      `opt:"obs" help:"show the number of observations; the default"`
	NoObs   bool      `opt:"noobs" help:"do not show the number of observations"`
	ObsLast bool      `opt:"obslast" help:"show the number of observations last"`

	Wide      bool `opt:"wide" help:"put the second statistic beside the first"`
	OneCell   bool `opt:"ONEcell" help:"put both statistics in one cell"`
	Parens    bool `opt:"PArentheses" help:"parentheses around the second statistic; the default"`
	NoParens  bool `opt:"noPArentheses" help:"no parentheses around the second statistic"`
	Brackets  bool `opt:"BRackets" help:"brackets instead of parentheses"`
	Gaps      bool `opt:"GAPs" help:"space between coefficients; the default"`
	NoGaps    bool `opt:"noGAPs" help:"no space between coefficients"`
	Lines     bool `opt:"LInes" help:"rules; the default"`
	NoLines   bool `opt:"noLInes" help:"no rules"`
	EqLines   bool `opt:"EQLInes" help:"rules between equations; the default"`
	NoEqLines bool `opt:"noEQLInes" help:"no rules between equations"`
	Compress  bool `opt:"compress" help:"narrow columns"`
	Plain     bool `opt:"plain" help:"numbers only: no stars, parentheses, rules, notes, and formats %9.0g"`

	MTitles    optional  `opt:"MTItles(titles)?" help:"titles of the models: these, or those they were stored under"`
	NoMTitles  bool      `opt:"noMTItles" help:"no titles of models"`
	DepVars    bool      `opt:"DEPvars" help:"names of dependent variables as titles; the default"`
	NoDepVars  bool      `opt:"noDEPvars" help:"names of the models as titles"`
	CoefLabels optional  `opt:"COEFlabels(name-label)" help:"labels of coefficients"`
	AddNotes   lang.Text `opt:"ADDNotes(texts)" help:"lines to put beneath the table"`
	Notes      bool      `opt:"notes" help:"notes about parentheses and marks; the default"`
	NoNotes    bool      `opt:"noNOTEs" help:"no notes about parentheses and marks"`

	SMCL      bool     `opt:"smcl" help:"format as on the screen"`
	Fixed     bool     `opt:"FIXed" help:"plain text"`
	Tab       bool     `opt:"tab" help:"text with tabs"`
	CSV       bool     `opt:"csv" help:"text for spreadsheets, with commas"`
	SCSV      bool     `opt:"SCsv" help:"text for spreadsheets, with semicolons"`
	RTF       bool     `opt:"rtf" help:"Rich Text Format, for word processors"`
	HTML      bool     `opt:"HTMl" help:"HTML"`
	TeX       bool     `opt:"tex" help:"LaTeX"`
	Booktabs  bool     `opt:"BOOKTabs" help:"LaTeX with the rules of package booktabs"`
	MD        bool     `opt:"md" help:"Markdown"`
	MMD       bool     `opt:"mmd" help:"Markdown"`
	Fragment  bool     `opt:"Fragment" help:"write the rows only"`
	Page      optional `opt:"page(packages)?" help:"write a whole LaTeX or HTML document"`
	Single    bool     `opt:"standalone" help:"write a LaTeX document that is no larger than the table"`
	Float     bool     `opt:"float" help:"put the LaTeX table into a table environment; the default with a title"`
	NoFloat   bool     `opt:"nofloat" help:"do not put the LaTeX table into a table environment"`
	Alignment rawText  `opt:"ALIGNment(letters)" help:"alignment of the columns: of LaTeX, HTML, or one of l c r"`
	Width     rawText  `opt:"WIDTH(length)" help:"width of the table in LaTeX or HTML"`
	LongTable bool     `opt:"LONGtable" help:"use LaTeX's longtable"`
	FontTable rawText  `opt:"FONTTBL(fonts)" help:"font table of RTF"`
}
