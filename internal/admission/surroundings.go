package admission

import (
	"context"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// surroundings are what a ledger is advanced among, read live and only when asked
// for, each object once. Ledgers cannot tell of errors: whoever advances one asks
// for the first of them afterwards.
type surroundings struct {
	get     func(name string, into client.Object) error
	firm    *v1alpha1.Firm
	asked   bool // whether firm has been read
	matters map[string]*v1alpha1.Matter
	err     error
}

var _ ledger.Around = (*surroundings)(nil)

func (d *desk) around(ctx context.Context, namespace string) *surroundings {
	return &surroundings{
		get: func(name string, into client.Object) error {
			return d.cluster.Live.Get(ctx, client.ObjectKey{Namespace: namespace, Name: name}, into)
		},
		matters: map[string]*v1alpha1.Matter{},
	}
}

// Firm implements ledger.Around.
func (s *surroundings) Firm() (*v1alpha1.Firm, ledger.Firm) {
	if !s.asked {
		firm := &v1alpha1.Firm{}
		if s.found("the Firm", s.get(v1alpha1.FirmName, firm)) {
			s.firm = firm
		}
		s.asked = true
	}
	if s.firm == nil {
		return nil, ledger.Firm{}
	}
	return s.firm, ledger.OfFirm(s.firm)
}

// Matter implements ledger.Around.
func (s *surroundings) Matter(name string) *v1alpha1.Matter {
	if asset, asked := s.matters[name]; asked {
		return asset
	}
	asset := &v1alpha1.Matter{}
	if !s.found("matter "+name, s.get(name, asset)) {
		asset = nil
	}
	s.matters[name] = asset
	return asset
}

// Ledger implements ledger.Around.
func (s *surroundings) Ledger(asset *v1alpha1.Matter) ledger.Matter { return ledger.Of(asset, s) }

func (s *surroundings) found(what string, err error) bool {
	if err != nil && !apierrors.IsNotFound(err) && s.err == nil {
		s.err = unread(what, err)
	}
	return err == nil
}

// hindsight are surroundings as they may have been a moment ago: without the Firm
// or the assets that are so young that they may have come meanwhile.
type hindsight struct {
	*surroundings

	noFirm, noMatters bool
	now               ledger.Time
}

// moments returns the surroundings as the mutating webhook may have found them
// when it looked, the present ones first. It reads the Firm and the matters at
// different moments. So firms whose objects are created all at once, each written
// once, are not refused for it (W-3).
func (s *surroundings) moments(now ledger.Time) []ledger.Around {
	return []ledger.Around{
		s,
		hindsight{surroundings: s, now: now, noFirm: true},
		hindsight{surroundings: s, now: now, noMatters: true},
		hindsight{surroundings: s, now: now, noFirm: true, noMatters: true},
	}
}

// Firm implements ledger.Around.
func (h hindsight) Firm() (*v1alpha1.Firm, ledger.Firm) {
	firm, kept := h.surroundings.Firm()
	if firm != nil && h.noFirm && isYoung(firm, h.now) {
		return nil, ledger.Firm{}
	}
	return firm, kept
}

// Matter implements ledger.Around.
func (h hindsight) Matter(name string) *v1alpha1.Matter {
	asset := h.surroundings.Matter(name)
	if asset != nil && h.noMatters && isYoung(asset, h.now) {
		return nil
	}
	return asset
}

// Ledger implements ledger.Around.
func (h hindsight) Ledger(asset *v1alpha1.Matter) ledger.Matter { return ledger.Of(asset, h) }

// isYoung says whether an object may have come while a request was on its way.
func isYoung(o client.Object, now ledger.Time) bool {
	return now.Sub(o.GetCreationTimestamp().Time) <= slack+time.Second // the timestamp is cut to the second
}
