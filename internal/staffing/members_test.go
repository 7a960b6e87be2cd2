package staffing_test

import "testing"

func TestInheritance(t *testing.T) {
	check(t, team, []example{
		{
			"M-8 the case's team, followers too",
			people + `firm follow=staffing; case c staff=tom; matter m staff=otto case=c`,
			`abe Case(c), asa Case(c), otto Direct, tom Case(c)`,
		},
		{
			"M-8 the collections' teams",
			people + `firm; collection k lead=tom; collection l staff=tim,tom; matter m collections=l,k`,
			`tim Collection(l), tom Collection(k l)`,
		},
		{
			"M-3 following is decided where the timekeeper is direct",
			people + `firm; case c staff=tom follow=-staffing; matter m case=c follow=staffing`,
			`tom Case(c)`,
		},
		{
			"M-8 a case has its own team",
			people + `firm; matter n staff=tim case=m; case m staff=tom`,
			`tom Direct`,
		},
		{
			"M-8 so has a collection",
			people + `firm; case c staff=tim; collection m staff=tom`,
			`tom Direct`,
		},
		{
			"M-8 a case does not pass on the teams of its case",
			people + `firm; case d staff=tim; case c staff=tom case=d; matter m case=c`,
			`tom Case(c)`,
		},
		{
			"M-8 what is missing adds nothing",
			people + `firm; matter m staff=tom case=c collections=k`,
			`tom Direct`,
		},
		{
			"M-8 nor what is of the wrong type",
			people + `firm; collection c staff=tim; case k staff=otto; matter m staff=tom case=c collections=k,m`,
			`tom Direct`,
		},
		{
			"M-8 only participants are inherited",
			people + `firm; case c staff=tom,nobody; user tom deactivated; matter m case=c`,
			``,
		},
		{
			"M-9 every origin that holds, in order",
			people + `firm follow=staffing; case c staff=asa,tom; collection k staff=tom; collection l staff=asa; matter m staff=tom case=c collections=k,l`,
			`abe Case(c)+Collection(k)+Following(tom), asa Case(c)+Collection(k l)+Following(tom), tom Direct+Case(c)+Collection(k)`,
		},
		{
			"M-6 who is direct on the case may follow on the matter",
			people + `firm follow=staffing; case c staff=asa follow=-staffing; matter m staff=tim case=c`,
			`asa Case(c)+Following(tim), tim Direct`,
		},
		{
			"M-7 who leaves the matter stays by the case",
			people + `firm; case c staff=tom; matter m staff=tom,tim case=c; matter m staff=tim case=c`,
			`tim Direct, tom Case(c)`,
		},
		{
			"W-5 the first eight names and how many more",
			people + `firm; collection k0 staff=tom; collection k9 staff=tom; collection k8 staff=tom; collection k7 staff=tom; collection k6 staff=tom
				collection k5 staff=tom; collection k4 staff=tom; collection k3 staff=tom; collection k2 staff=tom; collection k1 staff=tom
				matter m collections=k9,k8,k7,k6,k5,k4,k3,k2,k1,k0`,
			`tom Collection(k0 k1 k2 k3 k4 k5 k6 k7 +2)`,
		},
		{
			"W-5 eight names are all",
			people + `firm; collection k7 staff=tom; collection k6 staff=tom; collection k5 staff=tom; collection k4 staff=tom
				collection k3 staff=tom; collection k2 staff=tom; collection k1 staff=tom; collection k0 staff=tom
				matter m collections=k0,k1,k2,k3,k4,k5,k6,k7`,
			`tom Collection(k0 k1 k2 k3 k4 k5 k6 k7)`,
		},
	})
}

