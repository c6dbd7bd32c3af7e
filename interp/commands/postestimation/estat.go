package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// estatCommands are the subcommands of estat, and old names of some.
var estatCommands = []*interp.Command{
	Estat, EstatIC, EstatVCE, EstatSummarize,
	vifCommand("estat vif"), vifCommand("vif"),
	hettestCommand("estat HETTest"), hettestCommand("hettest"),
	ovtestCommand("estat OVTest"), ovtestCommand("ovtest"),
	imtestCommand("estat IMTest"), imtestCommand("imtest"),
	bgodfreyCommand("estat BGOdfrey"), bgodfreyCommand("bgodfrey"),
	durbinaltCommand("estat DURbinalt"), durbinaltCommand("durbina"),
	archlmCommand("estat ARCHlm"), archlmCommand("archlm"),
	dwatsonCommand("estat DWAtson"), dwatsonCommand("dwstat"),
}

// Estat is the command "estat" with a subcommand that is none.
var Estat = &interp.Command{
	Name: "estat", Brief: "statistics after estimation", Syntax: "raw",
	New: func() interp.Runner { return &estat{} },
	Doc: `    estat ic            information criteria
    estat vce           covariance of the coefficients
    estat summarize     summary of the estimation sample
    estat vif           variance inflation, after regress
    estat hettest       heteroskedasticity, after regress
    estat ovtest        omitted variables, after regress
    estat imtest        information matrix test, after regress
    estat bgodfrey      autocorrelation, after regress on a time series
    estat durbinalt     the same, by another test
    estat dwatson       the statistic of Durbin and Watson
    estat archlm        autoregressive conditional heteroskedasticity`,
}

type estat struct{}

func (o *estat) Run(c *interp.Call) error {
	word := strings.TrimSpace(c.Body.Text)
	if i := strings.IndexAny(word, " ,"); i >= 0 {
		word = word[:i]
	}
	if c.E.B == nil {
		return errNone
	}
	return rc.NotValidAfter.Errorf("estat %s not valid", word)
}

// EstatIC is the command "estat ic".
var EstatIC = &interp.Command{
	Name: "estat ic", Brief: "information criteria of the active estimates", New: func() interp.Runner { return &estatIC{} },
	Doc: "    estat ic [, n(#) df(#)]\n\nStored results: r(S)",
}

type estatIC struct {
	N  *float64 `opt:"n(#)" help:"number of observations for BIC"`
	DF *float64 `opt:"df(#)" help:"number of parameters; default the rank of e(V)"`
}

func (o *estatIC) Run(c *interp.Call) error { return criteria(c, []string{"."}, o.N, o.DF) }
