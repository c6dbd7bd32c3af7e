package postestimation

// ivregressPredictor is what predict knows after linear models whose
// predictions are the linear prediction and its residuals.
var ivregressPredictor = predictor{statistics: []statistic{
	{option: "xb", label: is("Fitted values"), compute: (*prediction).xb},
	{option: "Residuals", label: is("Residuals"), compute: (*prediction).ue},
	{option: "SCores", label: is("Residuals"), compute: (*prediction).ue},
	{option: "stdp", label: is("S.E. of the prediction"), compute: (*prediction).stdp},
}}
