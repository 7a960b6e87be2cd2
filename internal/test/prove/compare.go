package prove

import (
	"fmt"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/model"
)

// compare says where the model and the real rooms differ about what is stored,
// empty if they agree.
func compare(world *model.World, stored *store) string {
	view := roster.NewSnapshot(stored.objects())
	for _, name := range world.Matters() {
		if told := compareAsset(world, view, name); told != "" {
			return told
		}
	}
	links := roster.NewLinks(view)
	for _, name := range world.Links() {
		if told := differ("link "+name, world.LinkReason(name), links.Judge(stored.links[name]).Reason); told != "" {
			return told
		}
	}
	if firm, kept := view.Firm(); firm != nil {
		return differ("first of the Firm", world.FirmFirst(), byList(kept.First))
	}
	return ""
}

func compareAsset(world *model.World, view roster.View, name string) string {
	asset := view.Matter(name)
	if told := differ("ledger of "+name, world.Ledger(name), ledgerOf(view.Ledger(asset))); told != "" {
		return told
	}
	got := staffing.DeriveAll(view, asset)
	conditions := byType(got.Conditions)
	got.Conditions, got.ObservedGeneration = nil, 0 // compared on their own; of no rule
	if told := differ("status of "+name, world.Status(name), got); told != "" {
		return told
	}
	return differ("conditions of "+name, world.Conditions(name), conditions)
}

// differ tells the difference, empty for none. Looking for it costs much more
// than seeing that there is none.
func differ[V any](what string, model, derived V) string {
	if equality.Semantic.DeepEqual(model, derived) {
		return ""
	}
	diff := cmp.Diff(model, derived, cmpopts.EquateEmpty())
	return fmt.Sprintf("%s (-model +derived)\n%s", what, diff)
}

func byType(list []metav1.Condition) map[string]model.Condition {
	conditions := make(map[string]model.Condition, len(list))
	for _, c := range list {
		conditions[c.Type] = model.Condition{Status: c.Status, Reason: c.Reason}
	}
	return conditions
}

// ledgerOf puts a ledger into the model's words.
func ledgerOf(kept ledger.Matter) model.Ledger {
	told := model.Ledger{First: byList(kept.First), Lists: map[string]model.LedgerList{}}
	if kept.Defaults != nil {
		told.Defaults = byList(*kept.Defaults)
	}
	for _, list := range ledger.ListNames {
		told.Lists[string(list)] = listOf(kept.Of(list))
	}
	return told
}

func listOf(kept ledger.List) model.LedgerList {
	told := model.LedgerList{
		Clock: int(kept.Clock), Joined: map[string]model.LedgerJoined{}, Left: map[string]model.LedgerLeft{},
	}
	for user, joined := range kept.Joined {
		entry := model.LedgerJoined{At: int(joined.At), Follow: joined.Follow}
		if joined.Awaits != nil {
			entry.AwaitsFirm, entry.AwaitsCase = joined.Awaits.Firm, joined.Awaits.Case
		}
		told.Joined[user] = entry
	}
	for user, left := range kept.Left {
		told.Left[user] = model.LedgerLeft{At: int(left.At), Time: left.Time.UnixMicro()}
	}
	return told
}

func byList(kept ledger.Settings) map[string]v1alpha1.FollowSetting {
	told := map[string]v1alpha1.FollowSetting{}
	for _, list := range ledger.ListNames {
		told[string(list)] = v1alpha1.FollowSetting(kept.Of(list))
	}
	return told
}
