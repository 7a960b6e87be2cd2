package v1alpha1

// The condition types. Those that apply to a kind are always there; Stalled only
// while it is True, for what waiting cannot cure.
const (
	// ConditionReady says that everything declared took effect.
	ConditionReady = "Ready"
	// ConditionStalled says that only a change by a person can make the object ready.
	ConditionStalled = "Stalled"
	// ConditionReferencesResolved says that everything that the object names is there (W-3).
	ConditionReferencesResolved = "ReferencesResolved"
	// ConditionAccepted says that an AssistantLink has effect.
	ConditionAccepted = "Accepted"
	// ConditionAdministratorsAssigned says that the firm has a lead, a backup and an active administrator.
	ConditionAdministratorsAssigned = "AdministratorsAssigned"
	// ConditionAdministratorsDistinct says that lead and backup are two people.
	ConditionAdministratorsDistinct = "AdministratorsDistinct"
	// ConditionProvisioningClosed says that the lead or backup has closed the window (P-5).
	ConditionProvisioningClosed = "ProvisioningClosed"
	// ConditionBusinessUnitsValid says that the business units form a tree (S-5).
	ConditionBusinessUnitsValid = "BusinessUnitsValid"
	// ConditionAdministratorAssigned says that an office has the administrator it needs (S-1).
	ConditionAdministratorAssigned = "AdministratorAssigned"
	// ConditionIdentityUnique says that no other user signs in as this one.
	ConditionIdentityUnique = "IdentityUnique"
	// ConditionRightsConsistent says that no right lacks the one that it goes along with (S-3).
	ConditionRightsConsistent = "RightsConsistent"
	// ConditionLeadEligible says that the matter's lead is a participant (M-12).
	ConditionLeadEligible = "LeadEligible"
	// ConditionMembersCleared says that no wall keeps a member out (C-8).
	ConditionMembersCleared = "MembersCleared"
	// ConditionIncludedSystemsIgnored says that an assistant's own list of systems was ignored (M-11).
	ConditionIncludedSystemsIgnored = "IncludedSystemsIgnored"
	// ConditionLedgerIntact says that the object's ledger can be read (L-8).
	ConditionLedgerIntact = "LedgerIntact"
)

// The reasons of Ready while it is True. While it is False its reason is that of
// the first cause, in the order of the list above.
const (
	// ReasonReconciled says that everything declared took effect.
	ReasonReconciled = "Reconciled"
)

// The reasons of ReferencesResolved.
const (
	// ReasonAllFound says that everything named is there.
	ReasonAllFound = "AllFound"
	// ReasonNotFound says that something named is not there (yet); the message names it.
	ReasonNotFound = "NotFound"
	// ReasonWrongType says that something named is there but of another type than needed.
	ReasonWrongType = "WrongType"
)

// The reasons of Accepted, and of Stalled on a link.
const (
	// ReasonAccepted says that the link has effect.
	ReasonAccepted = "Accepted"
	// ReasonDuplicate says that an earlier accepted link has the same pair.
	ReasonDuplicate = "Duplicate"
	// ReasonAssistantHasAssistants says that the link would make an assistant of a timekeeper.
	ReasonAssistantHasAssistants = "AssistantHasAssistants"
	// ReasonTimekeeperIsAssistant says that the link would make a timekeeper of an assistant.
	ReasonTimekeeperIsAssistant = "TimekeeperIsAssistant"
)

// The reasons of AdministratorsAssigned.
const (
	// ReasonAssigned says that what is needed is there; of AdministratorAssigned too.
	ReasonAssigned = "Assigned"
	// ReasonLeadMissing says that the lead is unset, or no such user exists, or is a biller.
	ReasonLeadMissing = "LeadMissing"
	// ReasonBackupMissing says that the backup is unset, or no such user exists, or is a biller.
	ReasonBackupMissing = "BackupMissing"
	// ReasonNoActiveAdministrator says that no active Firm Administrator, lead or backup is left.
	ReasonNoActiveAdministrator = "NoActiveAdministrator"
)

// The reasons of AdministratorsDistinct.
const (
	// ReasonDistinct says that lead and backup are not the same user.
	ReasonDistinct = "Distinct"
	// ReasonSameUser says that they are.
	ReasonSameUser = "SameUser"
)

// The reasons of ProvisioningClosed.
const (
	// ReasonClosed says that the lead or backup has closed the window.
	ReasonClosed = "Closed"
	// ReasonOpen says that the window is open.
	ReasonOpen = "Open"
	// ReasonAwaitingAdministrator says that the spec says Closed, but neither lead nor backup has written it.
	ReasonAwaitingAdministrator = "AwaitingAdministrator"
)

// The reasons of BusinessUnitsValid.
const (
	// ReasonTree says that every unit's parents lead to a root.
	ReasonTree = "Tree"
	// ReasonCycle says that units are above each other.
	ReasonCycle = "Cycle"
	// ReasonParentNotFound says that a unit's parent is not listed.
	ReasonParentNotFound = "ParentNotFound"
)

// The further reasons of AdministratorAssigned.
const (
	// ReasonNotRequired says that the firm has one office, which needs none.
	ReasonNotRequired = "NotRequired"
	// ReasonMissing says that the office needs an administrator and has none.
	ReasonMissing = "Missing"
)

// The reasons of IdentityUnique.
const (
	// ReasonUnique says that the email and identities are nobody else's.
	ReasonUnique = "Unique"
	// ReasonShared says that they are; neither acts (P-1). The message names whom with.
	ReasonShared = "Shared"
)

// The reasons of RightsConsistent.
const (
	// ReasonConsistent says that no right lacks another.
	ReasonConsistent = "Consistent"
	// ReasonAccountingMissing says that ApproveOthersInvoices is there without Accounting.
	ReasonAccountingMissing = "AccountingMissing"
	// ReasonReportingMissing says that AllBillingUnits is there without Reporting.
	ReasonReportingMissing = "ReportingMissing"
)

// The reasons of LeadEligible; while it is False they are those of IgnoredReason.
const (
	// ReasonEligible says that the lead is a participant.
	ReasonEligible = "Eligible"
	// ReasonNoLead says that none is named.
	ReasonNoLead = "NoLead"
	// ReasonDeactivated says that the lead's account is deactivated.
	ReasonDeactivated = "Deactivated"
	// ReasonThirdPartyBiller says that the lead is a third-party biller.
	ReasonThirdPartyBiller = "ThirdPartyBiller"
)

// The reasons of MembersCleared.
const (
	// ReasonCleared says that every member has access.
	ReasonCleared = "Cleared"
	// ReasonMembersExcluded says that a wall keeps members out; the message names up to ten.
	ReasonMembersExcluded = "MembersExcluded"
)

// The reasons of IncludedSystemsIgnored.
const (
	// ReasonAssistantsHaveNone says that assistants have no systems of their own; the message names them.
	ReasonAssistantsHaveNone = "AssistantsHaveNone"
	// ReasonNone says that nothing was ignored.
	ReasonNone = "None"
)

// The reasons of LedgerIntact.
const (
	// ReasonIntact says that the ledger can be read.
	ReasonIntact = "Intact"
	// ReasonUnreadable says that it could not be, and counts as absent.
	ReasonUnreadable = "Unreadable"
	// ReasonNewerVersion says that a newer version of this program wrote it.
	ReasonNewerVersion = "NewerVersion"
)
