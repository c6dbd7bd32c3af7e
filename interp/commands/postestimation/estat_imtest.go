package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/stats"
)

func imtestCommand(name string) *interp.Command {
	return &interp.Command{
		Name: name, Brief: "information matrix test after regress", New: func() interp.Runner { return &imtest{} },
		Doc: "    " + strings.ToLower(name) + ` [, white]

The decomposition of Cameron and Trivedi (1990); its first part is White's test
for heteroskedasticity.

Stored results: r(chi2_h), r(df_h), r(chi2_s), r(df_s), r(chi2_k), r(df_k),
r(chi2_t), r(df_t)`,
	}
}

type imtest struct {
	White    bool `opt:"White" help:"show White's test too"`
	Preserve bool `opt:"PREserve" help:"keep the data from being changed; always so"`
}

func (o *imtest) Run(c *interp.Call) error {
	d, fit, err := afterRegress(c, "imtest")
	if err != nil {
		return err
	}
	if err := unweighted(d, c, "imtest"); err != nil {
		return err
	}
	n := float64(fit.N)
	s2 := fit.Scalar("rss") / n
	z := [3][]float64{}
	for i := range z {
		z[i] = make([]float64, len(d.Y))
	}
	for i, u := range fit.Resid {
		z[0][i] = u * u
		z[1][i] = u*u*u - 3*s2*u
		z[2][i] = u*u*u*u - 6*s2*u*u + 3*s2*s2
	}
	r2, k, _, err := rsquared(c, z[0], crossProducts(d.X), d.W, d.WKind)
	if err != nil {
		return err
	}
	h := stat{"Heteroskedasticity", "h", n * r2, float64(k)}
	_, k, rss, err := rsquared(c, z[1], d.X, d.W, d.WKind)
	if err != nil {
		return err
	}
	s := stat{"Skewness", "s", n - rss/moment(power(z[1], 2), d.W), float64(k)} // R-squared about zero
	m := moment(z[2], d.W)
	kurtosis := stat{"Kurtosis", "k", n * m * m / moment(power(z[2], 2), d.W), 1}
	total := stat{"Total", "t", h.chi2 + s.chi2 + kurtosis.chi2, h.df + s.df + 1}
	if o.White {
		c.Print("\nWhite's test\nH0: Homoskedasticity\nHa: Unrestricted heteroskedasticity\n\n")
		showChi2(c, h.chi2, h.df)
	}
	c.Print("\nCameron & Trivedi's decomposition of IM-test\n\n")
	rule := strings.Repeat("-", 50) + "\n"
	line := "---------------------+----------------------------\n"
	c.Print(rule + "              Source |       chi2     df         p\n" + line)
	c.ClearR()
	for _, x := range []stat{h, s, kurtosis, total} {
		if x.name == "Total" {
			c.Print(line)
		}
		p := stats.Chi2Tail(x.df, x.chi2)
		c.Printf("%20s |%11s%7.0f%10s\n", x.name, fixed(c, "%9.2f", x.chi2), x.df, fixed(c, "%9.4f", p))
		c.Scalar("chi2_"+x.short, x.chi2)
		c.Scalar("df_"+x.short, x.df)
	}
	c.Print(rule)
	return nil
}

// A stat is one component of the information matrix test.
type stat struct {
	name, short string
	chi2, df    float64
}

// crossProducts are the columns of x and all products of two of them.
func crossProducts(x [][]float64) [][]float64 {
	out := append([][]float64(nil), x...)
	for a := range x {
		for b := a; b < len(x); b++ {
			v := make([]float64, len(x[a]))
			for i := range v {
				v[i] = x[a][i] * x[b][i]
			}
			out = append(out, v)
		}
	}
	return out
}
