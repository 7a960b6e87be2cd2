package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/roster"
)

// bareWriter is the reference of F-1, in a process of its own as the manager is: it lists
// the firm, and writes statuses that others derived.
type bareWriter struct {
	Kubeconfig string // of the manager's account
	Statuses   string // the file of a firm that has them
	Workers    int    // who write at once
	Informed   bool   // by informers, which list, and then hear of what is written
}

// write has the program itself write, and waits from the start of the process, less what
// it took to read the statuses: the manager does not read them, it derives them. It began as
// much later.
func (b bareWriter) write(ctx context.Context) (began time.Time, took cost, err error) {
	self, err := os.Executable()
	if err != nil {
		return began, took, fmt.Errorf("finding this program: %w", err)
	}
	work, err := json.Marshal(b)
	if err != nil {
		return began, took, fmt.Errorf("saying what is to be written: %w", err)
	}
	began = time.Now()
	cmd := exec.CommandContext(ctx, self, "-bare", string(work))
	cmd.Stderr = os.Stderr
	said, err := cmd.Output()
	wall := time.Since(began)
	if err != nil {
		return began, took, fmt.Errorf("writing bare: %w", err)
	}
	var reading struct{ Wall, CPU time.Duration }
	if err := json.Unmarshal(said, &reading); err != nil {
		return began, took, fmt.Errorf("what the bare writer said: %w", err)
	}
	took = cost{wall: wall - reading.Wall, cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime() - reading.CPU}
	return began.Add(reading.Wall), took, nil
}

// writeBare is that process. It prints what it took to read the statuses.
func writeBare(ctx context.Context, work string) error {
	var b bareWriter
	if err := json.Unmarshal([]byte(work), &b); err != nil {
		return fmt.Errorf("reading what is to be written: %w", err)
	}
	var with map[string]client.Object
	reading, err := timed(func() (err error) {
		with, err = readStatuses(b.Statuses)
		return err
	})
	if err != nil {
		return err
	}
	config, err := clientcmd.BuildConfigFromFlags("", b.Kubeconfig)
	if err != nil {
		return fmt.Errorf("reading the kubeconfig: %w", err)
	}
	config.QPS, config.UserAgent = -1, bareAgent
	writer, err := client.New(config, client.Options{Scheme: manager.NewScheme()})
	if err != nil {
		return fmt.Errorf("creating a client: %w", err)
	}
	from, err := b.reader(ctx, config, writer)
	if err != nil {
		return err
	}
	firm, err := read(ctx, from, acme)
	if err != nil {
		return err
	}
	err = writeStatuses(ctx, writer, firm, b.Workers, func(o client.Object) client.Object { return with[keyOf(o)] })
	return errors.Join(err, json.NewEncoder(os.Stdout).Encode(struct{ Wall, CPU time.Duration }{reading.wall, reading.cpu}))
}

// bareAgent is what the API server knows it by.
const bareAgent = "bare"

func (b bareWriter) reader(ctx context.Context, config *rest.Config, plain client.Client) (client.Reader, error) {
	if !b.Informed {
		return plain, nil
	}
	return filled(ctx, config, cacheview.NewPrompt)
}

// keepStatuses writes a firm into a file.
func keepStatuses(path string, firm roster.Objects) error {
	text, err := json.Marshal(firm)
	if err == nil {
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("keeping the statuses: %w", err)
	}
	return nil
}

// readStatuses returns the objects of a firm in a file, by kind and name.
func readStatuses(path string) (map[string]client.Object, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the statuses: %w", err)
	}
	var firm roster.Objects
	if err := json.Unmarshal(text, &firm); err != nil {
		return nil, fmt.Errorf("reading the statuses: %w", err)
	}
	return byKey(firm), nil
}

// byKey returns the objects of a firm by kind and name.
func byKey(firm roster.Objects) map[string]client.Object {
	all := map[string]client.Object{}
	for _, o := range objectsOf(firm) {
		all[keyOf(o)] = o
	}
	return all
}

// keyOf is the kind and name of an object.
func keyOf(o client.Object) string {
	kind, _, _ := statusOf(o)
	return kind + "/" + o.GetName()
}

// writeStatuses gives every object of a firm the status of another one. It sends what the
// manager sends, whose informers drop managedFields; the API server keeps them then.
func writeStatuses(ctx context.Context, by client.Client, firm roster.Objects, workers int, from func(client.Object) client.Object) error {
	return inParallel(ctx, objectsOf(firm), workers, func(o client.Object) error {
		setStatus(o, from(o))
		o.SetManagedFields(nil)
		if err := by.Status().Update(ctx, o); err != nil {
			return fmt.Errorf("writing the status of %s: %w", keyOf(o), err)
		}
		return nil
	})
}
