// Package manifests reads what firms declare: directories, files, standard input
// and kustomize overlays, in YAML and JSON, several firms at once. It needs no
// cluster, no network and no other program.
//
// What is wrong is told with file, line and column, and loses nothing else:
// whatever could be read is there. Of every field it can be told where it is
// written. Text is not kept for that: it is read again when somebody asks.
//
// YAML means what it means to kubectl: YAML 1.1, where yes is true and 010 is 8.
package manifests
