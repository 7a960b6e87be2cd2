// Package story tells stories of firms to the controllers: on a real API server,
// with the manager under the rights that config/rbac ships and nothing else.
//
// A story is a text of writes and of what must then be so:
//
//	firm follow=staffing
//	user amira; user ben; link ben->amira
//	matter m1 lead=amira
//	= m1: amira ResponsibleAttorney Administrator direct; ben Editor SupportStaff follows amira
//	delete link ben->amira
//	= m1: amira ResponsibleAttorney Administrator direct
//	! matter m1 staff=ben => what the refusal says
//
// Statements are in the language of package firm. Those between two expectations
// are written all at once, in any order; a statement about an object that is there
// replaces its spec. An expectation may go on in lines that start with "...", and
// "then" stands for none. It is read in the status once the firm is settled: once
// every status is what the pure rooms derive from what is stored. And then every
// object must satisfy the numbered invariants (invariants.go).
//
// What can be asked, and how the answers read, is in answers.go.
package story
