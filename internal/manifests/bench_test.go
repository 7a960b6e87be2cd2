package manifests_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// generated returns a matter of twelve members, as firms write them.
func generated(i int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "apiVersion: matterplane.dev/v1alpha1\nkind: Matter\nmetadata:\n  name: matter-%d\n  namespace: firm\nspec:\n  type: Matter\n  displayName: The matter of %d\n  client: client-%d\n  lead: user-%d\n  staffing:\n", i, i, i%100, i%1000)
	for j := range 12 {
		fmt.Fprintf(&b, "  - user: user-%d\n    matterRole: MatterEditor\n", (i*7+j)%1000)
	}
	fmt.Fprintf(&b, "  conflictedUsers:\n  - user: user-%d\n    reason: worked for the other side\n", (i*7+13)%1000)
	return b.Bytes()
}

// generate writes a firm of many matters into one file, and returns the file.
func generate(tb testing.TB, matters int) (file string, documents [][]byte) {
	tb.Helper()
	file = filepath.Join(tb.TempDir(), "firm.yaml")
	for i := range matters {
		documents = append(documents, generated(i))
	}
	if err := os.WriteFile(file, bytes.Join(documents, []byte("---\n")), 0o600); err != nil {
		tb.Fatal(err)
	}
	return file, documents
}

// BenchmarkRead reads a firm, and beside it unmarshals the same documents strictly:
// what F-12 calls parsing them. It reads on all processors, and on one.
func BenchmarkRead(b *testing.B) {
	for _, matters := range []int{1_000, 10_000} {
		file, documents := generate(b, matters)
		for _, processors := range []int{1, runtime.NumCPU()} {
			b.Run(fmt.Sprintf("%d/read/processors=%d", matters, processors), func(b *testing.B) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
				b.ReportAllocs()
				for b.Loop() {
					if set := read(b, file); set.Len() != matters {
						b.Fatal(set.Problems())
					}
				}
			})
		}
		b.Run(fmt.Sprintf("%d/unmarshal", matters), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, document := range documents {
					if err := yaml.UnmarshalStrict(document, &v1alpha1.Matter{}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkMemory says how many bytes are held for each object of a large firm, and
// how many of them the bare objects would be.
func BenchmarkMemory(b *testing.B) {
	const matters = 100_000
	file, documents := generate(b, matters)
	size := 0
	for _, document := range documents {
		size += len(document)
	}
	for b.Loop() {
		before := held()
		set := read(b, file)
		b.ReportMetric(float64(held()-before)/matters, "B/object")
		b.ReportMetric(float64(size)/matters, "B/document")
		objects := set.Objects("firm")
		runtime.KeepAlive(set)
		b.ReportMetric(float64(held()-before)/matters, "B/bare")
		runtime.KeepAlive(objects)
	}
	b.StopTimer()
	runtime.KeepAlive(documents)
}

func held() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// BenchmarkPosition asks for the place of a field in a large file.
func BenchmarkPosition(b *testing.B) {
	file, _ := generate(b, 1000)
	set := read(b, file)
	for b.Loop() {
		for o := range set.All() {
			if at := set.Position(o, "spec.staffing[3].user"); at.Column != 5 {
				b.Fatal(at)
			}
		}
	}
}
