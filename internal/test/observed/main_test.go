// Package observed reads what a manager tells of a day: its log, its metrics and its
// traces, as those who run it get them. None of them may hold what an object says.
package observed

import (
	"bytes"
	"sync"
	"testing"

	"go.uber.org/zap/zapcore"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// logged is the log of this process, at the level at which it says most.
var logged journal

func TestMain(m *testing.M) {
	log.SetLogger(zap.New(zap.WriteTo(&logged), zap.Level(zapcore.DebugLevel)))
	cluster.Main(m, cluster.WithWebhooks("config/webhook/manifests.yaml"))
}

// journal keeps what is written into it.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(line)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}
