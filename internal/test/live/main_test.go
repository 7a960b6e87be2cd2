package live

import (
	"flag"
	"testing"
	"time"

	"github.com/matterplane/matterplane/internal/test/story"
)

var (
	firstSeed = flag.Uint64("live.seed", 0, "play the histories of this seed and those after it (0: others every time)")
	histories = flag.Int("live.histories", 6, "how many histories to play")
)

func TestMain(m *testing.M) { story.Main(m) }

// seeds returns a seed for every one of so many histories.
func seeds(count int) []uint64 {
	first := *firstSeed
	if first == 0 {
		first = uint64(time.Now().UnixNano()) % 1_000_000_000
	}
	all := make([]uint64, count)
	for i := range all {
		all[i] = first + uint64(i)
	}
	return all
}
