package random_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

func TestWhatIsDrawnIsUnderstood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		firm.Parse(t, random.Text().Draw(t, "text"))
		firm.Written(t, random.History().Draw(t, "history"))
	})
}
