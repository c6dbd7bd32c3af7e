package expr

import (
	"math"

	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/elementary"
)

var probabilityFuncs = []Func{
	{"betaden(a,b,x)", "beta density", lift3(dist.BetaDensity)},
	{"binomial(n,k,p)", "probability of at most k successes in n trials", lift3(dist.BinomialCDF)},
	{"binomialp(n,k,p)", "probability of k successes in n trials", lift3(dist.BinomialProbability)},
	{"binomialtail(n,k,p)", "probability of at least k successes in n trials", lift3(dist.BinomialTail)},
	{"binormal(h,k,r)", "bivariate normal distribution function, correlation r", lift3(dist.BivariateNormalCDF)},
	{"cauchy(a,b,x)", "Cauchy distribution function, location a and scale b", lift3(dist.Cauchy.CDF)},
	{"cauchyden(a,b,x)", "Cauchy density", lift3(dist.Cauchy.Density)},
	{"cauchytail(a,b,x)", "1 - cauchy(a,b,x)", lift3(dist.Cauchy.Tail)},
	{"chi2(df,x)", "chi-squared distribution function", lift2(dist.Chi2CDF)},
	{"chi2den(df,x)", "chi-squared density", lift2(dist.Chi2Density)},
	{"chi2tail(df,x)", "1 - chi2(df,x)", lift2(dist.Chi2Tail)},
	{"chiprob(df,x)", "chi2tail(df,x) (old name)", lift2(dist.Chi2Tail)},
	{"exponential(b,x)", "exponential distribution function with mean b", lift2(func(b, x float64) float64 { return dist.Exponential.CDF(0, b, x) })},
	{"exponentialden(b,x)", "exponential density", lift2(func(b, x float64) float64 { return dist.Exponential.Density(0, b, x) })},
	{"exponentialtail(b,x)", "1 - exponential(b,x)", lift2(func(b, x float64) float64 { return dist.Exponential.Tail(0, b, x) })},
	{"F(df1,df2,f)", "F distribution function", lift3(dist.FCDF)},
	{"Fden(df1,df2,f)", "F density", lift3(dist.FDensity)},
	{"fprob(df1,df2,f)", "Ftail(df1,df2,f) (old name)", lift3(dist.FTail)},
	{"Ftail(df1,df2,f)", "1 - F(df1,df2,f)", lift3(dist.FTail)},
	{"gammaden(a,b,g,x)", "gamma density with shape a, scale b and location g", lift4(func(a, b, g, x float64) float64 { return dist.GammaDensity(a, (x-g)/b) / b })},
	{"gammap(a,x)", "gamma distribution function with shape a", lift2(dist.GammaP)},
	{"gammaptail(a,x)", "1 - gammap(a,x)", lift2(dist.GammaQ)},
	{"hypergeometric(N,K,n,k)", "probability of at most k of K elements among n drawn from N", lift4(dist.HypergeometricCDF)},
	{"hypergeometricp(N,K,n,k)", "probability of k of K elements among n drawn from N", lift4(dist.HypergeometricProbability)},
	{"ibeta(a,b,x)", "beta distribution function", lift3(dist.BetaCDF)},
	{"ibetatail(a,b,x)", "1 - ibeta(a,b,x)", lift3(dist.BetaTail)},
	{"igaussian(m,a,x)", "inverse Gaussian distribution function with mean m and shape a", lift3(dist.InverseGaussianCDF)},
	{"igaussianden(m,a,x)", "inverse Gaussian density", lift3(dist.InverseGaussianDensity)},
	{"igaussiantail(m,a,x)", "1 - igaussian(m,a,x)", lift3(dist.InverseGaussianTail)},
	{"invbinomial(n,k,p)", "probability of success for which binomial(n,k,.) is p", lift3(dist.BinomialInverse)},
	{"invbinomialtail(n,k,p)", "probability of success for which binomialtail(n,k,.) is p", lift3(dist.BinomialTailInverse)},
	{"invcauchy(a,b,p)", "inverse of cauchy(a,b,.)", lift3(dist.Cauchy.Quantile)},
	{"invcauchytail(a,b,p)", "inverse of cauchytail(a,b,.)", lift3(dist.Cauchy.TailQuantile)},
	{"invchi2(df,p)", "inverse of chi2(df,.)", lift2(dist.Chi2Quantile)},
	{"invchi2tail(df,p)", "inverse of chi2tail(df,.)", lift2(dist.Chi2TailQuantile)},
	{"invexponential(b,p)", "inverse of exponential(b,.)", lift2(func(b, p float64) float64 { return dist.Exponential.Quantile(0, b, p) })},
	{"invexponentialtail(b,p)", "inverse of exponentialtail(b,.)", lift2(dist.ExponentialTailQuantile)},
	{"invF(df1,df2,p)", "inverse of F(df1,df2,.)", lift3(dist.FQuantile)},
	{"invFtail(df1,df2,p)", "inverse of Ftail(df1,df2,.)", lift3(dist.FTailQuantile)},
	{"invgammap(a,p)", "inverse of gammap(a,.)", lift2(dist.GammaQuantile)},
	{"invgammaptail(a,p)", "inverse of gammaptail(a,.)", lift2(dist.GammaTailQuantile)},
	{"invibeta(a,b,p)", "inverse of ibeta(a,b,.)", lift3(dist.BetaQuantile)},
	{"invibetatail(a,b,p)", "inverse of ibetatail(a,b,.)", lift3(dist.BetaTailQuantile)},
	{"invigaussian(m,a,p)", "inverse of igaussian(m,a,.)", lift3(func(m, a, p float64) float64 { return dist.InverseGaussianQuantile(m, a, p, false) })},
	{"invigaussiantail(m,a,p)", "inverse of igaussiantail(m,a,.)", lift3(func(m, a, p float64) float64 { return dist.InverseGaussianQuantile(m, a, p, true) })},
	{"invlaplace(m,b,p)", "inverse of laplace(m,b,.)", lift3(dist.Laplace.Quantile)},
	{"invlaplacetail(m,b,p)", "inverse of laplacetail(m,b,.)", lift3(dist.Laplace.TailQuantile)},
	{"invlogistic(m,s,p)", "inverse of logistic(m,s,.); m and s may be left out", locationScale(dist.Logistic.Quantile)},
	{"invlogistictail(m,s,p)", "inverse of logistictail(m,s,.)", locationScale(dist.Logistic.TailQuantile)},
	{"invnbinomial(n,k,q)", "probability of success for which nbinomial(n,k,.) is q", lift3(dist.NegativeBinomialInverse)},
	{"invnbinomialtail(n,k,q)", "probability of success for which nbinomialtail(n,k,.) is q", lift3(dist.NegativeBinomialTailInverse)},
	{"invnchi2(df,l,p)", "inverse of nchi2(df,l,.)", lift3(func(df, l, p float64) float64 { return dist.NoncentralChi2Quantile(df, l, p, false) })},
	{"invnchi2tail(df,l,p)", "inverse of nchi2tail(df,l,.)", lift3(func(df, l, p float64) float64 { return dist.NoncentralChi2Quantile(df, l, p, true) })},
	{"invnF(df1,df2,l,p)", "inverse of nF(df1,df2,l,.)", lift4(func(d1, d2, l, p float64) float64 { return dist.NoncentralFQuantile(d1, d2, l, p, false) })},
	{"invnFtail(df1,df2,l,p)", "inverse of nFtail(df1,df2,l,.)", lift4(func(d1, d2, l, p float64) float64 { return dist.NoncentralFQuantile(d1, d2, l, p, true) })},
	{"invnibeta(a,b,l,p)", "inverse of nibeta(a,b,l,.)", lift4(dist.NoncentralBetaQuantile)},
	{"invnorm(p)", "invnormal(p) (old name)", lift1(dist.NormalQuantile)},
	{"invnormal(p)", "inverse of normal(.)", lift1(dist.NormalQuantile)},
	{"invnt(df,d,p)", "inverse of nt(df,d,.)", lift3(func(df, d, p float64) float64 { return dist.NoncentralTQuantile(df, d, p, false) })},
	{"invnttail(df,d,p)", "inverse of nttail(df,d,.)", lift3(func(df, d, p float64) float64 { return dist.NoncentralTQuantile(df, d, p, true) })},
	{"invpoisson(k,p)", "mean for which poisson(.,k) is p", lift2(dist.PoissonInverse)},
	{"invpoissontail(k,q)", "mean for which poissontail(.,k) is q", lift2(dist.PoissonTailInverse)},
	{"invt(df,p)", "inverse of t(df,.)", lift2(dist.TQuantile)},
	{"invttail(df,p)", "inverse of ttail(df,.)", lift2(dist.TTailQuantile)},
	{"invtukeyprob(k,df,p)", "inverse of tukeyprob(k,df,.)", lift3(dist.TukeyQuantile)},
	{"invweibull(a,b,g,p)", "inverse of weibull(a,b,g,.); g may be left out", hazard(dist.Weibull, dist.Hazard.Quantile, true)},
	{"invweibullph(a,b,g,p)", "inverse of weibullph(a,b,g,.); g may be left out", hazard(dist.WeibullPH, dist.Hazard.Quantile, true)},
	{"invweibullphtail(a,b,g,p)", "inverse of weibullphtail(a,b,g,.); g may be left out", hazard(dist.WeibullPH, dist.Hazard.TailQuantile, true)},
	{"invweibulltail(a,b,g,p)", "inverse of weibulltail(a,b,g,.); g may be left out", hazard(dist.Weibull, dist.Hazard.TailQuantile, true)},
	{"laplace(m,b,x)", "Laplace distribution function, mean m and scale b", lift3(dist.Laplace.CDF)},
	{"laplaceden(m,b,x)", "Laplace density", lift3(dist.Laplace.Density)},
	{"laplacetail(m,b,x)", "1 - laplace(m,b,x)", lift3(dist.Laplace.Tail)},
	{"lncauchyden(a,b,x)", "logarithm of cauchyden(a,b,x)", lift3(func(a, b, x float64) float64 {
		z := (x - a) / b
		return -elementary.Log(math.Pi*b) - elementary.Log1p(z*z)
	})},
	{"lnigammaden(a,b,x)", "logarithm of the inverse gamma density", lift3(func(a, b, x float64) float64 {
		return a*elementary.Log(b) - dist.LnGamma(a) - (a+1)*elementary.Log(x) - b/x
	})},
	{"lnigaussianden(m,a,x)", "logarithm of igaussianden(m,a,x)", lift3(lnInverseGaussian)},
	{"lnlaplaceden(m,b,x)", "logarithm of laplaceden(m,b,x)", lift3(func(m, b, x float64) float64 { return -math.Abs(x-m)/b - elementary.Log(2*b) })},
	{"lnnormal(z)", "logarithm of normal(z)", lift1(dist.NormalLogCDF)},
	{"lnnormalden(x,m,s)", "logarithm of the normal density; m (and s) may be left out", lift("n?nn", normalDensity(true))},
	{"logistic(m,s,x)", "logistic distribution function; m and s may be left out", locationScale(dist.Logistic.CDF)},
	{"logisticden(m,s,x)", "logistic density; m and s may be left out", locationScale(dist.Logistic.Density)},
	{"logistictail(m,s,x)", "1 - logistic(m,s,x)", locationScale(dist.Logistic.Tail)},
	{"nbetaden(a,b,l,x)", "noncentral beta density", lift4(dist.NoncentralBetaDensity)},
	{"nbinomial(n,k,p)", "probability of at most k failures before the n-th success", lift3(dist.NegativeBinomialCDF)},
	{"nbinomialp(n,k,p)", "probability of k failures before the n-th success", lift3(dist.NegativeBinomialProbability)},
	{"nbinomialtail(n,k,p)", "probability of at least k failures before the n-th success", lift3(dist.NegativeBinomialTail)},
	{"nchi2(df,l,x)", "noncentral chi-squared distribution function", lift3(dist.NoncentralChi2CDF)},
	{"nchi2den(df,l,x)", "noncentral chi-squared density", lift3(dist.NoncentralChi2Density)},
	{"nchi2tail(df,l,x)", "1 - nchi2(df,l,x)", lift3(dist.NoncentralChi2Tail)},
	{"nF(df1,df2,l,f)", "noncentral F distribution function", lift4(dist.NoncentralFCDF)},
	{"nFden(df1,df2,l,f)", "noncentral F density", lift4(dist.NoncentralFDensity)},
	{"nFtail(df1,df2,l,f)", "1 - nF(df1,df2,l,f)", lift4(dist.NoncentralFTail)},
	{"nibeta(a,b,l,x)", "noncentral beta distribution function", lift4(dist.NoncentralBetaCDF)},
	{"norm(z)", "normal(z) (old name)", lift1(dist.NormalCDF)},
	{"normal(z)", "standard normal distribution function", lift1(dist.NormalCDF)},
	{"normalden(x,m,s)", "normal density; normalden(z), normalden(z,s) and normalden(x,m,s)", lift("n?nn", normalDensity(false))},
	{"normd(z)", "normalden(z) (old name)", lift1(dist.NormalDensity)},
	{"normden(z)", "normalden(z) (old name)", lift1(dist.NormalDensity)},
	{"normprob(z)", "normal(z) (old name)", lift1(dist.NormalCDF)},
	{"npnchi2(df,x,p)", "noncentrality for which nchi2(df,.,x) is p", lift3(dist.NoncentralChi2Center)},
	{"npnF(df1,df2,f,p)", "noncentrality for which nF(df1,df2,.,f) is p", lift4(dist.NoncentralFCenter)},
	{"npnt(df,t,p)", "noncentrality for which nt(df,.,t) is p", lift3(dist.NoncentralTCenter)},
	{"nt(df,d,t)", "noncentral t distribution function", lift3(dist.NoncentralTCDF)},
	{"ntden(df,d,t)", "noncentral t density", lift3(dist.NoncentralTDensity)},
	{"nttail(df,d,t)", "1 - nt(df,d,t)", lift3(dist.NoncentralTTail)},
	{"poisson(m,k)", "probability of at most k events if m are expected", lift2(dist.PoissonCDF)},
	{"poissonp(m,k)", "probability of k events if m are expected", lift2(dist.PoissonProbability)},
	{"poissontail(m,k)", "probability of at least k events if m are expected", lift2(dist.PoissonTail)},
	{"t(df,t)", "Student's t distribution function", lift2(dist.TCDF)},
	{"tden(df,t)", "Student's t density", lift2(dist.TDensity)},
	{"tprob(df,t)", "probability beyond t on both sides (old)", lift2(dist.TTail2)},
	{"ttail(df,t)", "1 - t(df,t)", lift2(dist.TTail)},
	{"tukeyprob(k,df,x)", "distribution function of Tukey's studentized range", lift3(dist.TukeyCDF)},
	{"weibull(a,b,g,x)", "Weibull distribution function, shape a, scale b; location g may be left out", hazard(dist.Weibull, dist.Hazard.CDF, false)},
	{"weibullden(a,b,g,x)", "Weibull density; g may be left out", hazard(dist.Weibull, dist.Hazard.Density, false)},
	{"weibullph(a,b,g,x)", "Weibull distribution function, proportional hazards; g may be left out", hazard(dist.WeibullPH, dist.Hazard.CDF, false)},
	{"weibullphden(a,b,g,x)", "Weibull density, proportional hazards; g may be left out", hazard(dist.WeibullPH, dist.Hazard.Density, false)},
	{"weibullphtail(a,b,g,x)", "1 - weibullph(a,b,g,x)", hazard(dist.WeibullPH, dist.Hazard.Tail, false)},
	{"weibulltail(a,b,g,x)", "1 - weibull(a,b,g,x)", hazard(dist.Weibull, dist.Hazard.Tail, false)},
}

