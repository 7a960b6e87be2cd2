package story

import (
	"maps"
	"slices"
	"sync"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/matterplane/matterplane/internal/observe"
)

// ledgerOfWork counts how often each object was reconciled, by namespace. It reads
// what controller-runtime logs as it hands an object to its reconciler, so that
// nothing in the manager has to know that somebody counts.
type ledgerOfWork struct {
	mu     sync.Mutex
	counts map[string]map[ID]int
}

// reconciled is what this test binary's managers have reconciled.
var reconciled = ledgerOfWork{counts: map[string]map[ID]int{}}

// handedOver is what controller-runtime says of an object that a reconciler gets,
// at level 5.
const handedOver = "Reconciling"

// counting returns a core that counts beside another that writes.
func (l *ledgerOfWork) counting(writes zapcore.Core) zapcore.Core {
	return zapcore.NewTee(writes, &counter{LevelEnabler: zapcore.Level(-5), into: l})
}

func (l *ledgerOfWork) count(namespace string, id ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counts[namespace] == nil {
		l.counts[namespace] = map[ID]int{}
	}
	l.counts[namespace][id]++
}

// of returns how often each object of a namespace was reconciled.
func (l *ledgerOfWork) of(namespace string) map[ID]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.counts[namespace])
}

// counter is a core that writes nothing.
type counter struct {
	zapcore.LevelEnabler

	fields []zapcore.Field
	into   *ledgerOfWork
}

// With implements zapcore.Core.
func (c *counter) With(fields []zapcore.Field) zapcore.Core {
	return &counter{LevelEnabler: c.LevelEnabler, fields: append(slices.Clip(c.fields), fields...), into: c.into}
}

// Check implements zapcore.Core.
func (c *counter) Check(entry zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if entry.Message != handedOver {
		return checked
	}
	return checked.AddCore(entry, c)
}

// Write implements zapcore.Core.
func (c *counter) Write(_ zapcore.Entry, fields []zapcore.Field) error {
	said := map[string]string{}
	for _, field := range append(slices.Clip(c.fields), fields...) {
		said[field.Key] = field.String
	}
	c.into.count(said[observe.Firm], ID{Kind: wordOf[said[observe.Kind]], Name: said[observe.Name]})
	return nil
}

// Sync implements zapcore.Core.
func (c *counter) Sync() error { return nil }

// wordOf is what stories call the kinds.
var wordOf = map[string]string{
	"Firm": "firm", "Office": "office", "FirmUser": "user", "AssistantLink": "link", "Matter": "matter",
}

// countReconciled makes a logger count what is reconciled.
func countReconciled() zap.Option { return zap.WrapCore(reconciled.counting) }

// Reconciled returns how often each object was reconciled since the window was opened.
func (w *Window) Reconciled() map[ID]int {
	counts := reconciled.of(w.firm.Namespace)
	for id := range counts {
		if counts[id] -= w.reconciled[id]; counts[id] == 0 {
			delete(counts, id)
		}
	}
	return counts
}
