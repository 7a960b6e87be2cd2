// Package access is what a user may do: the permissions of S-3, the clients of
// S-4 and the business units of S-5, for statuses and for decisions (section D).
package access
