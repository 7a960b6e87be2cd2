package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"text/tabwriter"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// storage prints what etcd gains with every change of a matter: somebody joins it or
// leaves, its ledger advances, and its status follows. Nothing compacts meanwhile.
func storage(ctx context.Context, b *bench, out io.Writer) error {
	w, err := b.storageWorld(ctx)
	if w != nil {
		defer w.close()
	}
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "members\tstored\tspec\tstatus\tledger\tmanaged fields\ta change gains\tcompared with what is stored\t")
	for _, members := range []int{12, 200, 2000} {
		if err := w.assemble(ctx, members); err != nil {
			return fmt.Errorf("making a matter of %d: %w", members, err)
		}
		parts, gained, err := w.gains(ctx, matterOf(members))
		if err != nil {
			return fmt.Errorf("changing a matter of %d: %w", members, err)
		}
		fmt.Fprintf(table, "%d\t%d\t%d\t%d\t%d\t%d\t%.0f\t%.2f\t\n", members, parts.stored, parts.spec, parts.status, parts.ledger, parts.managed, gained, gained/float64(parts.stored))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return w.givenBack(ctx, out)
}

// storageWorld is a control plane of its own, with a manager that leads: it keeps no
// log and compacts nothing.
func (b *bench) storageWorld(ctx context.Context) (*world, error) {
	w, err := b.room()
	if err != nil {
		return nil, err
	}
	if err := b.start(ctx, w); err != nil {
		return w, err
	}
	if err := w.lead(); err != nil {
		return w, err
	}
	if err := w.Client.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: acme}}); err != nil {
		return w, fmt.Errorf("creating a namespace: %w", err)
	}
	err = w.enter(ctx, firm.MakeFirm().Obj(), firm.MakeUser(joiner).Obj())
	return w, err
}

// joiner is on no matter but for the time of a change.
const joiner = "joiner"

// largest is how many direct users an asset has at most (the bound of the schema).
const largest = 500

func matterOf(members int) string { return fmt.Sprintf("of-%d", members) }

// assemble makes a matter with so many members: as many direct as fit, the others by
// collections.
func (w *world) assemble(ctx context.Context, members int) error {
	people := make([]string, members)
	accounts := make([]client.Object, members)
	for i := range people {
		people[i] = fmt.Sprintf("%s-user-%04d", matterOf(members), i)
		accounts[i] = firm.MakeUser(people[i]).Obj()
	}
	if err := w.enter(ctx, accounts...); err != nil {
		return err
	}
	m := firm.MakeMatter(matterOf(members)).Staff(people[:min(members, largest-1)]...)
	for at := largest - 1; at < members; at += largest {
		collection := fmt.Sprintf("%s-%d", matterOf(members), at)
		if err := w.enter(ctx, firm.MakeCollection(collection).Staff(people[at:min(members, at+largest)]...).Obj()); err != nil {
			return err
		}
		m = m.Collections(collection)
	}
	return w.enter(ctx, m.Obj())
}

// enter creates objects as an administrator does.
func (w *world) enter(ctx context.Context, objects ...client.Object) error {
	administrator, err := w.ClientOf(plane.Administrator)
	if err != nil {
		return err
	}
	return inParallel(ctx, objects, 16, func(o client.Object) error {
		o.SetNamespace(acme)
		return plane.Until(ctx, time.Minute, func() error { return client.IgnoreAlreadyExists(administrator.Create(ctx, o)) })
	})
}

// sizes are how many bytes an asset takes as it is stored, in all and by its parts.
type sizes struct{ stored, spec, status, ledger, managed int }

func sizesOf(stored []byte) (sizes, error) {
	var o struct {
		Metadata struct {
			Annotations   map[string]string `json:"annotations"`
			ManagedFields json.RawMessage   `json:"managedFields"`
		} `json:"metadata"`
		Spec   json.RawMessage `json:"spec"`
		Status json.RawMessage `json:"status"`
	}
	err := json.Unmarshal(stored, &o)
	ledger := o.Metadata.Annotations[v1alpha1.LedgerAnnotation]
	return sizes{len(stored), len(o.Spec), len(o.Status), len(ledger), len(o.Metadata.ManagedFields)}, err
}

