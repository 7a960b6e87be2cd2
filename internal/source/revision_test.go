package source_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/source"
	"github.com/matterplane/matterplane/internal/test/repository"
)

// matter declares a matter.
func matter(name string) string {
	return "apiVersion: matterplane.dev/v1alpha1\nkind: Matter\nmetadata: {name: " + name + "}\nspec: {type: Matter}\n"
}

// names returns the names of the matters of a side, and what is wrong with it.
func names(side source.Side) string {
	var all []string
	for _, namespace := range side.Namespaces() {
		for _, m := range side.Objects(namespace).Matters {
			all = append(all, m.Name)
		}
	}
	slices.Sort(all)
	for _, problem := range side.Problems() {
		all = append(all, problem.String())
	}
	return strings.Join(all, " ")
}

// sides reads both sides with -f for each path, and fails if anything is left where
// files are written in passing.
func sides(t *testing.T, paths string, args ...string) (base, head source.Side, err error) {
	t.Helper()
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	s := source.Sides{Filenames: strings.Fields(paths)}
	base, head, err = s.Read(t.Context(), strings.NewReader(""), args)
	for _, side := range []source.Side{base, head} {
		if side.Firms != nil && strings.Contains(names(side), tmp) {
			t.Errorf("%s tells where it was written: %s", side.Name, names(side))
		}
	}
	if err != nil && strings.Contains(err.Error(), tmp) {
		t.Errorf("tells where it was written: %v", err)
	}
	if left, _ := os.ReadDir(tmp); len(left) > 0 {
		t.Errorf("%d files are left", len(left))
	}
	return base, head, err
}

// history makes two branches that part after the first commit: main goes on with m2,
// feature with m3, and the working tree has m4.
func history(t *testing.T) *repository.Repository {
	t.Helper()
	r := repository.New(t)
	r.Write("firms/m1.yaml", matter("m1"))
	r.Commit("m1")
	r.Git("branch", "feature")
	r.Write("firms/m2.yaml", matter("m2"))
	r.Commit("m2")
	r.Git("checkout", "--quiet", "feature")
	r.Write("firms/m3.yaml", matter("m3"))
	r.Commit("m3")
	r.Write("firms/m4.yaml", matter("m4"))
	return r
}

