package cacheview

import (
	"context"
	"fmt"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	toolscache "k8s.io/client-go/tools/cache"
	source "k8s.io/client-go/tools/cache/testing"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// slow is a cache of one informer; who waits for it would have to look again.
type slow struct {
	cache.Cache

	informer toolscache.SharedIndexInformer
	looked   []bool // what was seen when somebody looked whether it is filled
}

func (s *slow) GetInformer(context.Context, client.Object, ...cache.InformerGetOption) (cache.Informer, error) {
	return s.informer, nil
}

func (s *slow) WaitForCacheSync(context.Context) bool {
	s.looked = append(s.looked, s.informer.HasSynced())
	return s.informer.HasSynced()
}

func newSlow(matters int) *slow {
	stored := source.NewFakeControllerSource()
	for i := range matters {
		stored.Add(&v1alpha1.Matter{ObjectMeta: metav1.ObjectMeta{Namespace: "acme", Name: fmt.Sprintf("m%d", i)}})
	}
	return &slow{informer: toolscache.NewSharedIndexInformer(stored, &v1alpha1.Matter{}, 0, toolscache.Indexers{})}
}

func TestNobodyLooksTwiceWhetherAPromptCacheIsFilled(t *testing.T) {
	t.Parallel()
	s := newSlow(100)
	p := newPrompt(s, time.Hour)
	if _, err := p.GetInformer(t.Context(), &v1alpha1.Matter{}); err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if p.WaitForCacheSync(ended) {
		t.Error("it is filled before it is started")
	}
	filled := make(chan bool)
	go func() { filled <- p.WaitForCacheSync(t.Context()) }()
	go s.informer.RunWithContext(t.Context())
	if !<-filled {
		t.Error("it was filled, and nobody was woken")
	}
	if len(s.looked) != 1 || !s.looked[0] {
		t.Errorf("whoever waited looked, and saw whether it is filled: %t", s.looked)
	}
}

func TestAHandlerOfAPromptCacheIsToldBeforeItIsAdded(t *testing.T) {
	t.Parallel()
	s := newSlow(5000)
	go s.informer.RunWithContext(t.Context())
	if !toolscache.WaitFor(t.Context(), "", s.informer.HasSyncedChecker()) {
		t.Fatal("the informer was not filled")
	}
	informer, err := newPrompt(s, time.Hour).GetInformer(t.Context(), &v1alpha1.Matter{})
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	registration, err := informer.AddEventHandlerWithOptions(toolscache.ResourceEventHandlerFuncs{AddFunc: func(any) { told++ }}, toolscache.HandlerOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !registration.HasSynced() {
		t.Fatal("it was added before it was told")
	}
	if told != 5000 {
		t.Errorf("it was told of %d matters, of 5000", told)
	}
}
