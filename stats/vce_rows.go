package stats

// RowsOfVCE is vce restricted to the rows for which keep is true.
func RowsOfVCE(vce VCE, keep []bool) VCE {
	switch v := vce.(type) {
	case Cluster:
		return v.rows(keep)
	case HAC:
		v.Timeline = v.Timeline.Rows(keep)
		return v
	case AC:
		v.Timeline = v.Timeline.Rows(keep)
		return v
	case DriscollKraay:
		v.Timeline = v.Timeline.Rows(keep)
		return v
	case ClusterKernel:
		v.Cluster, v.Timeline = v.Cluster.rows(keep), v.Timeline.Rows(keep)
		return v
	}
	return vce
}

func (c Cluster) rows(keep []bool) Cluster {
	groups := make([][]int32, len(c.Groups))
	for j, g := range c.Groups {
		groups[j] = pick(g, keep)
	}
	c.Groups = groups
	return c
}
