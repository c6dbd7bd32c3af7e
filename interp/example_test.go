package interp_test

import (
	"context"
	"fmt"
	"os"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
)

// A host program runs scripts in a session of its own and reads the results
// as values.
func Example() {
	s := interp.New(interp.Config{Commands: commands.All, Out: os.Stdout})
	defer s.Close()
	err := s.Exec(context.Background(), "five.do", `
		set obs 5
		generate x = _n
		summarize x
	`)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println("mean:", s.R.Scalar("mean"))
	// Output:
	// Number of observations (_N) was 0, now 5.
	//
	//     Variable |        Obs        Mean    Std. dev.       Min        Max
	// -------------+---------------------------------------------------------
	//            x |          5           3    1.581139          1          5
	// mean: 3
}

// A host program can add commands of its own; they are declared as the
// built-in ones are.
func ExampleCommand() {
	hello := &interp.Command{
		Name:   "GREet",
		Brief:  "greet a variable",
		Syntax: "varname",
		New:    func() interp.Runner { return &greeting{Times: 1} },
	}
	s := interp.New(interp.Config{Commands: append([]*interp.Command{hello}, commands.All...), Out: os.Stdout})
	defer s.Close()
	err := s.Exec(context.Background(), "greet.do", `
		quietly set obs 1
		generate wage = 7
		greet wage, times(2)
		greet wags
	`)
	fmt.Println("error:", err)
	fmt.Println("meant:", s.Suggest(err))
	// Output:
	// hello, wage
	// hello, wage
	// variable wags not found
	// r(111);
	// error: variable wags not found
	// meant: wage
}

type greeting struct {
	Times int `opt:"Times(#)" help:"how often; default 1"`
}

func (o *greeting) Run(c *interp.Call) error {
	for range o.Times {
		c.Printf("hello, %s\n", c.Vars[0].Name)
	}
	return nil
}
