package controllers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// untold are the reasons that no Event has: of conditions that are not told, and
// what Ready says in their place.
var untold = []string{"AllFound", "AwaitingAdministrator", "Closed", "Open", "Tree"}

// TestEveryReasonIsOnThePage: the page on Events lists each reason that one has,
// and none that none has.
func TestEveryReasonIsOnThePage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/notices.md")
	if err != nil {
		t.Fatal(err)
	}
	reasons := append(reasonsOfConditions(t), reasonCreatedByCompany, reasonLeadRecovered, "Restored")
	if len(reasons) < 30 {
		t.Errorf("only %d reasons are known", len(reasons))
	}
	for _, reason := range reasons {
		if listed := strings.Contains(string(page), "`"+reason+"`"); listed == slices.Contains(untold, reason) {
			t.Errorf("%s is on the page: %t", reason, listed)
		}
	}
}

// reasonsOfConditions reads the constants that start with Reason.
func reasonsOfConditions(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../api/v1alpha1/conditions.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var reasons []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is || !strings.HasPrefix(spec.Names[0].Name, "Reason") {
			return true
		}
		if literal, is := spec.Values[0].(*ast.BasicLit); is {
			reason, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			reasons = append(reasons, reason)
		}
		return false
	})
	return reasons
}
