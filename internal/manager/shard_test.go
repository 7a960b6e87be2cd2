package manager

import (
	"strings"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/cache"
)

func TestAShardSaysWhichFirmsItServes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what   string
		shard  Shard
		refuse string // what the error names; empty: it is right
	}{
		{"all firms", Shard{}, ""},
		{"all but some", Shard{Except: []string{"acme", "zeta"}}, ""},
		{"some", Shard{Name: "north", Namespaces: []string{"acme", "zeta"}}, ""},
		{"firms of no name: two of these would contend for one lease", Shard{Namespaces: []string{"acme"}}, "needs --shard"},
		{"a name without firms is not all firms", Shard{Name: "north"}, "needs --namespaces"},
		{"some, and all but others", Shard{Name: "north", Namespaces: []string{"acme"}, Except: []string{"zeta"}}, "--except-namespaces"},
		{"a name that names nothing", Shard{Name: "North!", Namespaces: []string{"acme"}}, `--shard: "North!"`},
		{"an empty firm", Shard{Name: "north", Namespaces: []string{"acme", ""}}, `--namespaces: ""`},
		{"a pattern", Shard{Name: "north", Namespaces: []string{"firm-*"}}, `--namespaces: "firm-*"`},
		{"a firm twice", Shard{Name: "north", Namespaces: []string{"acme", "acme"}}, `"acme" is there twice`},
		{"an empty exception", Shard{Except: []string{" "}}, `--except-namespaces: " "`},
	} {
		err := c.shard.Validate()
		if c.refuse == "" && err != nil || c.refuse != "" && (err == nil || !strings.Contains(err.Error(), c.refuse)) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// TestTheNamesOfAShardAreNotMadeOfItsFirms: they may move, and the managers of before
// and after are one shard.
func TestTheNamesOfAShardAreNotMadeOfItsFirms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		shard Shard
		want  [3]string
	}{
		{Shard{}, [3]string{"matterplane.dev", "matterplane-mutating", "matterplane-validating"}},
		{Shard{Except: []string{"acme"}}, [3]string{"matterplane.dev", "matterplane-mutating", "matterplane-validating"}},
		{Shard{Name: "north", Namespaces: []string{"acme"}}, [3]string{"north.matterplane.dev", "matterplane-mutating-north", "matterplane-validating-north"}},
		{Shard{Name: "north", Namespaces: []string{"zeta"}}, [3]string{"north.matterplane.dev", "matterplane-mutating-north", "matterplane-validating-north"}},
	} {
		if got := [3]string{c.shard.Lease(), c.shard.Mutating(), c.shard.Validating()}; got != c.want {
			t.Errorf("%+v: %v, want %v", c.shard, got, c.want)
		}
	}
}

func TestAShardSaysWhatToMendWhereItIsAskedInVain(t *testing.T) {
	t.Parallel()
	if (Shard{}).elsewhere() != nil {
		t.Error("who serves all firms asks whether it does")
	}
	many := Shard{Name: "north", Namespaces: []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}}
	for _, c := range []struct {
		shard     Shard
		namespace string
		want      []string // in the message; none: it is served
	}{
		{many, "j", nil},
		{many, "zeta", []string{`shard "north"`, "the firms a, b, c, d, e, f, g, h and 2 more", "not zeta", "matterplane-mutating-north and matterplane-validating-north", "--namespaces"}},
		{many, "", []string{"not "}},
		{Shard{Except: []string{"acme"}}, "zeta", nil},
		{Shard{Except: []string{"acme"}}, "acme", []string{"all firms but acme", "matterplane-mutating and matterplane-validating", "--except-namespaces"}},
	} {
		err := c.shard.elsewhere()(c.namespace)
		if (err == nil) != (len(c.want) == 0) {
			t.Errorf("%s of %+v: %v", c.namespace, c.shard, err)
		}
		for _, part := range c.want {
			if err != nil && !strings.Contains(err.Error(), part) {
				t.Errorf("%s of %+v: %q is not in %q", c.namespace, c.shard, part, err)
			}
		}
	}
}

// TestAllFirmsAreInOneCache, which is faster than one for each.
func TestAllFirmsAreInOneCache(t *testing.T) {
	t.Parallel()
	all := (Shard{}).caches(cache.Options{})
	if all.DefaultNamespaces != nil || all.DefaultFieldSelector != nil {
		t.Errorf("all: %+v", all)
	}
	rest := (Shard{Except: []string{"acme", "zeta"}}).caches(cache.Options{})
	if got := rest.DefaultFieldSelector.String(); rest.DefaultNamespaces != nil || got != "metadata.namespace!=acme,metadata.namespace!=zeta" {
		t.Errorf("all but some: %q", got)
	}
	some := (Shard{Name: "north", Namespaces: []string{"acme", "zeta"}}).caches(cache.Options{})
	if len(some.DefaultNamespaces) != 2 || some.DefaultFieldSelector != nil {
		t.Errorf("some: %+v", some)
	}
}
