// Package importer makes the manifests of a firm out of the tables that it has kept by
// hand: who is there, which matters there are, and who assists whom. It is pure: it is
// given text and returns text, and knows no files, no clock and no cluster.
//
// Nothing of a table is lost silently. A column that is not known, a cell that cannot
// be read and a name that leads to nobody or to several are findings, each with its
// line and column; only columns that are named as ignored are left out. Of every line
// that is written it is known from which cell it comes, so that what check finds in
// the manifests is told where it is to be mended: in the table.
//
// The same tables give the same bytes, in whatever order their rows stand.
package importer
