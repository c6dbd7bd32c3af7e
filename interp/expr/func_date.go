package expr

var dateFuncs = []Func{}
