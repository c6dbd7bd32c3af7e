package expr

var stringFuncs = []Func{}