// locationScale makes an Impl of f(m,s,x) that may be called as f(x), f(s,x)
// or f(m,s,x).
func locationScale(f func(m, s, x float64) float64) Impl {
	return lift("n?nn", func(x []float64) float64 {
		switch len(x) {
		case 1:
			return f(0, 1, x[0])
		case 2:
			return f(0, x[0], x[1])
		}
		return f(x[0], x[1], x[2])
	})
}

// hazard makes an Impl of a lifetime distribution f(a,b,x) that may be called
// as f(a,b,g,x), with a location g. Of an inverse the result is shifted.
func hazard(family func(a, b float64) dist.Hazard, f func(h dist.Hazard, x float64) float64, inverse bool) Impl {
	return lift("nnn?n", func(x []float64) float64 {
		h, location, arg := family(x[0], x[1]), 0.0, x[len(x)-1]
		if len(x) == 4 {
			location = x[2]
		}
		if inverse {
			return location + f(h, arg)
		}
		return f(h, arg-location)
	})
}

// normalDensity returns normalden() or its logarithm: of z, of z with
// standard deviation s, or of x with mean m and standard deviation s.
func normalDensity(logarithm bool) func(x []float64) float64 {
	return func(x []float64) float64 {
		z, s := x[0], 1.0
		switch len(x) {
		case 2:
			s = x[1]
			z /= s
		case 3:
			s = x[2]
			z = (z - x[1]) / s
		}
		switch {
		case s <= 0:
			return math.NaN()
		case logarithm:
			return dist.NormalLogDensity(z) - elementary.Log(s)
		}
		return dist.NormalDensity(z) / s
	}
}

func lnInverseGaussian(m, a, x float64) float64 {
	if m <= 0 || a <= 0 || x <= 0 {
		return math.NaN()
	}
	d := (x - m) / m
	return .5*elementary.Log(a/(2*math.Pi)) - 1.5*elementary.Log(x) - a*d*d/(2*x)
}
