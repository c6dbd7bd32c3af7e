package expr

var probabilityFuncs = []Func{}
