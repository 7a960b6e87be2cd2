package observe

import (
	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
)

// OfLibraries returns a logger for what client-go says beside us, such as that an Event
// was refused: of a whole object it tells the name, of an error what Discreet leaves.
func OfLibraries(logger logr.Logger) logr.Logger { return logr.New(reticent{logger.GetSink()}) }

// reticent is a sink that tells no contents.
type reticent struct{ logr.LogSink }

// Info implements logr.LogSink.
func (r reticent) Info(level int, message string, pairs ...any) {
	r.LogSink.Info(level, message, named(pairs)...)
}

// Error implements logr.LogSink.
func (r reticent) Error(err error, message string, pairs ...any) {
	r.LogSink.Error(Discreet(err), message, named(pairs)...)
}

// WithValues implements logr.LogSink.
func (r reticent) WithValues(pairs ...any) logr.LogSink {
	return reticent{r.LogSink.WithValues(named(pairs)...)}
}

// WithName implements logr.LogSink.
func (r reticent) WithName(name string) logr.LogSink { return reticent{r.LogSink.WithName(name)} }

// named returns keys and values with objects as their names.
func named(pairs []any) []any {
	told := make([]any, len(pairs))
	for i, value := range pairs {
		told[i] = value
		if err, is := value.(error); is {
			told[i] = Discreet(err)
		}
		object, is := value.(runtime.Object)
		if !is {
			continue
		}
		told[i] = "an object"
		if accessor, err := meta.Accessor(object); err == nil {
			told[i] = accessor.GetNamespace() + "/" + accessor.GetName()
		}
	}
	return told
}
