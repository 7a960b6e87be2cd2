package main

// legs are the parts of the way of an edit to its status: until the API server is asked
// to write that, until it has answered, and until a watch shows it. The first and the
// last are mostly the API server's too, which tells of both; what the manager
// adds is in the first.
type legs struct{ asked, written, shown waits }

// add takes the ways of edits apart by what the manager called. Where a status was
// answered before the edit itself was, there is nothing to take apart.
func (l *legs) add(edits dated, calls []call) {
	for i, answered := range edits.answered {
		for _, c := range calls {
			if c.key() != "Matter/"+edits.matters[i] || !c.writesStatus() || c.failed() || c.answered.Before(answered) {
				continue
			}
			if c.asked.After(answered.Add(edits.took[i])) {
				break // it is of the next edit of the matter
			}
			l.asked = append(l.asked, max(0, c.asked.Sub(answered)))
			l.written = append(l.written, c.answered.Sub(c.asked))
			l.shown = append(l.shown, max(0, edits.took[i]-c.answered.Sub(answered)))
			break
		}
	}
}

func (l *legs) tell(r *result) {
	for _, of := range []struct {
		what string
		took waits
	}{
		{"of these, until the manager's write was asked for", l.asked},
		{"until it was answered", l.written},
		{"until a watch showed it", l.shown},
	} {
		r.tell(of.what, "%s", percentiles([]waits{of.took}))
	}
}
