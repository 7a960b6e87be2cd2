// Package admission answers the API server about writes of our kinds: the room in
// which the pure rules meet whoever is asking.
//
// The mutating webhook keeps ledgers and stamps, in annotations, and changes
// nothing else (RULES section L). The validating webhook asks authority whether who
// asks may make the change, deletions included (sections P, R and U), refuses what
// the annotations may not become, and gives early answers about what a firm may not
// declare. One function,
// keep, says for both what the annotations must be after a write: one makes them
// so, the other refuses anything else, such as what a webhook after ours has put
// there.
//
// Writes of status do not come here: the API server takes everything but the status
// from the stored object, annotations too.
//
// Whatever a ledger or stamp depends on is read live, and so are the acting user, the
// Firm, and what the API server authorizes somebody for (P-6): a setting, a right or
// a link that is gone is gone at once. Membership, and whom to ask, come from the
// caches, without which nothing is decided. The controllers never assume that
// admission ran (W-4).
package admission
