// Package admission answers the API server about writes of our kinds: the room in
// which the pure rules meet whoever is asking.
//
// The mutating webhook keeps ledgers and stamps, in annotations, and changes
// nothing else (RULES section L). The validating webhook refuses what they may not
// become, and gives early answers about what a firm may not declare. One function,
// keep, says for both what the annotations must be after a write: one makes them
// so, the other refuses anything else, such as what a webhook after ours has put
// there.
//
// Writes of status do not come here: the API server takes everything but the status
// from the stored object, annotations too.
//
// Whatever an answer depends on beside the request is read live: a setting, a
// right or a link that is gone is gone at once. The controllers never assume that
// admission ran (W-4).
package admission
