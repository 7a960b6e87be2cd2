package ci

import "testing"

// The hooks run the command line on the whole folder, and refuse what CI would refuse.
func TestPreCommit(t *testing.T) {
	var hooks Hooks
	if err := Read(recipe(t, "pre-commit.yaml"), &hooks); err != nil {
		t.Fatal(err)
	}
	if len(hooks.Repos) != 1 || len(hooks.Repos[0].Hooks) != 2 {
		t.Fatalf("the hooks are %+v", hooks)
	}
	for _, hook := range hooks.Repos[0].Hooks {
		if hook.Language != "golang" || len(hook.Dependencies) != 1 || hook.PassFilenames == nil || *hook.PassFilenames {
			t.Errorf("the hook is %+v", hook)
		}
		if out, code := newRunner(t, theMatter).runs(hook.Entry); code != 0 {
			t.Errorf("%s: exit code %d\n%s", hook.ID, code, out)
		}
		if out, code := newRunner(t, broken).runs(hook.Entry); code == 0 {
			t.Errorf("%s takes what is broken\n%s", hook.ID, out)
		}
	}
}