// gains changes a matter again and again, and returns what is stored of it and how
// many bytes etcd needs more for each change.
func (w *world) gains(ctx context.Context, name string) (sizes, float64, error) {
	if err := w.quiet(ctx, name); err != nil {
		return sizes{}, 0, err
	}
	before, err := w.inUse(ctx)
	if err != nil {
		return sizes{}, 0, err
	}
	const changes = 20
	for i := range changes {
		if err := w.alter(ctx, name, i%2 == 0); err != nil {
			return sizes{}, 0, err
		}
	}
	after, err := w.inUse(ctx)
	if err != nil {
		return sizes{}, 0, err
	}
	var p sizes
	err = w.Etcd().Read(ctx, "/registry/matterplane.dev/matters/"+acme+"/"+name, func(s plane.Stored) error {
		if filepath.Base(string(s.Key)) == name {
			p, err = sizesOf(s.Value)
		}
		return err
	})
	return p, (after - before) / changes, err
}

// alter lets somebody who is on no matter join or leave, and waits for the status.
func (w *world) alter(ctx context.Context, name string, joins bool) error {
	administrator, err := w.ClientOf(plane.Administrator)
	if err != nil {
		return err
	}
	err = plane.Until(ctx, time.Minute, func() error {
		var m v1alpha1.Matter
		if err := w.Client.Get(ctx, client.ObjectKey{Namespace: acme, Name: name}, &m); err != nil {
			return err
		}
		if last := len(m.Spec.Staffing) - 1; joins {
			m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: joiner})
		} else {
			m.Spec.Staffing = m.Spec.Staffing[:last]
		}
		return administrator.Update(ctx, &m)
	})
	if err != nil {
		return err
	}
	return w.quiet(ctx, name)
}

// quiet waits until the status of a matter, and when it is new those of all users,
// is of what its spec is now, as long as the manager runs.
func (w *world) quiet(ctx context.Context, name string) error {
	return w.leader.until(ctx, time.Hour, 100*time.Millisecond, func() error {
		var users v1alpha1.FirmUserList
		var m v1alpha1.Matter
		if err := w.Client.Get(ctx, client.ObjectKey{Namespace: acme, Name: name}, &m); err != nil {
			return err
		}
		if m.Status.ObservedGeneration != m.Generation {
			return errors.New("the status of the matter is behind")
		}
		if m.Generation > 1 {
			return nil
		}
		if err := w.Client.List(ctx, &users, client.InNamespace(acme)); err != nil {
			return err
		}
		for i := range users.Items {
			if users.Items[i].Status.ObservedGeneration != users.Items[i].Generation {
				return errors.New("the status of a user is behind")
			}
		}
		return nil
	})
}

// inUse returns how many bytes etcd uses of its file. It knows a tenth of a second
// after a write.
func (w *world) inUse(ctx context.Context) (float64, error) {
	return w.steady(ctx, "etcd_mvcc_db_total_size_in_use_in_bytes")
}

// steady returns a metric of etcd once it is the same for a while.
func (w *world) steady(ctx context.Context, name string) (float64, error) {
	const rounds = 5
	last, same := -1.0, 0
	err := plane.Until(ctx, time.Minute, func() error {
		value, err := w.Etcd().Gauge(ctx, name)
		if err != nil {
			return err
		}
		if value != last {
			last, same = value, 0
		}
		same++
		if same < rounds {
			return errors.New(name + " still changes")
		}
		return nil
	})
	return last, err
}

// givenBack prints what compaction and defragmentation give back.
func (w *world) givenBack(ctx context.Context, out io.Writer) error {
	w.rest() // so that no lease is renewed
	etcd := w.Etcd()
	say := func(when string) error {
		used, err := w.inUse(ctx)
		if err != nil {
			return err
		}
		file, err := w.steady(ctx, "etcd_mvcc_db_total_size_in_bytes")
		_, _ = fmt.Fprintf(out, "%-15s %s in use, of a file of %s\n", when+":", mebibytes(used), mebibytes(file))
		return err
	}
	return errors.Join(say("changed"), etcd.Compact(ctx), say("compacted"), etcd.Defragment(ctx), say("defragmented"))
}
