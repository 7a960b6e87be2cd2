package authority

// Row is a field of a spec and the rules that guard it; P-3 alone where Kubernetes
// RBAC does.
type Row struct{ Kind, Field, Rules string }

// Table returns every field of the five specs, in their order, with what guards it.
// A field without a guard has no rules: nobody may change it, and a test fails.
func Table() []Row {
	var table []Row
	table = append(table, rows("Firm", &firmSpec, firms.guards)...)
	table = append(table, rows("Office", &officeSpec, offices.guards)...)
	table = append(table, rows("FirmUser", &userSpec, users.guards)...)
	table = append(table, rows("AssistantLink", &linkSpec, links.guards)...)
	return append(table, rows("Matter", &matterSpec, matters.guards)...)
}

func rows[W any](kind string, spec *node, guards map[string]*guard[W]) []Row {
	leaves := spec.leaves()
	rows := make([]Row, 0, len(leaves))
	for _, field := range leaves {
		row := Row{Kind: kind, Field: field}
		if g := guards[field]; g != nil {
			row.Rules = g.rules
		}
		rows = append(rows, row)
	}
	return rows
}
