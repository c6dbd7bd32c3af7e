package did

// pairs are the combinations of clusters and groups in the treated rows.
type pairs struct {
	p       *Imputation
	place   []int32 // of each row among those used
	of      []int32 // pair of each row used, -1 for untreated ones
	cluster []int32 // of each pair
	group   []int32
	groups  int
}

func newPairs(p *Imputation, inf *Inference) *pairs {
	t := &pairs{p: p, place: make([]int32, len(p.Y)), of: make([]int32, len(p.rows))}
	seen := map[int64]int32{}
	for i, r := range p.rows {
		t.place[r] = int32(i)
		t.of[i] = -1
		if !p.Treated[r] {
			continue
		}
		var g int32
		if inf.Group != nil {
			g = inf.Group[r]
		}
		t.groups = max(t.groups, int(g)+1)
		key := int64(inf.Cluster[r])<<32 | int64(g)
		n, ok := seen[key]
		if !ok {
			n = int32(len(t.cluster))
			seen[key] = n
			t.cluster, t.group = append(t.cluster, inf.Cluster[r]), append(t.group, g)
		}
		t.of[i] = n
	}
	return t
}

// influence sums v·residual over clusters, where the residual of treated rows
// is the effect less the average of the group. resid, if kept, are those
// residuals over the rows used.
func (t *pairs) influence(v []float64, inf *Inference) (f, resid []float64, err error) {
	p := t.p
	f = make([]float64, inf.Clusters)
	sv, svt := make([]float64, len(t.cluster)), make([]float64, len(t.cluster))
	for i, r := range p.rows {
		if v[i] == 0 {
			continue
		}
		if at := t.of[i]; at >= 0 {
			sv[at] += v[i]
			svt[at] += float64(v[i] * p.Effect[r])
		} else {
			f[inf.Cluster[r]] += float64(v[i] * p.Effect[r])
		}
	}
	top, bottom := make([]float64, t.groups), make([]float64, t.groups)
	for at, g := range t.group {
		top[g] += float64(sv[at] * svt[at])
		bottom[g] += float64(sv[at] * sv[at])
	}
	mean := make([]float64, len(t.cluster))
	for at, g := range t.group {
		a, b := top[g], bottom[g]
		if inf.LeaveOut {
			a, b = a-sv[at]*svt[at], b-sv[at]*sv[at]
			if sv[at] != 0 && b <= 1e-14*bottom[g] {
				return nil, nil, ErrLeaveOut
			}
		}
		if b > 0 {
			mean[at] = a / b
		}
		f[t.cluster[at]] += svt[at] - float64(mean[at]*sv[at])
	}
	if inf.KeepResid {
		resid = make([]float64, len(p.rows))
		for i, r := range p.rows {
			resid[i] = p.Effect[r]
			if at := t.of[i]; at >= 0 {
				resid[i] -= mean[at]
			}
		}
	}
	return f, resid, nil
}
