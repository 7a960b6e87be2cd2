package oracle_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/test/oracle"
)

// What is drawn reaches every line of the tables: each refuses some and is met by
// others, and each law is broken. A line that refuses nobody, or that nobody meets,
// would agree with anything.
func TestEveryLineIsReached(t *testing.T) {
	t.Parallel()
	met, refused := map[string]int{}, map[string]int{}
	firms := rapid.Custom(func(t *rapid.T) string {
		objects, text := drawFirm(t)
		for range questions {
			q := drawQuestion(t, objects)
			v := oracle.Answer(q)
			for line, may := range v.Asked {
				count := refused
				if may {
					count = met
				}
				count[fmt.Sprintf("%T %s", either(q), line)]++
			}
			for law := range v.Broken {
				refused["law "+law]++
				met["law "+law]++
			}
		}
		return text
	})
	for seed := range 100 {
		firms.Example(seed)
	}
	always := map[string]bool{} // lines that refuse whoever comes to them, or nobody
	for _, kind := range []string{"Firm", "Office", "FirmUser", "AssistantLink", "Matter"} {
		always["*v1alpha1."+kind+" metadata.name P-1"] = true
		always["*v1alpha1."+kind+" metadata.name L-8"] = true
	}
	always["*v1alpha1.Matter metadata.name U-6"] = true
	for line := range met {
		if refused[line] == 0 && !always[line] {
			t.Errorf("nobody is refused by %s", line)
		}
	}
	for line := range refused {
		if met[line] == 0 && !always[line] {
			t.Errorf("nobody meets %s", line)
		}
	}
	const lines, laws = 60, 3
	if n := len(met); n < lines+laws {
		t.Errorf("only %d lines and laws are reached", n)
	}
	for _, law := range []string{"R-1", "R-7", "R-8"} {
		if met["law "+law] == 0 {
			t.Errorf("nothing breaks %s", law)
		}
	}
}