func TestCapacities(t *testing.T) {
	check(t, capacities, []example{
		{
			"M-10 what an entry does not say",
			people + `firm; matter m staff=tom`,
			`tom MatterReader TeamMember`,
		},
		{
			"M-10 what it says",
			people + `firm; matter m staff=tom:BillingOnly:SupportStaff,tim:MatterAdministrator:ResponsibleAttorney`,
			`tim MatterAdministrator ResponsibleAttorney, tom BillingOnly SupportStaff`,
		},
		{
			"M-10 the lead, whatever its entry says",
			people + `firm; matter m lead=tom staff=tom:BillingOnly:SupportStaff`,
			`tom MatterAdministrator ResponsibleAttorney`,
		},
		{
			"M-10 a follower has the role that it follows",
			people + `firm follow=staffing; matter m staff=tom:BillingOnly,tim:MatterReader`,
			`abe BillingOnly SupportStaff, asa MatterReader SupportStaff, tim MatterReader TeamMember, tom BillingOnly TeamMember`,
		},
		{
			"M-10 but at most MatterEditor",
			people + `firm follow=staffing; matter m staff=tom:MatterAdministrator:ResponsibleAttorney`,
			`abe MatterEditor SupportStaff, asa MatterEditor SupportStaff, tom MatterAdministrator ResponsibleAttorney`,
		},
		{
			"M-10 of the lead too",
			people + `firm follow=staffing; matter m lead=tim`,
			`asa MatterEditor SupportStaff, tim MatterAdministrator ResponsibleAttorney`,
		},
		{
			"M-10 by the entries of this list alone",
			people + `firm follow=staffing; case c staff=tim:MatterEditor:DoNotFollow; matter m staff=tim case=c`,
			`asa MatterReader SupportStaff, tim MatterEditor TeamMember`,
		},
		{
			"M-9 the type of the first origin, the highest role of all",
			people + `firm; case c staff=tom:MatterEditor:SupportStaff; matter m staff=tom:BillingOnly case=c`,
			`tom MatterEditor TeamMember`,
		},
		{
			"M-9 the case comes before the collections",
			people + `firm; case c staff=tom:SupportStaff; collection a staff=tom:ResponsibleAttorney; matter m case=c collections=a`,
			`tom MatterReader SupportStaff`,
		},
		{
			"M-9 of the collections the first by name",
			people + `firm; collection l staff=tom:MatterEditor; collection k staff=tom:BillingOnly:SupportStaff; matter m collections=l,k`,
			`tom MatterEditor SupportStaff`,
		},
		{
			"M-9 following comes last",
			people + `firm follow=staffing; case c staff=asa:BillingOnly:ResponsibleAttorney; matter m staff=tim:MatterEditor case=c`,
			`asa MatterEditor ResponsibleAttorney, tim MatterEditor TeamMember`,
		},
		{
			"M-10 the lead of the case is MatterAdministrator on its matters",
			people + `firm; case c lead=tom; matter m case=c`,
			`tom MatterAdministrator ResponsibleAttorney`,
		},
	})
}

func TestIgnored(t *testing.T) {
	check(t, ignored, []example{
		{
			"M-12 by name, with the first reason that applies",
			`user zoe deactivated role=ThirdPartyBiller; user bob role=ThirdPartyBiller; user tom; matter m staff=zoe,tom,nobody,bob`,
			`bob ThirdPartyBiller, nobody NotFound, zoe Deactivated`,
		},
		{
			"M-12 the lead too, once",
			`user tom deactivated; matter m lead=tom staff=tom`,
			`tom Deactivated`,
		},
		{
			"M-12 not who is conflicted or excluded",
			`matter m conflicted=nobody excluded=nobody`,
			``,
		},
		{
			"M-12 not those of the case",
			`case c staff=nobody; matter m case=c`,
			``,
		},
	})
	check(t, team, []example{
		{
			"M-12 they are no members",
			`user tom deactivated; user tim; matter m lead=tom staff=nobody,tim`,
			`tim Direct`,
		},
		{
			"M-12 and come back as they were",
			people + `firm follow=staffing; matter m staff=tom; user tom deactivated; matter m staff=tom follow=-staffing; user tom`,
			`abe Following(tom), asa Following(tom), tom Direct`,
		},
	})
}
