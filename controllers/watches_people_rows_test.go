package controllers

import "slices"

// rows are the kinds of events: every kind of object comes, goes, and changes in
// each of its fields and each part of its ledger and stamps. That there is none
// without a row is TestEveryFieldHasARow.
var rows = slices.Concat(rowsOfFirm, rowsOfOffice, rowsOfUser, rowsOfLink, rowsOfMatter, rowsOfGroups, rowsOfLedger)

// rowsOfFirm are the events of the Firm.
var rowsOfFirm = []row{
	{"the Firm comes", "comes firm", "office london; user amira ben carla eve finn gus; matter c1 k1 m1 m10 m2 m3 m4 m5 m6 m8", "office zurich; user dan; matter c10 c2 m7"},
	{"the Firm goes", "delete firm", "office london; user amira ben carla eve finn gus; matter c1 k1 m1 m10 m2 m3 m4 m5 m6 m8", "office zurich; user dan; matter c10 c2 m7"},
	{"whether its window is open", "firm lead=amira backup=ben provisioning=Open clients=acme systems=documents units=uk", "", ""},
	{"its systems", "firm lead=amira backup=ben clients=acme systems=documents,billing units=uk", "matter c1 k1 m1 m10 m2 m3 m4 m5 m6 m8", "matter c10 c2 m7"},
	{"a client more", "firm lead=amira backup=ben clients=acme,globex systems=documents units=uk", "user amira ben carla", ""},
	{"a client less", "firm lead=amira backup=ben systems=documents units=uk", "user amira ben carla; matter m1 m8", "user dan eve finn"},
	{"a client's manager", "firm lead=amira backup=ben clients=acme/dan systems=documents units=uk", "", ""},
	{"a client's display name", "patch firm {clients: [{name: acme, displayName: Acme}]}", "", ""},
	{"its lead", "firm lead=dan backup=ben clients=acme systems=documents units=uk", "office london; user amira ben dan eve finn gus", "office zurich; user carla"},
	{"its backup", "firm lead=amira backup=dan clients=acme systems=documents units=uk", "user ben dan", "office london zurich; user amira carla eve finn gus"},
	{"what a recovery says", "patch firm {administrators: {recovery: {requestedBy: dan, partnerEmail: d@firm.example, firmName: Bench, newLead: dan, newLeadEmail: d@firm.example, departed: [amira], authorization: signed}}}", "", ""},
	{"its setting for teams", "firm lead=amira backup=ben clients=acme systems=documents units=uk follow=staffing", "", ""},
	{"its setting for walls", "firm lead=amira backup=ben clients=acme systems=documents units=uk follow=conflictedUsers", "", ""},
	{"its display name", "patch firm {displayName: Bench}", "", ""},
	{"its password policy", "patch firm {passwordPolicy: {minimumLength: 12, characterClasses: 3, maximumAgeDays: 90, historyCount: 4, lockoutAfterFailures: 5, lockoutMinutes: 30, inactivityDays: 60}}", "", ""},
	{"a business unit more", "firm lead=amira backup=ben clients=acme systems=documents units=uk,tax", "", ""},
	{"a business unit less", "firm lead=amira backup=ben clients=acme systems=documents", "user finn", ""},
	{"a business unit's parent", "patch firm {businessUnits: [{name: uk, parent: emea}]}", "", ""},
	{"a business unit's display name", "patch firm {businessUnits: [{name: uk, displayName: UK}]}", "", ""},
	{"a business unit bills", "patch firm {businessUnits: [{name: uk, billingUnit: true}]}", "", "user finn"},
	{"which invoices office administrators see", "firm lead=amira backup=ben clients=acme systems=documents units=uk invoices=OwnOffice", "user carla", ""},
}

// rowsOfOffice are the events of an office.
var rowsOfOffice = []row{
	{"an office comes", "office paris", "firm; user gus; matter m2", "office london zurich"},
	{"an office goes", "delete office zurich", "firm; office london; user carla dan", ""},
	{"an office is written again", "office london", "", ""},
	{"an office's name, address and phone", "patch office london {displayName: London, address: Strand, phone: '1'}", "", ""},
}

