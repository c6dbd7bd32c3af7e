"""Values for reference.txt, by definition, with many digits: python3 gen.py.

Incomplete gamma and beta functions by their power series (or, for the upper
gamma, the continued fraction); everything else by sums of those or of terms.
"""
import mpmath as mp

mp.mp.dps = 60
F = mp.mpf


def gamma_p(a, x):
    a, x = F(a), F(x)
    total = term = F(1)
    n = a
    while term > total * F(10) ** -55:
        n += 1
        term *= x / n
        total += term
    return mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1)) * total


def beta_p(a, b, x):
    a, b, x = F(a), F(b), F(x)
    total = term = F(1)
    n = 0
    while term > total * F(10) ** -55:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    log_b = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
    return mp.exp(a * mp.log(x) + b * mp.log(1 - x) - log_b) / a * total


def normal(x):
    return mp.erfc(-F(x) / mp.sqrt(2)) / 2


def poisson(m, j):
    return mp.exp(-F(m) + j * mp.log(F(m)) - mp.loggamma(j + 1))


def t_tail(df, t):
    df, t = F(df), F(t)
    return beta_p(df / 2, F(1) / 2, df / (df + t * t)) / 2


def chi2_mixture(df, l, x, terms=400):
    return sum(poisson(F(l) / 2, j) * gamma_p(F(df) / 2 + j, F(x) / 2) for j in range(terms))


def hypergeometric(N, K, n, k):
    return mp.binomial(K, k) * mp.binomial(N - K, n - k) / mp.binomial(N, n)


def bivariate_normal(h, k, r):
    h, k, r = F(h), F(k), F(r)
    f = lambda z: mp.npdf(z) * normal((k - r * z) / mp.sqrt(1 - r * r))
    return mp.quad(f, [h - 20 + i * F(1) / 8 for i in range(161)])


def tukey_range(k, w):
    f = lambda z: mp.npdf(z) * (normal(z + w) - normal(z)) ** (k - 1)
    return k * mp.quad(f, [-12 - w, -6, -3, -1, 0, 1, 3, 8])


if __name__ == "__main__":
    for name, value in [
        ("NormalCDF -30", normal(-30)),
        ("GammaP 50 45", gamma_p(50, 45)),
        ("BetaCDF 2.5 3.3 0.2", beta_p(2.5, 3.3, 0.2)),
        ("TTail 30 2.5", t_tail(30, 2.5)),
        ("NoncentralChi2CDF 10 4 14", chi2_mixture(10, 4, 14)),
        ("HypergeometricProbability 20 7 5 2", hypergeometric(20, 7, 5, 2)),
        ("BivariateNormalCDF 1 -0.5 0.3", bivariate_normal(1, -0.5, 0.3)),
        ("TukeyCDF 3 inf 2", tukey_range(3, 2)),
    ]:
        print(name, mp.nstr(value, 17))
