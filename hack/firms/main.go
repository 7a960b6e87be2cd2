// Command firms writes a firm of any size that looks like one into a directory: the
// firm that a shape and a seed make, byte for byte the same every time.
//
//	go run ./hack/firms -matters 10000 -seed 1 firms/acme
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/matterplane/matterplane/internal/test/firms"
)

func main() {
	var s firms.Shape
	flag.IntVar(&s.Matters, "matters", 1000, "how many matters there are; all else grows with them")
	flag.Uint64Var(&s.Seed, "seed", 1, "the seed: another firm of the same shape")
	flag.StringVar(&s.Namespace, "namespace", "", "the namespace of its objects (default: they name none)")
	flag.Usage = func() {
		fmt.Fprintf(flag.CommandLine.Output(), "Usage: firms [flags] DIRECTORY\n\n")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 || s.Matters < 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(s, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "firms:", err)
		os.Exit(1)
	}
}

func run(s firms.Shape, dir string) error {
	objects := firms.Generate(s)
	if err := firms.Write(dir, objects); err != nil {
		return err
	}
	return firms.Census(os.Stdout, objects)
}
