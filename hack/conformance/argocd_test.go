package conformance

import (
	"fmt"
	"testing"

	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// scripts returns the health check of each kind, by the key under which Argo CD
// looks for it, as the kustomization prints them.
func scripts(t *testing.T) map[string]string {
	t.Helper()
	var configMap struct {
		Data map[string]string `json:"data"`
	}
	printed := cluster.MustKubectl(t, "", "", "kustomize", cluster.Path(t, "config", "gitops", "argocd", "health"))
	if err := yaml.Unmarshal([]byte(printed), &configMap); err != nil {
		t.Fatal(err)
	}
	return configMap.Data
}

// argoHealth runs a health check as Argo CD does: with the object as obj, and
// nothing of Lua's libraries but the base, tables and strings.
func argoHealth(script string, o *unstructured.Unstructured) (health, string, error) {
	l := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer l.Close()
	for name, open := range map[string]lua.LGFunction{
		lua.LoadLibName: lua.OpenPackage, lua.BaseLibName: lua.OpenBase,
		lua.TabLibName: lua.OpenTable, lua.StringLibName: lua.OpenString,
	} {
		if err := l.CallByParam(lua.P{Fn: l.NewFunction(open), Protect: true}, lua.LString(name)); err != nil {
			return "", "", fmt.Errorf("opening %s: %w", name, err)
		}
	}
	l.SetGlobal("obj", asLua(l, o.Object))
	if err := l.DoString(script); err != nil {
		return "", "", err
	}
	answer, ok := l.Get(-1).(*lua.LTable)
	if !ok {
		return "", "", fmt.Errorf("it returns %s, not a table", l.Get(-1).Type())
	}
	return health(lua.LVAsString(answer.RawGetString("status"))), lua.LVAsString(answer.RawGetString("message")), nil
}

// asLua returns a decoded JSON value as Lua has it.
func asLua(l *lua.LState, value any) lua.LValue {
	switch v := value.(type) {
	case map[string]any:
		table := l.NewTable()
		for name, field := range v {
			table.RawSetString(name, asLua(l, field))
		}
		return table
	case []any:
		table := l.NewTable()
		for _, item := range v {
			table.Append(asLua(l, item))
		}
		return table
	case string:
		return lua.LString(v)
	case int64:
		return lua.LNumber(v)
	case float64:
		return lua.LNumber(v)
	case bool:
		return lua.LBool(v)
	}
	return lua.LNil
}

// TestEveryKindHasAHealthCheck: one that Argo CD does not find is Healthy at once.
func TestEveryKindHasAHealthCheck(t *testing.T) {
	checks := scripts(t)
	kinds := map[string]bool{}
	for _, s := range states {
		kinds[s.kind] = true
	}
	for kind := range kinds {
		if checks[argoKey(kind)] == "" {
			t.Errorf("there is no %s", argoKey(kind))
		}
	}
	if len(checks) != len(kinds) || len(kinds) != 5 {
		t.Errorf("%d checks for %d kinds of 5", len(checks), len(kinds))
	}
}

func argoKey(kind string) string { return "resource.customizations.health.matterplane.dev_" + kind }