func TestSidesOfRevisions(t *testing.T) {
	r := history(t)
	r.Write("firms/sub/keep.yaml", matter("m5"))
	r.Git("tag", "twice")
	r.Git("branch", "twice", "main")
	r.Write("main", matter("file"))
	for _, c := range []struct {
		args       string
		dir        string // where from, the top if empty
		paths      string
		base, head string // what is there, or in base the error
		names      string
	}{
		{"main feature", "", "firms/", "m1 m2", "m1 m3", "main, feature"},
		{"main...feature", "", "firms", "m1", "m1 m3", "merge base of main and feature, feature"},
		{"main...", "", "firms", "m1", "m1 m3", "merge base of main and HEAD, HEAD"},
		{"main..feature", "", "firms", "m1 m2", "m1 m3", "main, feature"},
		{"main", "", "firms", "m1 m2", "m1 m3 m4 m5", "main, working tree"},
		{"main HEAD", "firms", ".", "m1 m2", "m1 m3", "main, HEAD"},
		{"main HEAD", "firms/sub", "..", "m1 m2", "m1 m3", "main, HEAD"},
		{"main HEAD", "firms", "m2.yaml m3.yaml m2.yaml", "m2", "m3", "main, HEAD"},
		{"main HEAD", "", r.Dir + "/firms", "m1 m2", "m1 m3", "main, HEAD"},
		{"HEAD~1 HEAD", "", ".", "m1", "m1 m3", "HEAD~1, HEAD"},
		{"main HEAD", "firms", "../..", "../.. leads out of the repository", "", ""},
		{"main HEAD", "", "none firms", "none is neither in main nor in HEAD", "", ""},
		{"main HEAD", "", "-", "standard input is in no revision", "", ""},
		{"main HEAD other", "", "firms", "give two revisions", "", ""},
		{"none HEAD", "", "firms", `there is no revision "none"`, "", ""},
		{"firms HEAD", "", "firms", `there is no revision "firms" (with -f the sides are revisions; without it they are files)`, "", ""},
		{"twice HEAD", "", "firms", `"twice" may be several revisions: name one by refs/heads/twice`, "", ""},
		{"refs/heads/twice HEAD", "", "firms", "m1 m2", "m1 m3", "refs/heads/twice, HEAD"},
		{"--all HEAD", "", "firms", `there is no revision "--all"`, "", ""},
		{"--output=x HEAD", "", "firms", `there is no revision "--output=x"`, "", ""},
		{"^main HEAD", "", "firms", `there is no revision "^main"`, "", ""},
		{"HEAD:firms HEAD", "", "firms", `there is no revision "HEAD:firms"`, "", ""},
		{"$(touch${IFS}owned) HEAD", "", "firms", "there is no revision", "", ""},
	} {
		t.Run(c.args+" -f "+c.paths, func(t *testing.T) {
			t.Chdir(filepath.Join(r.Dir, c.dir))
			base, head, err := sides(t, c.paths, strings.Fields(c.args)...)
			if err != nil {
				if c.names != "" || !strings.Contains(err.Error(), c.base) {
					t.Errorf("got %v, want %s", err, c.base)
				}
				return
			}
			got := []string{names(base), names(head), base.Name + ", " + head.Name}
			if diff := cmp.Diff([]string{c.base, c.head, c.names}, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(r.Dir, "owned")); err == nil {
		t.Error("a revision was run")
	}
}

// TestSidesOfFiles: without -f the sides are files, whatever revisions there are.
func TestSidesOfFiles(t *testing.T) {
	r := history(t)
	r.Write("main", matter("file"))
	for _, c := range []struct{ args, want string }{
		{"firms main", "m1 m3 m4 | file"},
		{"- firms", "in | m1 m3 m4"},
		{"firms -", "m1 m3 m4 | in"},
		{"- -", "standard input can be one side only"},
		{"main feature", "no such file or directory: without -f the sides are files; with -f PATH they are revisions, of which PATH is read"},
		{"main...feature", "give BASE and HEAD"},
		{"", "give BASE and HEAD"},
	} {
		t.Run(c.args, func(t *testing.T) {
			base, head, err := (&source.Sides{}).Read(t.Context(), strings.NewReader(matter("in")), strings.Fields(c.args))
			if err != nil {
				if !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v, want %s", err, c.want)
				}
			} else if got := names(base) + " | " + names(head); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestRevisionsOfNewAndDeletedFirms: a path that is on one side only is no error.
func TestRevisionsOfNewAndDeletedFirms(t *testing.T) {
	r := history(t)
	r.Git("mv", "firms", "houses")
	r.Commit("renamed")
	for _, c := range []struct{ paths, want string }{
		{"firms", "m1 m2 | "},
		{"houses", " | m1 m3 m4"},
		{"firms houses", "m1 m2 | m1 m3 m4"},
	} {
		base, head, err := sides(t, c.paths, "main", "HEAD")
		if err != nil {
			t.Fatal(err)
		}
		if got := names(base) + " | " + names(head); got != c.want {
			t.Errorf("-f %s: got %s, want %s", c.paths, got, c.want)
		}
	}
	if err := os.RemoveAll(filepath.Join(r.Dir, "houses")); err != nil {
		t.Fatal(err)
	}
	if base, head, err := sides(t, "houses", "HEAD"); err != nil || names(base) != "m1 m3 m4" || names(head) != "" {
		t.Errorf("got %s | %s, %v", names(base), names(head), err)
	}
}

// TestRevisionsNameTheirFiles: problems say REV:path, line and column.
func TestRevisionsNameTheirFiles(t *testing.T) {
	r := repository.New(t)
	r.Write("firms/a.yaml", matter("a")+"---\n"+matter("b")+"  typo: [\n")
	r.Write("firms/b.yaml", matter("c")+"---\n"+matter("c"))
	r.Write("firms/o/kustomization.yaml", "resources: [broken.yaml]\n")
	r.Write("firms/o/broken.yaml", "kind: [\n")
	r.Write("firms/p/kustomization.yaml", "resources: [none.yaml]\n")
	r.Write("firms/q/new\nline.yaml", "kind: [\n")
	r.Commit("broken")
	base, _, err := sides(t, "firms", "HEAD", "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"HEAD:firms/a.yaml:", "HEAD:firms/b.yaml:6:1: Matter c of default is declared twice: first at HEAD:firms/b.yaml:1:1",
		"HEAD:firms/o/kustomization.yaml: cannot be built", "HEAD:firms/o/broken.yaml:1:", "HEAD:firms/p/kustomization.yaml: cannot be built",
		`"HEAD:firms/q/new\nline.yaml":1`,
	} {
		if !strings.Contains(names(base), want) {
			t.Errorf("%s is not in\n%s", want, names(base))
		}
	}
}

// TestRevisionsOverlays: an overlay has all that it names, wherever that is.
func TestRevisionsOverlays(t *testing.T) {
	r := repository.New(t)
	r.Write("base/kustomization.yaml", "resources: [matters, more.yaml]\n")
	r.Write("base/matters/kustomization.yml", "resources: ['with space.yaml']\n")
	r.Write("base/matters/with space.yaml", matter("m1"))
	r.Write("base/more.yaml", matter("m2"))
	r.Write("parts/lead/kustomization.yaml", "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\npatches:\n- path: lead.yaml\n  target: {kind: Matter}\n")
	r.Write("parts/lead/lead.yaml", "- {op: add, path: /spec/lead, value: amira}\n")
	r.Write("firms/kustomization.yaml", `namespace: acme
resources: [../link]
components: [../parts/lead]
transformers: [prefix.yaml]
configMapGenerator:
- name: c
  files: [key=data.txt]
`)
	r.Write("firms/prefix.yaml", "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: p}\ntarget: {name: m2}\npath: client.txt\n")
	r.Write("firms/client.txt", "- {op: add, path: /spec/client, value: acme}\n")
	r.Write("firms/data.txt", "some\n")
	r.Write("firms/unnamed.yaml", matter("m9"))
	if err := os.Symlink("base", filepath.Join(r.Dir, "link")); err != nil {
		t.Fatal(err)
	}
	r.Commit("overlay")
	for _, name := range []string{"base", "parts", "firms", "link"} {
		if err := os.RemoveAll(filepath.Join(r.Dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	base, _, err := sides(t, "firms", "HEAD", "HEAD")
	if err != nil || names(base) != "m1 m2" {
		t.Fatalf("got %s, %v", names(base), err)
	}
	for _, m := range base.Objects("acme").Matters {
		if m.Spec.Lead != "amira" || (m.Spec.Client != "") != (m.Name == "m2") {
			t.Errorf("%s has %+v", m.Name, m.Spec)
		}
	}
}

// TestRevisionsFollowNoLinkOut: a link within the tree is followed, one that leads
// out of it is told of, and never read.
func TestRevisionsFollowNoLinkOut(t *testing.T) {
	r := repository.New(t)
	secret := filepath.Join(t.TempDir(), "secret.yaml")
	if err := os.WriteFile(secret, []byte(matter("secret")), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := filepath.Rel(filepath.Join(r.Dir, "firms"), secret)
	if err != nil {
		t.Fatal(err)
	}
	r.Write("shared/m1.yaml", matter("m1"))
	r.Write("firms/m2.yaml", matter("m2"))
	for link, to := range map[string]string{
		"firms/in.yaml": "../hop/m1.yaml", "hop": "shared", "firms/absolute.yaml": secret, "firms/out.yaml": out,
		"firms/loop.yaml": "loop.yaml", "firms/dangling.yaml": "none.yaml", "firms/dir.yaml": "../shared", "law": "firms", "away": "..",
	} {
		if err := os.Symlink(to, filepath.Join(r.Dir, filepath.FromSlash(link))); err != nil {
			t.Fatal(err)
		}
	}
	r.Commit("links")
	for _, path := range []string{"firms", "law", "law/"} {
		base, _, err := sides(t, path, "HEAD", "HEAD")
		if err != nil {
			t.Fatal(err)
		}
		want := "m1 m2 HEAD:firms/absolute.yaml: cannot be read: leads out of the repository" +
			" HEAD:firms/dangling.yaml: cannot be read: is not there" +
			" HEAD:firms/dir.yaml: cannot be read: is a directory" +
			" HEAD:firms/loop.yaml: cannot be read: is a symbolic link that leads to itself" +
			" HEAD:firms/out.yaml: cannot be read: leads out of the repository"
		if diff := cmp.Diff(want, names(base)); diff != "" {
			t.Errorf("-f %s (-want +got)\n%s", path, diff)
		}
	}
	if _, _, err := sides(t, "away", "HEAD", "HEAD"); err == nil || !strings.Contains(err.Error(), "HEAD:away leads out of the repository") {
		t.Errorf("got %v", err)
	}
}

// TestRevisionsAreWhatGitStored: neither filters nor attributes nor hooks have a say.
func TestRevisionsAreWhatGitStored(t *testing.T) {
	r := history(t)
	r.Write(".gitattributes", "*.yaml export-ignore filter=evil eol=crlf ident\n")
	r.Commit("attributes")
	r.Git("config", "filter.evil.smudge", "touch "+filepath.Join(r.Dir, "ran")+"; cat")
	r.Git("config", "core.fsmonitor", "touch "+filepath.Join(r.Dir, "ran"))
	hook := filepath.Join(r.Dir, ".git", "hooks", "post-checkout")
	if err := os.WriteFile(hook, []byte("#!/bin/sh\ntouch "+filepath.Join(r.Dir, "ran")+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(filepath.Join(r.Dir, "ran"))
	base, head, err := sides(t, "firms", "main...HEAD")
	if err != nil || names(base) != "m1" || names(head) != "m1 m3 m4" {
		t.Errorf("got %s | %s, %v", names(base), names(head), err)
	}
	if _, err := os.Stat(filepath.Join(r.Dir, "ran")); err == nil {
		t.Error("something ran")
	}
}

// TestRevisionsOfOtherRepositories: bare ones, shallow and partial clones, worktrees.
func TestRevisionsOfOtherRepositories(t *testing.T) {
	r := history(t)
	r.Git("config", "uploadpack.allowFilter", "true")
	elsewhere := t.TempDir()
	clone := func(name string, args ...string) {
		r.Git(append(append([]string{"clone", "--quiet"}, args...), "file://"+r.Dir, filepath.Join(elsewhere, name))...)
	}
	clone("bare", "--bare")
	clone("shallow", "--depth=1")
	clone("partial", "--filter=blob:none", "--no-checkout")
	r.Git("worktree", "add", "--quiet", filepath.Join(elsewhere, "worktree"), "main")
	for _, c := range []struct{ dir, args, want string }{
		{"bare", "main feature", "m1 m2 | m1 m3"},
		{"bare", "main", "there is no working tree here"},
		{"shallow", "main HEAD", `there is no revision "main": this clone is shallow; git fetch --unshallow has all of its history (of actions/checkout: fetch-depth: 0)`},
		{"partial", "HEAD~0 HEAD", "HEAD~0:firms/m1.yaml: is not in this clone: a partial clone lacks files until git fetches them"},
		{"worktree", "HEAD feature", "m1 m2 | m1 m3"},
		{".", "main feature", "not a git repository"},
	} {
		t.Run(c.dir+" "+c.args, func(t *testing.T) {
			t.Chdir(filepath.Join(elsewhere, c.dir))
			base, head, err := sides(t, "firms", strings.Fields(c.args)...)
			if err != nil {
				if !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v, want %s", err, c.want)
				}
			} else if got := names(base) + " | " + names(head); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	t.Chdir(filepath.Join(elsewhere, "shallow"))
	r.Git("-C", filepath.Join(elsewhere, "shallow"), "fetch", "--quiet", "--depth=1", "file://"+r.Dir, "main:other")
	if _, _, err := sides(t, "firms", "other...HEAD"); err == nil || !strings.Contains(err.Error(), `"other" and "HEAD" have no merge base: this clone is shallow`) {
		t.Errorf("got %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, _, err := sides(t, "firms", "HEAD", "HEAD"); err == nil || !strings.Contains(err.Error(), "there is no git in PATH") {
		t.Errorf("got %v", err)
	}
}

// TestRevisionsInAHook: git tells a hook by variables which repository it is about.
func TestRevisionsInAHook(t *testing.T) {
	r := history(t)
	t.Setenv("GIT_DIR", filepath.Join(r.Dir, ".git"))
	t.Setenv("GIT_TRACE", "2")
	t.Chdir(t.TempDir())
	base, head, err := sides(t, "firms", "main", "feature")
	if err != nil || names(base) != "m1 m2" || names(head) != "m1 m3" {
		t.Errorf("got %v", err)
	}
}

// TestRevisionsOfSubmodules: what a submodule holds cannot be told, and that is told.
func TestRevisionsOfSubmodules(t *testing.T) {
	r := history(t)
	r.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "file://"+r.Dir, "firms/sub")
	r.Commit("submodule")
	_, head, err := sides(t, "firms", "main", "HEAD")
	if want := "m1 m3 m4 HEAD:firms/sub: cannot be read: is in a submodule: what it holds is in another repository"; err != nil || names(head) != want {
		t.Errorf("got %s, %v", names(head), err)
	}
	if _, _, err = sides(t, "firms/sub/firms", "main", "HEAD"); err == nil || !strings.Contains(err.Error(), "HEAD:firms/sub/firms is in a submodule") {
		t.Errorf("got %v", err)
	}
}

func TestRevisionsEndWithTheContext(t *testing.T) {
	history(t)
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := source.Sides{Filenames: []string{"firms"}}
	_, _, err := s.Read(ctx, nil, []string{"main", "feature"})
	if left, _ := os.ReadDir(tmp); err == nil || len(left) > 0 {
		t.Errorf("got %v, %d files are left", err, len(left))
	}
}

// TestSidesTakeANamespace: -n chooses a firm, and names that of objects without one.
func TestSidesTakeANamespace(t *testing.T) {
	r := history(t)
	r.Write("firms/other.yaml", strings.Replace(matter("m6"), "m6", "m6, namespace: other", 1))
	r.Commit("other")
	for namespace, want := range map[string]string{"": "default other", "other": "other", "acme": "acme"} {
		s := source.Sides{Filenames: []string{"firms"}, Namespace: namespace}
		_, head, err := s.Read(t.Context(), nil, []string{"main", "HEAD"})
		if err != nil || strings.Join(head.Namespaces(), " ") != want {
			t.Errorf("-n %q: got %v, %v", namespace, head.Namespaces(), err)
		}
	}
	if _, _, err := (&source.Sides{Namespace: "a", AllNamespaces: true}).Read(t.Context(), nil, nil); err == nil {
		t.Error("-A and -n together are no error")
	}
}
