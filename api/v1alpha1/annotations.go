package v1alpha1

// FirmName is the name that a namespace's one Firm object has (W-2).
const FirmName = "firm"

// The annotations that the mutating webhook keeps. Anyone else's edit of them is
// undone; a claim in an annotation is never an identity (P-4).
const (
	// LedgerAnnotation holds the ledger of a Matter or a Firm: the history that
	// specs alone cannot tell (section L).
	LedgerAnnotation = "matterplane.dev/ledger"

	// SinceAnnotation holds the time of an object's creation to the microsecond (L-9).
	SinceAnnotation = "matterplane.dev/since"

	// FirstUserAnnotation marks the first user of a firm, created by a Company
	// with no system role: a Firm Administrator.
	FirstUserAnnotation = "matterplane.dev/first-user"

	// CreatedByAnnotation names the Company that created a user or an office (U-8).
	CreatedByAnnotation = "matterplane.dev/created-by"
)
