package story

import (
	"errors"
	"fmt"
	"slices"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// invariant is what every object of a settled firm satisfies, whatever the story.
// It is judged by what is stored, not by what is derived.
type invariant struct {
	number string
	says   string
	breach func(subject) error // how the object breaks it
}

// subject is an object that is examined, and the firm around it.
type subject struct {
	part
	object  client.Object
	firm    roster.Objects
	view    roster.View
	written client.Object // as the administrator last wrote it
}

// invariants are those of all kinds; what one says of a kind is in the file that
// is named after its subject.
var invariants = []invariant{
	// invariants_conditions.go
	{"I-1", "the status, and each condition, observes the generation", observed},
	{"I-2", "the conditions of a kind are there, each once, in order, no others", complete},
	{"I-3", "Stalled is there only while True, for the first cause that stalls", stalled},
	{"I-4", "Ready is True, or tells the first cause", readiness},
	{"I-5", "tools that wait read it right: kstatus is Current, Failed or InProgress", kstatus},
	{"I-6", "a condition has a reason, a message and a time that it can have had", told},

	// invariants_lists.go
	{"I-7", "lists are sorted, and name nobody twice", on(sorted)},
	{"I-8", "origins are in order; via names at most eight, and more counts only beyond", on(vias)},
	{"I-9", "the summary counts the lists, and says whether members are cleared", on(counts)},
	{"I-10", "what a user may do and reach is said once, and not while deactivated", on(permitted)},
	{"I-11", "a status stays under 512 KiB", size},

	// invariants_walls.go
	{"I-12", "nobody behind the wall has access", on(walled)},
	{"I-13", "every exclusion is explained, and only who is excluded has one", on(explained)},
	{"I-14", "members exist, are active and no billers; who is ignored is no member", on(participants)},
	{"I-15", "who follows has an accepted link to each whom it follows, who is direct", on(followers)},
	{"I-16", "groups and their matters agree on who is inherited", on(inherited)},
	{"I-17", "opposing assets agree on who opposes", on(opposed)},

	// invariants_people.go
	{"I-18", "nobody is both assistant and timekeeper; both say the same; only accepted links count", on(paired)},
	{"I-19", "matters are said to be reached of exactly those clients that an asset grants", on(reached)},
	{"I-20", "the Firm counts its offices and users, and offices theirs", counted},

	// invariants_stored.go
	{"I-21", "ledger and stamps are there, can be read, and lag nothing", func(s subject) error { return annotated(s.object) }},
	{"I-22", "spec, labels and others' annotations are as they were written", untouched},
	{"I-23", "the manager owns the status, its annotations, and nothing else", owned},
}

// on judges the objects of one kind.
func on[T client.Object](breach func(subject, T) error) func(subject) error {
	return func(s subject) error {
		if o, ok := s.object.(T); ok {
			return breach(s, o)
		}
		return nil
	}
}

// checkInvariants judges every object.
func (f *Firm) checkInvariants() {
	f.t.Helper()
	objects, _, _ := f.chronicle.stored()
	firm := gather(objects)
	view := roster.NewSnapshot(firm)
	for _, o := range objects {
		s := subject{part: partOf(o), object: o, firm: firm, view: view, written: f.lastWritten(idOf(o))}
		for _, i := range invariants {
			if err := i.breach(s); err != nil {
				f.t.Errorf("%s: %s breaks %s, %s: %v", f.Namespace, idOf(o), i.number, i.says, err)
			}
		}
	}
}

func (f *Firm) lastWritten(id ID) client.Object {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.written[id]
}

// member returns the entry of a user on the team of an asset, nil if it has none.
func member(m *v1alpha1.Matter, user string) *v1alpha1.Member {
	i := slices.IndexFunc(m.Status.Staffing, func(e v1alpha1.Member) bool { return e.User == user })
	if i < 0 {
		return nil
	}
	return &m.Status.Staffing[i]
}

// originOf returns the origin of a type, nil if there is none.
func originOf(origins []v1alpha1.Origin, origin v1alpha1.OriginType) *v1alpha1.Origin {
	i := slices.IndexFunc(origins, func(o v1alpha1.Origin) bool { return o.Type == origin })
	if i < 0 {
		return nil
	}
	return &origins[i]
}

// breaches gathers what is wrong.
type breaches []error

func (b *breaches) unless(holds bool, format string, args ...any) {
	if !holds {
		*b = append(*b, fmt.Errorf(format, args...))
	}
}

func (b *breaches) err() error { return errors.Join(*b...) }
