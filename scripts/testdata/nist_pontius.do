generate double x2 = x^2
regress y x x2
