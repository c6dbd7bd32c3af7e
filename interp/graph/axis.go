package graph

// An Axis maps values to places.
type Axis struct {
	Title   Title     `json:"title,omitzero"`
	Range   []float64 `json:"range,omitempty"` // values that must be on it
	Fixed   bool      `json:"fixed,omitempty"` // Range is all of it
	Log     bool      `json:"log,omitempty"`
	Reverse bool      `json:"reverse,omitempty"`
	Off     bool      `json:"off,omitempty"`    // not drawn, no space
	Hidden  bool      `json:"hidden,omitempty"` // no line
	FillUp  bool      `json:"fill,omitempty"`   // space even if off
	Alt     bool      `json:"alt,omitempty"`    // on the other side
	Line    LineStyle `json:"line,omitzero"`
	Format  string    `json:"format,omitempty"` // display format of the data
	Labels  []Ticks   `json:"labels,omitempty"` // ylabel, ytick, ymlabel, ymtick
	Levels  []Level   `json:"levels,omitempty"` // categories, the innermost first
	Grid    *bool     `json:"grid,omitempty"`   // nil is the scheme's
	Used    bool      `json:"used"`             // by a layer
}

// Ticks are one set of ticks of an axis.
type Ticks struct {
	Minor     bool      `json:"minor,omitempty"`
	Rule      string    `json:"rule,omitempty"` // #5, ##10, minmax, none; "" for Values alone
	Values    []Tick    `json:"values,omitempty"`
	NoLabels  bool      `json:"nolabels,omitempty"`
	NoTicks   bool      `json:"noticks,omitempty"`
	Style     TextStyle `json:"style,omitzero"`
	Format    string    `json:"format,omitempty"`
	Length    string    `json:"length,omitempty"`
	Gap       string    `json:"gap,omitempty"`
	Position  string    `json:"position,omitempty"` // outside, inside, crossing
	Line      LineStyle `json:"line,omitzero"`
	Grid      *bool     `json:"grid,omitempty"`
	GridLine  LineStyle `json:"gridline,omitzero"`
	Alternate bool      `json:"alternate,omitempty"` // labels in two rows
	Custom    bool      `json:"custom,omitempty"`
}

// A Tick is a place on an axis; its label is its value unless it has a text.
type Tick struct {
	At      float64 `json:"at"`
	Text    string  `json:"text,omitempty"`
	HasText bool    `json:"has_text,omitempty"`
}

// A Level is a row of names of categories below an axis.
type Level struct {
	Names     []LevelName `json:"names"`
	Style     TextStyle   `json:"style,omitzero"`
	Gap       string      `json:"gap,omitempty"`
	Ticks     bool        `json:"ticks,omitempty"`
	Alternate bool        `json:"alternate,omitempty"`
}

// A LevelName is the name of a category over a part of an axis.
type LevelName struct {
	Lo, Hi float64
	Text   string
}
