package access

import "strings"

// path joins the steps by which a rule reaches a user.
func path(steps ...string) string { return strings.Join(steps, " ← ") }
