package expr

var randomFuncs = []Func{}
