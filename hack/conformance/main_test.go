package conformance

import (
	"flag"
	"testing"

	"github.com/matterplane/matterplane/internal/test/story"
)

// update writes the objects under testdata as the API server has them now.
var update = flag.Bool("update", false, "write testdata")

func TestMain(m *testing.M) { story.Main(m) }
