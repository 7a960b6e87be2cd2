package main

const (
	around      = "internal/access/around.go"
	asker       = "internal/access/asker.go"
	clients     = "internal/access/clients.go"
	reached     = "internal/access/reached.go"
	decide      = "internal/access/decide.go"
	grants      = "internal/access/grants.go"
	holder      = "internal/access/holder.go"
	mattersOf   = "internal/access/matters.go"
	permissions = "internal/access/permissions.go"
	units       = "internal/access/units.go"
	who         = "internal/access/who.go"
	one         = "internal/staffing/one.go"
	position    = "internal/staffing/position.go"
)

// ofDecisions are bugs in who may do what: random firms catch them.
var ofDecisions = []mutant{
	{"S-2", "the youngest first user counts", people, `return BySince(a, b) }).Name`, `return BySince(b, a) }).Name`},
	{"S-3", "a biller keeps the rows below", permissions, `v1alpha1.PostInvoices), last: true}`, `v1alpha1.PostInvoices)}`},
	{"S-3", "a billing unit below counts", holder, `unit.BillingUnit && slices.Contains(h.spec.BusinessUnits, unit.Name)`, `unit.BillingUnit && UnitsOf(&v1alpha1.Firm{Spec: *h.firm}).In(unit.Name, h.spec.BusinessUnits)`},
	{"S-3", "a Firm Administrator has no row", permissions, "\t{holds: systemRole(v1alpha1.RoleFirmAdministrator), gives: firmAdministrator},\n", ``},
	{"S-4", "who is walled off has matters", position, "\treturn !p.d.isWalled(asset, user)\n", "\treturn !p.d.isWalled(asset, user) || true\n"},
	{"S-4", "the matters of a case are not looked at", clients, `if group.Spec.Type != v1alpha1.TypeMatter {`, `if group.Spec.Type == "" {`},
	{"S-4", "the last client is not looked at", clients, `if missing == 0 {`, `if missing <= 1 {`},
	{"S-4", "whom one assists is not looked at", clients, `range r.links.Timekeepers(user) {`, `range r.links.Timekeepers(user)[:0] {`},
	{"S-4", "the groups of an asset are not looked at", reached, `range roster.GroupsOf(asset) {`, `range roster.GroupsOf(asset)[:0] {`},
	{"S-4", "the assistants on an asset are not looked at", reached, `range direct.assistants {`, `range direct.assistants[:0] {`},
	{"S-4", "what others have found is not heeded", reached, `range finders {`, `range finders[:1] {`},
	{"S-4", "the own office is not heeded", clients, `ViewInvoices: h.invoicesSeen()}`, `ViewInvoices: v1alpha1.InvoicesAllOffices}`},
	{"S-5", "units do not inherit", asker, `line := s.units().AtOrAbove(unit)`, `line := s.units().AtOrAbove(unit)[:min(1, len(s.units().AtOrAbove(unit)))]`},
	{"S-5", "a unit that is not listed grants", units, "\t_, listed := u.listed[unit]\n\treturn listed", "\t_, listed := u.listed[unit]\n\treturn listed || unit == \"limbo\""},
	{"D-1", "a deactivated user may", asker, `case k.user.Spec.Deactivated:`, `case false:`},
	{"D-2", "a wall does not stop billing", asker, `case k.position.IsConflicted():`, `case k.position.IsConflicted() && action != ActionPostInvoices:`},
	{"D-2", "one user: assistants of the other side are not struck", one, `walled && known.direct || !d.assistantsStruck(asset)`, `walled && known.direct || true`},
	{"D-2", "one user: who floats is struck", one, `len(sides) > 0 && !roster.IsFloating(d.view, user)`, `len(sides) > 0`},
	{"D-2", "one user: a timekeeper who floats strikes", one, "\t\tif roster.IsFloating(d.view, timekeeper) {", "\t\tif false {"},
	{"D-2", "matters of a user: the other sides are forgotten", around, "\tfor set := range setsOf(v, found) {", "\tfor set := range setsOf(v, assets{}) {"},
	{"D-2", "matters of a user: the sides of a case are forgotten", around, `c := v.Matter(m.Spec.Case); c != nil {`, `c := v.Matter(m.Spec.Case); c != nil && false {`},
	{"D-3", "the right Compliance stays in as Administrator does", position, `roster.HasRight(d.view, user, v1alpha1.RightAdministrator)`, `(roster.HasRight(d.view, user, v1alpha1.RightAdministrator) || roster.HasRight(d.view, user, v1alpha1.RightCompliance))`},
	{"D-4", "a biller is like others", asker, `case k.systemRole == v1alpha1.RoleThirdPartyBiller:`, `case false:`},
	{"D-5", "a closed matter takes no invoices", asker, `case action == ActionReportTime && matter.Spec.State == v1alpha1.StateClosed:`, `case matter.Spec.State == v1alpha1.StateClosed && action == ActionPostInvoices:`},
	{"D-6", "BillingOnly views", grants, `ActionView:         {v1alpha1.MatterRoleReader,`, `ActionView:         {v1alpha1.MatterRoleBillingOnly, v1alpha1.MatterRoleReader,`},
	{"D-6", "editors manage the team", grants, `ActionManageTeam:   {v1alpha1`, `ActionManageTeam:   {v1alpha1.MatterRoleEditor, v1alpha1`},
	{"D-6", "one user: follows who is no participant", one, "\tif !timekeeper.participant {\n\t\treturn nil, nil\n\t}\n", ""},
	{"D-6", "one user: direct on the case is not looked at", one, "\t\tif s := d.seat(c, user); s != nil {\n\t\t\tm.byCase", "\t\tif s := d.seat(c, user); s != nil && !s.direct() {\n\t\t\tm.byCase"},
	{"D-6", "one user: the severed follow", one, `d.obstacle(kept, ledger.Staffing, link, false) != unhindered`, `d.obstacle(kept, ledger.Staffing, link, false) == noParticipant`},
	{"D-6", "matters of a user: those of a case are forgotten", around, `if other.Spec.Type == v1alpha1.TypeCase {`, `if false {`},
	{"D-7", "rights stop at confidential matters", grants, `func inUnit(k *asker, action Action) string {`, "func inUnit(k *asker, action Action) string {\n\tif k.asset.matter.Spec.Confidential {\n\t\treturn \"\"\n\t}"},
	{"D-7", "Compliance edits", grants, `is(action, ActionView) && k.has(v1alpha1.RightCompliance)`, `is(action, ActionView, ActionEdit) && k.has(v1alpha1.RightCompliance)`},
	{"D-7", "who: holders of units above are forgotten", who, `range a.units().AtOrAbove(a.matter.Spec.BusinessUnit) {`, `range []string{a.matter.Spec.BusinessUnit} {`},
	{"D-8", "roles reach confidential matters", grants, "\tif k.asset.matter.Spec.Confidential {\n\t\treturn \"\"\n\t}\n\trole", "\trole"},
	{"D-8", "an Associate views", grants, `role == v1alpha1.UserRolePartner,`, `role == v1alpha1.UserRolePartner || is(action, ActionView) && role == v1alpha1.UserRoleAssociate,`},
	{"D-9", "the manager of any client may", decide, `.Name == a.matter.Spec.Client {`, `.Name != "" {`},
	{"D-9", "matters of a user: a manager's are forgotten", mattersOf, `if client.Manager == p.name {`, `if false {`},
	{"D-10", "no office is the own office of who has none", holder, `office != "" && office == h.spec.Office`, `office == h.spec.Office`},
	{"D-10", "Compliance manages teams", grants, "\tcase ActionManageTeam:\n\t\tif k.has(v1alpha1.RightAdministrator)", "\tcase ActionManageTeam:\n\t\tif k.has(v1alpha1.RightAdministrator) || k.has(v1alpha1.RightCompliance)"},
	{"D-10", "the backup is no administrator", people, "\t\theld = append(held, v1alpha1.DesignationBackup)", "\t\t_ = held"},
	{"D-10", "who: first users are forgotten", who, "\taddUsers(add, v.FirstUsers())\n", ``},
	{"D-10", "matters of a user: those of the office are forgotten", mattersOf, `p.invoicesSeen() == v1alpha1.InvoicesOwnOffice`, `p.invoicesSeen() == ""`},
}
