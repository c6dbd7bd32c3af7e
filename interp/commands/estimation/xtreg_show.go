package estimation

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
)

// show prints the results of xtreg.
func (o *xtreg) show(c *interp.Call) error {
	e := c.E
	if !o.NoHeader {
		c.Print("\n")
		xtregHeader(c, e)
		if o.Theta {
			theta(c, e)
		}
		c.Print("\n")
	}
	if o.NoTable {
		return nil
	}
	t := o.Table(c)
	if e.Macro("model") != "be" {
		t.Tail = []interp.TailRow{
			{Name: "sigma_u", Value: e.Scalar("sigma_u")}, {Name: "sigma_e", Value: e.Scalar("sigma_e")},
			{Name: "rho", Value: e.Scalar("rho"), Note: "   (fraction of variance due to u_i)"},
		}
	}
	c.ShowCoefs(t)
	if f := e.Scalar("F_f"); f < frame.Missing {
		df := e.Scalar("N") - e.Scalar("N_g") - e.Scalar("df_b")
		test := fmt.Sprintf("F test that all u_i=0: F(%s, %s) = %s", interp.FormatNumber(e.Scalar("df_a")), interp.FormatNumber(df), model.Fixed(c, f, 2))
		c.Printf("%-60s Prob > F = %s\n", test, model.Fixed(c, e.Scalar("p_f"), 4))
	}
	footnote(c, e)
	return nil
}

// corrLines are what the header says of u_i, by model.
var corrLines = map[string]func(c *interp.Call, e *interp.Estimates) string{
	"fe": func(c *interp.Call, e *interp.Estimates) string {
		return "corr(u_i, Xb) = " + model.Fixed(c, e.Scalar("corr"), 4)
	},
	"re": func(*interp.Call, *interp.Estimates) string { return "corr(u_i, X) = 0 (assumed)" },
	"be": func(c *interp.Call, e *interp.Estimates) string {
		return "sd(u_i + avg(e_i.)) = " + strings.TrimSpace(c.Format("%9.0g", e.Scalar("rmse")))
	},
}

func xtregHeader(c *interp.Call, e *interp.Estimates) {
	r2 := func(name string) string { return model.Fixed(c, e.Scalar(name), 4) }
	size := func(name, value string) model.HeaderRow {
		return model.HeaderRow{Name: fmt.Sprintf("%17s", name), Value: value}
	}
	left := []string{
		e.Macro("title"),
		"Group variable: " + frame.Abbrev(e.Macro("ivar"), 12),
		"",
		"R-squared:",
		"     Within  = " + r2("r2_w"),
		"     Between = " + r2("r2_b"),
		"     Overall = " + r2("r2_o"),
		"",
		"",
		corrLines[e.Macro("model")](c, e),
	}
	right := []model.HeaderRow{
		{Name: "Number of obs", Value: model.Count(c, e, "N")},
		{Name: "Number of groups", Value: model.Count(c, e, "N_g")},
		{},
		{},
		size("min", model.Count(c, e, "g_min")),
		size("avg", strings.TrimSpace(c.Format("%20.1fc", e.Scalar("g_avg")))),
		size("max", model.Count(c, e, "g_max")),
		{},
	}
	right = append(right, model.TestRows(c, e)...)
	left[3] = fmt.Sprintf("%-48sObs per group:", left[3])
	model.PrintHeader(c, left, right, 17, 10)
}

// theta prints the weights of random effects.
func theta(c *interp.Call, e *interp.Estimates) {
	if x := e.Scalar("theta"); x < frame.Missing {
		c.Printf("theta        = %s\n", strings.TrimSpace(c.Format("%10.0g", x)))
		return
	}
	c.Print("\n------------------- theta --------------------\n  min      5%       median        95%      max\n")
	x := func(name string) string { return model.Fixed(c, e.Scalar(name), 4) }
	c.Printf("%s   %s     %s     %s   %s\n", x("thta_min"), x("thta_5"), x("thta_50"), x("thta_95"), x("thta_max"))
}
