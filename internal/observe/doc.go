// Package observe tells whoever runs the manager what it does: a log line and, if they
// are asked for, a span of each reconcile and of each answer of a webhook. Both are made
// here alone, around the reconcilers and the webhooks, in the same words.
//
// They name the firm, the object, who asked and by which rule. They never hold what an
// object says: no display name, no reason of a wall, no message of a refusal. Those are
// in the object, for those who may read it.
package observe
