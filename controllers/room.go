package controllers

import "context"

// room is for how many objects of a kind are written together that only have other
// surroundings: one change may touch all of them. Where there are more workers than that,
// they are for what was edited, for which somebody waits, and for a firm that has no
// status yet.
type room chan struct{}

// enter waits for a place, and says whether it had to. What it returns gives the place up;
// there is none after an error.
func (r room) enter(ctx context.Context) (leave func(), waited bool, err error) {
	leave = func() { <-r }
	select {
	case r <- struct{}{}:
		return leave, false, nil
	default:
	}
	select {
	case r <- struct{}{}:
		return leave, true, nil
	case <-ctx.Done():
		return nil, true, context.Cause(ctx)
	}
}
