package staffing_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// TestExplanationsAreTheDerivation explains everybody on every asset of random
// firms: what is explained is what the status says, no more and no less, and every
// path leads from the user to the asset over edges that somebody has written.
func TestExplanationsAreTheDerivation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := firm.Written(t, random.History().Draw(t, "history"))
		view := roster.NewSnapshot(objects)
		for _, asset := range objects.Matters {
			status := staffing.DeriveAll(view, asset)
			for _, user := range everybody(objects) {
				e := staffing.Explain(view, asset, user)
				explains(t, status, e)
				for _, reason := range slices.Concat(e.Team, e.Wall, e.Exclusions, e.Exemptions, e.NotTeam, e.NotWall) {
					walkable(t, view, asset, user, reason)
				}
				accounted(t, view, asset, e)
			}
		}
	})
}

// everybody returns who is named anywhere.
func everybody(objects roster.Objects) []string {
	var names []string
	for _, u := range objects.Users {
		names = append(names, u.Name)
	}
	for _, l := range objects.Links {
		names = append(names, l.Spec.Assistant, l.Spec.Timekeeper)
	}
	for _, m := range objects.Matters {
		names = append(names, ledger.Direct(ledger.Staffing, &m.Spec)...)
		names = append(names, ledger.Direct(ledger.ConflictedUsers, &m.Spec)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// explains wants the reasons that a status shows.
func explains(t *rapid.T, status v1alpha1.MatterStatus, e staffing.Explanation) {
	t.Helper()
	var want, got struct {
		team, wall []v1alpha1.Origin
		exclusions []string
		exempt     bool
	}
	for _, m := range status.Staffing {
		if m.User == e.User {
			want.team, want.exempt = m.Origins, len(m.Exemptions) > 0
			for _, exclusion := range m.Exclusions {
				want.exclusions = append(want.exclusions, string(exclusion))
			}
		}
	}
	for _, c := range status.ConflictedUsers {
		if c.User == e.User {
			want.wall = c.Origins
		}
	}
	got.team, got.wall = originsOf(e.Team), originsOf(e.Wall)
	got.exempt = len(e.Team) > 0 && len(e.Exemptions) > 0
	for _, reason := range e.Exclusions {
		got.exclusions = append(got.exclusions, reason.Because)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(want), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s on %s (-status +explained)\n%s", e.User, e.Asset, diff)
	}
}

// originsOf puts reasons together as a status does.
func originsOf(reasons []staffing.Reason) (origins []v1alpha1.Origin) {
	for _, reason := range reasons {
		o := v1alpha1.Origin{Type: v1alpha1.OriginType(reason.Because)}
		if o.Type == v1alpha1.OriginOpposingTeamSet {
			i := slices.IndexFunc(reason.Path, func(s staffing.Step) bool { return s.Kind == staffing.StepSet })
			o.Set = reason.Path[i].Name
		}
		at := slices.IndexFunc(origins, func(known v1alpha1.Origin) bool { return known.Type == o.Type && known.Set == o.Set })
		if at < 0 {
			origins, at = append(origins, o), len(origins)
		}
		if reason.Via != "" {
			origins[at].Via = append(origins[at].Via, reason.Via)
		}
	}
	for i := range origins {
		slices.Sort(origins[i].Via)
		origins[i].Via = slices.Compact(origins[i].Via)
	}
	return origins
}

// walkable wants a path from the user, or from a group that is not there, to the
// asset, every step of it written down, and a rule and a sentence beside it.
func walkable(t *rapid.T, view roster.View, asset *v1alpha1.Matter, user string, r staffing.Reason) {
	t.Helper()
	if len(r.Rules) == 0 || r.Text == "" || len(r.Path) < 2 {
		t.Fatalf("incomplete: %+v", r)
	}
	first, last := r.Path[0], r.Path[len(r.Path)-1]
	if first.Name != user && r.Because != staffing.Unresolved || last != (staffing.Step{Kind: staffing.StepKind(asset.Spec.Type), Name: asset.Name}) {
		t.Errorf("%s does not lead from %s to %s", r.Path, user, asset.Name)
	}
	for i := range r.Path[1:] {
		if !edge(view, r.Path[i], r.Path[i+1]) {
			t.Errorf("%s: nobody has written %v ← %v", r.Path, r.Path[i], r.Path[i+1])
		}
	}
}

// edge says whether one of two steps names the other.
func edge(view roster.View, a, b staffing.Step) bool {
	if a.Kind == staffing.StepSet || b.Kind == staffing.StepUser || a.Kind == staffing.StepSide && isAsset(view, b) != nil {
		a, b = b, a
	}
	switch {
	case b.Kind == staffing.StepLink:
		return slices.ContainsFunc(view.LinksOfAssistant(a.Name), func(l *v1alpha1.AssistantLink) bool { return l.Name == b.Name }) ||
			slices.ContainsFunc(view.LinksOfTimekeeper(a.Name), func(l *v1alpha1.AssistantLink) bool { return l.Name == b.Name })
	case a.Kind == staffing.StepLink:
		return edge(view, b, a)
	case a.Kind == staffing.StepSide:
		return b.Kind == staffing.StepSet // which set it is a side of, the asset beside it says
	case b.Kind == staffing.StepSide:
		return slices.ContainsFunc(isAsset(view, a).Spec.OpposingTeamSets, func(s v1alpha1.OpposingTeamSide) bool { return s.Side == b.Name })
	case a.Kind == staffing.StepUser:
		return names(isAsset(view, b), a.Name)
	case a.Kind == staffing.StepMatter: // which is on its case's side
		return isAsset(view, a).Spec.Case == b.Name
	default:
		return isAsset(view, b).Spec.Case == a.Name || slices.Contains(isAsset(view, b).Spec.Collections, a.Name)
	}
}

func isAsset(view roster.View, s staffing.Step) *v1alpha1.Matter {
	if m := view.Matter(s.Name); m != nil && s.Kind == staffing.StepKind(m.Spec.Type) {
		return m
	}
	return nil
}

// names says whether an asset names a user.
func names(asset *v1alpha1.Matter, user string) bool {
	return slices.Contains(ledger.Direct(ledger.Staffing, &asset.Spec), user) ||
		slices.Contains(ledger.Direct(ledger.ConflictedUsers, &asset.Spec), user) ||
		slices.ContainsFunc(asset.Spec.ExcludedUsers, func(x v1alpha1.ExcludedEntry) bool { return x.User == user })
}

// accounted wants every link of a user to somebody on the asset's own lists to
// be a reason for or against, unless the user is direct itself.
func accounted(t *rapid.T, view roster.View, asset *v1alpha1.Matter, e staffing.Explanation) {
	t.Helper()
	for list, reasons := range map[ledger.ListName][]staffing.Reason{
		ledger.Staffing:        slices.Concat(e.Team, e.NotTeam),
		ledger.ConflictedUsers: slices.Concat(e.Wall, e.NotWall),
	} {
		direct := ledger.Direct(list, &asset.Spec)
		if slices.Contains(direct, e.User) {
			continue
		}
		for _, link := range view.LinksOfAssistant(e.User) {
			told := slices.ContainsFunc(reasons, func(r staffing.Reason) bool {
				return slices.Contains(r.Path, staffing.Step{Kind: staffing.StepLink, Name: link.Name})
			})
			if slices.Contains(direct, link.Spec.Timekeeper) && !told {
				t.Errorf("%s on %s of %s: nothing is said of the link %s", e.User, list, asset.Name, link.Name)
			}
		}
	}
}
