package main

import (
	"fmt"
	"strings"
)

// founding is a small firm's people.
const founding = `
firm lead=amira backup=ben follow=staffing,conflictedUsers systems=documents,billing clients=acme/amira
office london
user amira office=london role=FirmAdministrator as=Partner rights=Administrator
user ben office=london role=FirmAdministrator
user carla office=london as=Associate
user dan office=london as=Assistant
user eve as=Associate
user finn as=Associate
`

// workloads are all that clients do here, the samples aside. Many is how many
// matters one link touches, and a wide firm has; so many firms are drawn from a seed
// and the next.
func workloads(many, firms int, seed uint64) []workload {
	all := []workload{tiny(), small(), edits(), wall(), link(many)}
	for i := range firms {
		all = append(all, drawn(fmt.Sprintf("drawn-%d", seed+uint64(i)), 10, seed+uint64(i)))
	}
	return append(all, drawn("wide", many, seed))
}

// tiny is a firm that can be written to once for every write there is of it.
func tiny() workload {
	return workload{name: "tiny", steps: []step{burst("a firm is founded, and somebody walled off", `
		firm lead=amira follow=staffing,conflictedUsers
		user amira
		user ben
		link ben->amira
		matter m1 staff=amira conflicted=ben`)}}
}

// small has few objects, and every sort of write of the manager: statuses of all
// kinds and a notice.
func small() workload {
	return workload{name: "small", steps: []step{burst("a firm is founded, and a wall raised", `
		firm lead=amira backup=ben follow=staffing,conflictedUsers systems=documents clients=acme/amira
		office london
		user amira office=london role=FirmAdministrator
		user ben office=london
		user carla
		company: user zoe
		link ben->carla
		matter m1 staff=carla,amira client=acme set=deal/a
		matter m2 staff=zoe conflicted=amira set=deal/b`)}}
}

// edits is a burst of edits of matters that hang together.
func edits() workload {
	return workload{name: "edits", steps: []step{
		burst("a firm is founded", founding+`
			link dan->carla
			case c1 staff=eve
			collection k1 lead=finn conflicted=ben
			matter m1 lead=amira staff=carla case=c1 client=acme
			matter m2 staff=eve,finn collections=k1
			matter m3 staff=carla:Follow set=deal/a`),
		burst("its matters are edited without a pause", `
			matter m1 lead=amira staff=carla,eve:MatterEditor case=c1 client=acme
			matter m2 staff=eve collections=k1 set=deal/b
			matter m1 lead=amira staff=eve:MatterEditor case=c1 client=acme
			case c1 staff=eve,finn
			matter m3 staff=carla:Follow conflicted=eve set=deal/a
			matter m1 lead=amira staff=eve:MatterEditor,carla case=c1 client=acme
			collection k1 lead=finn conflicted=ben,carla:Follow
			user finn as=Associate deactivated
			matter m2 staff=eve,ben collections=k1 set=deal/b
			user finn as=Associate
			company: user zoe
			matter m3 staff=carla:Follow,zoe conflicted=eve excluded=amira set=deal/a
			delete matter m2
			matter m2 staff=dan set=deal/b
			matter m1 lead=carla staff=eve:MatterEditor client=acme`),
	}}
}

// wall is a wall that is raised and lifted, on both sides of a deal.
func wall() workload {
	const carla = "\nmatter m1 lead=amira staff=carla,eve client=acme "
	const finn = "\nmatter m2 staff=finn,dan "
	return workload{name: "wall", steps: []step{
		burst("a firm is founded", founding+"link dan->carla\nlink ben->eve"+carla+finn+"\nmatter m3 staff=carla case=c1\ncase c1 staff=ben"),
		burst("a wall is raised", carla+"conflicted=eve"),
		burst("it is lifted", carla),
		burst("a wall is raised between two teams", carla+"set=deal/a"+finn+"set=deal/b"),
		burst("it is lifted", carla+finn),
		burst("a wall is raised around the case", "case c1 staff=ben conflicted=carla"),
		burst("it is lifted, and raised elsewhere", "case c1 staff=ben"+carla+"excluded=carla"),
	}}
}

// link is a link that touches many matters.
func link(many int) workload {
	var matters strings.Builder
	for i := range many {
		wall := ""
		if i%3 == 0 {
			wall = "conflicted=dan"
		}
		fmt.Fprintf(&matters, "matter m%03d staff=carla,finn %s\n", i, wall)
	}
	return workload{name: "link", steps: []step{
		burst("a firm is founded", founding+matters.String()),
		burst("carla gets an assistant", "link dan->carla"),
		burst("another gets in between", "link ben->carla\ndelete link dan->carla"),
		burst("carla leaves", "user carla office=london as=Associate deactivated"),
	}}
}
