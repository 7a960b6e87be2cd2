package difference

import "github.com/matterplane/matterplane/internal/roster"

// Views returns what is compared of two firms: BASE as it stands, and HEAD written on
// top of it.
func Views(base, head roster.Objects) (before, after roster.Directory) {
	end := endOf(base)
	p := planOf(baseOf(base, end), end, head)
	return p.base, p.after(p.write(p.order()))
}
