package story

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap/zapcore"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// account is the ServiceAccount that config/rbac ships, as the API server sees it.
var account = rest.ImpersonationConfig{
	UserName: admission.DefaultOperator,
	Groups:   []string{"system:serviceaccounts", "system:serviceaccounts:" + systemNamespace, "system:authenticated"},
}

const systemNamespace = "matterplane-system"

// Restorer is the username that may create objects as they were (L-8).
const Restorer = "restorer"

// FieldManager is under what name the manager's writes are in managedFields.
const FieldManager = "matterplane"

// Operator is a manager in this process.
type Operator struct {
	stop  context.CancelFunc
	ended chan error
}

// install gives the manager's account its rights, once.
var install sync.Once

// Main runs the tests of a package on a control plane with our webhooks installed.
func Main(m *testing.M) {
	log.SetLogger(zap.New(zap.WriteTo(os.Stderr), zap.Level(zapcore.ErrorLevel), zap.RawZapOpts(countReconciled())))
	cluster.Main(m, cluster.WithWebhooks("config/webhook/manifests.yaml"))
}

// Operate starts a manager for a test, which stops it when it ends if not before.
// There is one at a time. The changes are to the options that it runs with. It sees
// the firms of this test and of those to come: to look again at those of all tests
// before would take longer than most tests do.
func Operate(t testing.TB, changes ...func(*manager.Options)) *Operator {
	t.Helper()
	return operate(t, cluster.Ended(), changes...)
}

// OperateOnAll is Operate for a manager that sees the firms of all tests so far.
func OperateOnAll(t testing.TB) *Operator {
	t.Helper()
	return operate(t, nil)
}

func operate(t testing.TB, unseen []string, changes ...func(*manager.Options)) *Operator {
	t.Helper()
	install.Do(func() {
		cluster.MustKubectl(t, systemNamespace, "", "create", "namespace", systemNamespace)
		cluster.MustKubectl(t, systemNamespace, "", "apply", "-k", cluster.Path(t, "config", "rbac"))
	})
	o := options()
	for _, change := range changes {
		change(&o)
	}
	leftover = left(t)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	mgr, err := manager.New(ctx, config(unseen), o)
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	operator := &Operator{stop: cancel, ended: make(chan error, 1)}
	go func() {
		defer cancel()
		operator.ended <- mgr.Start(ctx)
	}()
	t.Cleanup(func() {
		operator.Stop(t)
		sound(t)
	})

	ready := mgr.GetWebhookServer().StartedChecker()
	cluster.Eventually(t, time.Minute, func() error {
		if !mgr.GetCache().WaitForCacheSync(ctx) && ctx.Err() == nil {
			return errors.New("the caches are not synced")
		}
		if ctx.Err() != nil {
			operator.stop = nil
			t.Fatalf("the manager ended: %v", <-operator.ended)
		}
		return ready(nil)
	})
	return operator
}

// Stop stops the manager, once it has finished what it is at, and waits until
// nothing of it runs.
func (o *Operator) Stop(t testing.TB) {
	t.Helper()
	if o.stop == nil {
		return
	}
	defer func() { // also where it does not come to rest: the next story needs its port
		o.stop()
		o.stop = nil
		if err := <-o.ended; err != nil {
			t.Errorf("the manager ended: %v", err)
		}
	}()
	cluster.Eventually(t, time.Minute, func() error { return idle(t) })
}

// config is the manager's connection: with the rights of its account alone, every
// request of it counted, some refused, and some namespaces out of its sight.
func config(unseen []string) *rest.Config {
	c := cluster.Config()
	c.Impersonate = account
	c.UserAgent = FieldManager + "/test"
	c.Wrap(refused.wrap)
	c.Wrap(sent.wrap)
	c.Wrap(without(unseen))
	return c
}

func options() manager.Options {
	hooks := cluster.WebhookServer()
	o := manager.Defaults()
	o.WebhookPort, o.WebhookCertDir = hooks.Port, hooks.CertDir
	o.MetricsAddress, o.ProbeAddress = "0", "0"
	o.UniqueNames = true
	o.Admission.Restorers = []string{Restorer}
	return o
}

// AwaitIdle waits until the reconcilers have had nothing to do for a while. Some stories
// have them write thousands of statuses, which takes minutes where the race detector looks
// on and the machine has other work.
func AwaitIdle(t testing.TB) {
	t.Helper()
	const looks, within = 25, 5 * time.Minute
	quiet := 0
	last := Metric(t, "controller_runtime_reconcile_total")
	cluster.Eventually(t, within, func() error {
		done := Metric(t, "controller_runtime_reconcile_total")
		if err := idle(t); err != nil || done != last {
			quiet, last = 0, done
			return errors.Join(errors.New("something was reconciled"), err)
		}
		quiet++
		if quiet < looks {
			return fmt.Errorf("quiet for %d looks, not yet %d", quiet, looks)
		}
		return nil
	})
}
