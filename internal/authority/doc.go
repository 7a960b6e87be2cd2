// Package authority is about who may change what (RULES sections P, R and U): pure,
// from who asks, what would change and what there is.
package authority
