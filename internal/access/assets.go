package access

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// Assets are the assets of a firm at one moment, to decide on. What several of them
// ask, such as who follows whom, is worked out once. They serve one caller at a time.
type Assets struct{ s *surroundings }

// AssetsOf returns the assets of a firm, to decide on.
func AssetsOf(v roster.View) *Assets { return &Assets{surroundingsOf(v)} }

// Of returns one of them, to decide on as AssetOf does.
func (a *Assets) Of(m *v1alpha1.Matter) *Asset { return &Asset{surroundings: a.s, matter: m} }

// Everywhere returns what a user may do on every asset of the firm, as MattersOf has
// it (D-4, D-10): one decision for each of the Actions.
func (a *Assets) Everywhere(user string) []Decision {
	return a.s.on(&v1alpha1.Matter{}, personOf(a.s, user), nil).decisions()
}
