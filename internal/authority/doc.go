// Package authority is about who may change what (RULES sections P, R and U): pure,
// from who asks, what would change and what there is.
//
// Decide is the whole of it. A change is the difference of two objects, field by
// field: the guards of each kind are the table of what a change of each field needs,
// and no field is without a row. What a change needs is met by grants: ways to be
// allowed, tried one after the other, those first that ask nobody. What meets no
// grant is refused; a refusal says by which rule, what is wrong, and who could.
//
// Two kinds of refusal are kept apart. Forbidden is about who asks: somebody else
// may do the same. Invalid is about what would be, whoever makes it so: a firm
// without an administrator, an email that is another's, a lead who
// cannot lead. It is told only to who could otherwise make the change.
package authority
