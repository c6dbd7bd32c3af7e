package main

import "github.com/didot-lang/didot/interp"

func converse(s *interp.Session, v *views) error { return nil }
