// Package certificates keeps the certificates of the webhooks, where nobody else
// does: a certificate to serve with, and the authority that the API server is told
// to believe.
//
// Both are renewed without a refused write. A new authority is believed beside the
// old one before anything is served that it signed:
//
//	ca.crt in the Secret    in the configurations    who signed what is served
//	1                       1                        1
//	2, 1                    1                        1
//	2, 1                    2, 1                     1    for as long as Settle
//	2, 1                    2, 1                     2
//
// The leader writes the Secret and tells the API server (Keeper); every manager
// serves what the Secret holds (Served). What is renewed when is decided by Advance,
// which is pure.
package certificates
