package mata

import "strings"

// unimplemented are functions of Mata that there are not here: they are told
// from misspelt ones.
var unimplemented = func() map[string]bool {
	out := map[string]bool{}
	for _, name := range strings.Fields(`C Im arg  fft invfft convolve deconvolve Corr ftfreqs ftpad ftperiodogram ftretime ftunwrap ftwrap
		optimize _optimize optimize_init optimize_init_which optimize_init_evaluator optimize_init_evaluatortype optimize_init_params
		optimize_init_argument optimize_result_params optimize_result_value optimize_result_V optimize_query optimize_evaluate
		moptimize moptimize_init moptimize_evaluate moptimize_result_coefs solvenl_init solvenl_solve deriv deriv_init deriv_init_evaluator deriv_init_params
		deriv_result_gradient mlopts lud _lud  hqrd qrdp hqrdp fullsvd fullsdv _svd schurd hessenbergd gschurd geigensystem
		lefteigensystem righteigensystem symgeigensystem matexpsym matlogsym  cholupdate polyeval polysolve polytrim polyderiv polyinteg polyadd
		polymult polydiv polyroots spline3 spline3eval Hilbert invHilbert Toeplitz Vandermonde Kmatrix Dmatrix Lmatrix halton ghalton cvpermute
		cvpermutesetup bufio bufput bufget fread fstatus ftell fseek ftruncate fputmatrix fgetmatrix fgetmatrices xl PdfDocument unitcircle
		st_tsrevar _st_tsrevar st_framecreate st_framecopy st_viewload st_matrix_hcat st_matrix_list tokeninit tokenget tokengetall tokenset tokenpeek
		tokenrest tokenwchars tokenpchars tokenqchars tokenallowhex tokenoffset  mvnormal mvnormalcv quadrature Quadrature LinearProgram
		st_dir st_exe ado_intolchar adosubdir urlencode urldecode ustrsplit  direxternal nameexternal inbase frombase 
		asarray_first asarray_next asarray_key asarray_contents hash1  st_dropobsif st_keepobsif  _fillmissing _transpose
		_conj _perhapsequilrc _equilrc _solvelower _solveupper _cholsolve _lusolve _qrsolve _svsolve _pinv _qrinv sublowertriangle
		ustrword ustrwordcount ustrto ustrfrom ustrescape ustrunescape ustrnormalize ustrcompare ustrsortkey  dayssinceweekday`) {
		out[name] = true
	}
	return out
}()
