package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// large writes a firm of many matters of twelve members into one file.
func large(tb testing.TB, matters int) string {
	tb.Helper()
	const head = "---\napiVersion: matterplane.dev/v1alpha1\nkind: %s\nmetadata: {name: %s}\nspec:\n"
	var b strings.Builder
	users := max(20, matters/5)
	for i := range users {
		name := fmt.Sprintf("user-%d", i)
		fmt.Fprintf(&b, head+"  email: %s@firm.example\n", "FirmUser", name, name)
	}
	fmt.Fprintf(&b, head+"  administrators: {lead: user-0, backup: user-1, provisioning: Closed}\n  clients: [{name: acme}]\n", "Firm", "firm")
	for i := range matters {
		fmt.Fprintf(&b, head+"  type: Matter\n  client: acme\n  lead: user-%d\n  staffing:\n", "Matter", fmt.Sprintf("matter-%d", i), i%users)
		for j := range 12 {
			fmt.Fprintf(&b, "  - user: user-%d\n    matterRole: MatterEditor\n", (i*7+j)%users)
		}
		fmt.Fprintf(&b, "  conflictedUsers:\n  - user: user-%d\n    reason: worked for the other side\n", (i*7+13)%users)
	}
	file := filepath.Join(tb.TempDir(), "firm.yaml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
	return file
}

// BenchmarkFiles checks a firm in files; read beside it is what parsing them takes.
func BenchmarkFiles(b *testing.B) {
	for _, matters := range []int{1_000, 10_000} {
		file := large(b, matters)
		b.Run(fmt.Sprintf("%d/read", matters), func(b *testing.B) {
			for b.Loop() {
				read(b, file)
			}
		})
		b.Run(fmt.Sprintf("%d/check", matters), func(b *testing.B) {
			for b.Loop() {
				if found := files(b, file); len(found) > 0 {
					b.Fatal(printed(found[:1]))
				}
			}
		})
	}
}
