package lang

// Mata is a language of its own. Its expressions share Number, String,
// Missing, Name, Call, Unary and Binary with those of commands; Unary has the
// operators - + ! ' & *, Binary also \ , .. :: # and those that begin with a
// colon.
type (
	// MataSub is x[i], x[i,j] or x[|range|]. I and J are nil where nothing is
	// written; J is nil too where there is but one subscript.
	MataSub struct {
		Pos   Pos
		X     Expr
		I, J  Expr
		Two   bool // there is a comma
		Range bool // I is a range
	}
	// MataMember is x.name, or x->name, which is (*x).name.
	MataMember struct {
		Pos   Pos
		X     Expr
		Name  string
		Arrow bool
	}
	// MataInvoke calls a function through a pointer: (*f)(args).
	MataInvoke struct {
		Pos  Pos
		Func Expr
		Args []Expr
	}
	// MataAssign is x = y.
	MataAssign struct {
		Pos  Pos
		X, Y Expr
	}
	// MataStep is x++, x--, ++x or --x.
	MataStep struct {
		Pos    Pos
		X      Expr
		By     float64
		Prefix bool
	}
	// MataCond is c ? x : y.
	MataCond struct {
		Pos     Pos
		C, X, Y Expr
	}
)

func (e *MataSub) Position() Pos    { return e.Pos }
func (e *MataMember) Position() Pos { return e.Pos }
func (e *MataInvoke) Position() Pos { return e.Pos }
func (e *MataAssign) Position() Pos { return e.Pos }
func (e *MataStep) Position() Pos   { return e.Pos }
func (e *MataCond) Position() Pos   { return e.Pos }

// A MataStmt is a statement of Mata: one of the types below.
type MataStmt interface{ Position() Pos }

type (
	// MataExpr is an expression as a statement. Its value is shown unless
	// Silent, which it is behind (void).
	MataExpr struct {
		Pos    Pos
		X      Expr
		Silent bool
	}
	// MataIf is if (c) ... else ...; Else is nil if there is none.
	MataIf struct {
		Pos        Pos
		C          Expr
		Then, Else MataStmt
	}
	// MataLoop is a for or while loop, or do ... while, where the body comes
	// before the condition. Init, C and Step may be nil.
	MataLoop struct {
		Pos           Pos
		Init, C, Step Expr
		Body          MataStmt
		Do            bool
	}
	// MataBlock is { ... }.
	MataBlock struct {
		Pos  Pos
		Body []MataStmt
	}
	// MataJump is break, continue or return; X is what is returned, or nil.
	MataJump struct {
		Pos  Pos
		Word string
		X    Expr
	}
	// MataDeclare declares variables of one type.
	MataDeclare struct {
		Pos      Pos
		Vars     []MataVar
		External bool
	}
	// MataFunc defines a function. From Optional on, parameters may be left
	// out.
	MataFunc struct {
		Pos      Pos
		Name     string
		Type     MataType
		Params   []MataVar
		Optional int
		Body     *MataBlock
		Source   string
	}
	// MataStruct defines a structure.
	MataStruct struct {
		Pos    Pos
		Name   string
		Fields []MataVar
	}
)

func (s *MataExpr) Position() Pos    { return s.Pos }
func (s *MataIf) Position() Pos      { return s.Pos }
func (s *MataLoop) Position() Pos    { return s.Pos }
func (s *MataBlock) Position() Pos   { return s.Pos }
func (s *MataJump) Position() Pos    { return s.Pos }
func (s *MataDeclare) Position() Pos { return s.Pos }
func (s *MataFunc) Position() Pos    { return s.Pos }
func (s *MataStruct) Position() Pos  { return s.Pos }

// A MataVar is a name that is declared. Init is nil if it has no first value.
type MataVar struct {
	Pos  Pos
	Name string
	Type MataType
	Init Expr
}

// A MataType is an element type and an organization: "real", "scalar". Empty
// ones are transmorphic and matrix. Struct is the name behind struct or class.
type MataType struct{ Elem, Org, Struct string }

// mataElems and mataOrgs are the words of types.
var (
	mataElems = map[string]bool{
		"transmorphic": true, "numeric": true, "real": true, "complex": true, "string": true, "pointer": true, "struct": true, "class": true, "void": true,
	}
	mataOrgs = map[string]bool{"matrix": true, "vector": true, "rowvector": true, "colvector": true, "scalar": true}
)

// mataReserved are words that no variable may be called.
var mataReserved = map[string]bool{
	"if": true, "else": true, "for": true, "while": true, "do": true, "break": true, "continue": true, "return": true, "function": true,
	"external": true, "goto": true, "struct": true, "class": true, "end": true,
}
