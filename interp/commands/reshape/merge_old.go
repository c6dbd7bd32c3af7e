package reshape

// oldStyle merges the files one after the other, as merge did before version
// 11: many to many within the keys, all variables and no table.
func (j *mergeJob) oldStyle(names []string) error {
	j.c.Print("(note: you are using old merge syntax; see [D] merge for new syntax)\n")
	before := j.c.Frame()
	for i, name := range names {
		if i > 0 {
			j.c.Frame().Drop(j.name)
		}
		j.KeepUsing = nil
		if j.Keep.Text != "" {
			j.KeepUsing = listed(j.Keep)
		}
		using, err := readUsing(j.c, name, j.wanted())
		if err == nil {
			err = j.run(using)
		}
		if err != nil {
			j.c.SetFrame(before)
			return err
		}
	}
	return nil
}