// rowsOfUser are the events of a user.
var rowsOfUser = []row{
	{"a user comes", "user hal", "firm", ""},
	{"a user comes who is named already", "user c9", "firm", ""},
	{"a user goes", "delete user dan", "firm; office zurich; user eve; link eve-assists-dan; matter k1 m10 m2 m8", ""},
	{"a user goes who administers the firm", "delete user amira", "firm; office london; user ben eve finn gus; matter m6", "office zurich; user carla dan"},
	{"a user's email", "patch user dan {email: d@firm.example}", "", ""},
	{"the lead's email", "user amira office=london email=a@firm.example", "firm; office london; user ben eve finn gus", "office zurich; user carla dan"},
	{"an office administrator's email", "patch user carla {email: c@firm.example}", "office zurich; user dan", ""},
	{"a user shares an email", "user dan office=zurich email=ben@firm.example", "user ben", ""},
	{"a user shares an identity", "user dan office=zurich identities=ben@firm.example", "user ben", ""},
	{"a user's given name", "patch user dan {givenName: Dan}", "", ""},
	{"the lead's given name", "patch user amira {givenName: Amira}", "firm; office london; user ben eve finn gus", "office zurich; user carla dan"},
	{"a user's family name", "patch user dan {familyName: Doe}", "", ""},
	{"a user moves", "user dan office=london", "office london zurich", ""},
	{"a user has no office any more", "user dan", "office zurich", ""},
	{"an office administrator moves", "user carla office=london role=FirmOfficeAdministrator", "office london zurich; user ben dan", "user amira"},
	{"an administrator of the firm moves", "user amira office=zurich", "office london zurich", ""},
	{"a user is deactivated", "user dan office=zurich deactivated", "firm; office zurich; matter k1 m10 m2 m8", "user eve"},
	{"one on a side is deactivated", "user carla office=zurich role=FirmOfficeAdministrator deactivated", "firm; office zurich; user dan; matter m3 m4", "matter c2 m7"},
	{"one in a case is deactivated", "user ben office=london deactivated", "firm; office london; matter c1 c2 m1 m3 m4 m7", "office zurich; user amira carla dan eve finn gus"},
	{"an assistant is deactivated", "user finn units=uk deactivated", "firm; matter m5", "matter c1 c2 m1 m3 m4 m7 m8"},
	{"a user administers its office", "user dan office=zurich role=FirmOfficeAdministrator", "office zurich", "user carla"},
	{"a user administers the firm", "user dan office=zurich role=FirmAdministrator", "firm", "office london zurich; user amira ben carla eve finn gus"},
	{"a user bills", "user dan office=zurich role=FirmUserBilling", "", ""},
	{"the right Administrator of who is excluded", "user finn units=uk rights=Administrator", "", "matter m8"},
	{"a user bills from outside", "user dan office=zurich role=ThirdPartyBiller", "matter k1 m10 m2 m8", "user eve"},
	{"a user's work", "user dan office=zurich as=Partner", "", ""},
	{"a user's right to see all", "user dan office=zurich rights=Compliance", "", ""},
	{"the right Administrator", "user dan office=zurich rights=Administrator", "", ""},
	{"a user floats", "user dan office=zurich floating", "", "user eve; matter k1 m10 m2 m8"},
	{"one on a side floats", "user ben office=london floating", "matter c2 m3 m7", "user finn; matter c1 m1 m4"},
	{"a user's units", "user dan office=zurich units=uk", "", ""},
	{"a user's delegates", "user dan office=zurich delegates=ben", "", ""},
	{"a user may upload", "user dan office=zurich upload", "", ""},
	{"a user is stamped as the first", "annotate user dan {matterplane.dev/first-user: 'true'}", "firm", "office london zurich; user amira ben carla eve finn gus"},
	{"a user's since", "annotate user dan {matterplane.dev/since: '2026-01-01T00:00:00.000000Z'}", "", ""},
	{"who created a user", "annotate user dan {matterplane.dev/created-by: acme}", "", ""},
	{"the lead bills too", "user amira office=london role=FirmUserBilling", "", "firm; office london zurich; user ben carla dan eve finn gus"},
}

// rowsOfLink are the events of a link.
var rowsOfLink = []row{
	{"a link comes", "link gus->carla", "user carla gus", "matter c2 m3 m4 m7"},
	{"a link that is disputed", "link gus->finn", "", "user ben finn gus; link finn-assists-ben; matter c1 c2 m1 m3 m4 m5 m7 m8"},
	{"a link that stands already", "link eve->dan name=again", "", "user dan eve; link eve-assists-dan; matter k1 m10 m2 m8"},
	{"a link goes", "delete link eve->dan", "user dan eve", "matter k1 m10 m2 m8"},
	{"a link's since", "annotate link eve-assists-dan {matterplane.dev/since: '2026-01-01T00:00:00.000000Z'}", "", "user dan eve; matter k1 m10 m2 m8"},
	{"a link's assistant, made anew", "anew link eve-assists-dan {assistant: gus}", "user dan eve gus", "matter k1 m10 m2 m8"},
	{"a link's timekeeper, made anew", "anew link eve-assists-dan {timekeeper: carla}", "user carla dan eve", "matter c2 k1 m10 m2 m3 m4 m7 m8"},
}
