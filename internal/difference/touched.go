package difference

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// touched returns the assets towards which anybody may stand elsewhere: those that HEAD
// writes, those that name somebody of whom what sections M and C ask has changed or whom
// such a one assists, the matters that those group (M-8, C-5), and all that are in a set
// with any of these (C-2, C-3).
func (c *comparison) touched(p *plan) map[string]bool {
	t := touch{found: map[string]bool{}}
	for _, name := range p.matters {
		t.found[name] = true
	}
	c.touchAwaiting(p, t)
	for user := range c.elsewhere() {
		for _, s := range []*scene{c.before, c.after} {
			t.add(s.MattersNaming(user))
			for _, link := range s.LinksOfAssistant(user) {
				t.add(s.MattersNaming(link.Spec.Timekeeper))
			}
		}
	}
	t.spread(func(s *scene, asset *v1alpha1.Matter) {
		if asset.Spec.Type != v1alpha1.TypeMatter {
			t.add(s.MattersOfGroup(asset.Name))
		}
	}, c.before, c.after)
	sets := map[string]bool{}
	t.spread(func(s *scene, asset *v1alpha1.Matter) {
		for _, set := range s.setsOf(asset) {
			sets[set] = true
		}
	}, c.before, c.after)
	for set := range sets {
		for _, s := range []*scene{c.before, c.after} {
			t.addSet(s, set)
		}
	}
	return t.found
}

// touch is what is touched as far as it has been found.
type touch struct{ found map[string]bool }

func (t touch) add(assets []*v1alpha1.Matter) {
	for _, m := range assets {
		t.found[m.Name] = true
	}
}

// addSet adds all that are in a set, themselves or through their cases.
func (t touch) addSet(s *scene, set string) {
	for _, asset := range s.MattersOnSet(set) {
		t.found[asset.Name] = true
		if asset.Spec.Type == v1alpha1.TypeCase {
			t.add(staffing.Inheriting(s, asset, set))
		}
	}
}

// spread asks of every asset that has been found so far what it brings.
func (t touch) spread(bring func(*scene, *v1alpha1.Matter), scenes ...*scene) {
	found := make([]string, 0, len(t.found))
	for name := range t.found {
		found = append(found, name)
	}
	for _, name := range found {
		for _, s := range scenes {
			if asset := s.byName.matters[name]; asset != nil {
				bring(s, asset)
			}
		}
	}
}

// setsOf returns the sets that an asset is in, itself or through its case (C-2).
func (s *scene) setsOf(asset *v1alpha1.Matter) []string {
	sets := roster.SetsOf(asset)
	if name := ledger.CaseName(&asset.Spec); name != "" {
		if group := s.byName.matters[name]; group != nil {
			sets = append(sets, roster.SetsOf(group)...)
		}
	}
	return sets
}

// touchAwaiting adds the assets whose ledgers await something that comes, goes or is
// written (L-4), and those where assistants follow by another setting although nobody
// wrote them: where none of their own was captured, the Firm's first stands in (M-2, L-2).
func (c *comparison) touchAwaiting(p *plan, t touch) {
	was, kept := c.before.Firm()
	is, next := c.after.Firm()
	firm := (was == nil) != (is == nil) || kept.First != next.First
	written := make(map[string]bool, len(p.matters))
	for _, name := range p.matters {
		written[name] = true
	}
	for name, asset := range c.after.byName.matters {
		for _, list := range ledger.ListNames {
			if firm && c.before.follow(name, list) != c.after.follow(name, list) {
				t.found[name] = true
			}
			for _, joined := range c.after.Ledger(asset).Of(list).Joined {
				if joined.Awaits != nil && (firm || written[joined.Awaits.Case]) {
					t.found[name] = true
				}
			}
		}
	}
}

// follow returns follow(M, L) of an asset in a moment (M-2), Unknown where it is not there.
func (s *scene) follow(name string, list ledger.ListName) ledger.Setting {
	asset := s.byName.matters[name]
	if asset == nil {
		return ledger.Unknown
	}
	return s.Ledger(asset).Follow(list, &asset.Spec, s)
}

// elsewhere returns the users of whom what sections M and C ask has changed: whether they
// take part (W-6), float (C-4) or keep access when they are excluded (C-7), and those of
// the links that are accepted in one moment only.
func (c *comparison) elsewhere() map[string]bool {
	users := map[string]bool{}
	for name := range union(c.before.byName.users, c.after.byName.users) {
		if c.before.takesPart(name) != c.after.takesPart(name) {
			users[name] = true
		}
	}
	was, is := c.before.accepted(), c.after.accepted()
	for pair := range was {
		if !is[pair] {
			users[pair.assistant], users[pair.timekeeper] = true, true
		}
	}
	for pair := range is {
		if !was[pair] {
			users[pair.assistant], users[pair.timekeeper] = true, true
		}
	}
	return users
}

// part is what sections M and C ask about a user.
type part struct{ takes, floats, stays bool }

func (s *scene) takesPart(user string) part {
	return part{
		takes: roster.IsParticipant(s, user), floats: roster.IsFloating(s, user),
		stays: roster.HasRight(s, user, v1alpha1.RightAdministrator),
	}
}

// association is an accepted link: who assists whom, since when.
type association struct {
	assistant, timekeeper string
	since                 ledger.Time
}

func (s *scene) accepted() map[association]bool {
	accepted := make(map[association]bool, len(s.objects.Links))
	judge := roster.NewLinks(s)
	for _, link := range s.objects.Links {
		if judge.Judge(link).Accepted() {
			accepted[association{link.Spec.Assistant, link.Spec.Timekeeper, roster.Since(link)}] = true
		}
	}
	return accepted
}
