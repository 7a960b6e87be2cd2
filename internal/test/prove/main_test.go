package prove

import (
	"flag"
	"os"
	"testing"
)

// everyRun is how many histories every test run draws; `make prove` draws more.
const everyRun = "200"

func TestMain(m *testing.M) {
	flag.Parse()
	chosen := false
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "rapid.checks" })
	if !chosen {
		if err := flag.Set("rapid.checks", everyRun); err != nil {
			panic(err) // rapid defines the flag
		}
	}
	os.Exit(m.Run())
}
